import { expect, test } from "vitest";
import { faultOf } from "./fault.ts";

function refused(code: string, message: string): Error {
  const cause = Object.assign(new Error(message), { code, severity: "ERROR" });
  return new Error("Failed query: update person set display_name = $1\nparams: Noor Peeters", {
    cause,
  });
}

test.each([
  [
    "a failed query, by its cause",
    refused("57014", "canceling statement due to statement timeout"),
    "canceling statement due to statement timeout (57014)",
  ],
  [
    "a missing table, by its name",
    refused("42P01", 'relation "job_run" does not exist'),
    'relation "job_run" does not exist (42P01)',
  ],
  [
    "a constraint, by its name",
    refused("23505", 'duplicate key value violates unique constraint "person_email_unique"'),
    'duplicate key value violates unique constraint "person_email_unique" (23505)',
  ],
  [
    "a value that did not fit, without it",
    refused("22P02", 'invalid input syntax for type uuid: "Noor Peeters"'),
    "invalid input syntax for type uuid: … (22P02)",
  ],
  [
    "a text that is no JSON, without it",
    new SyntaxError("Unexpected token 'N', \"Noor Peeters\" is not valid JSON"),
    "Unexpected token 'N', … is not valid JSON",
  ],
  [
    "what stands between single quotes",
    new RangeError("cannot parse 'Noor Peeters': it isn't a date"),
    "cannot parse …: it isn't a date",
  ],
  [
    "a mail server's answer, without the address",
    new Error("550 5.1.1 <noor.peeters@example.be>: unknown"),
    "550 5.1.1 <…>: unknown",
  ],
  [
    "a server with its password",
    new Error("cannot reach smtp://mailer:secret@mail.example:587"),
    "cannot reach …",
  ],
  ["a telephone number", new Error("no route to +32 470 12 34 56"), "no route to …"],
  [
    "a secret link",
    new Error("GET /en/guest/Abc123def456Ghi789jkl0 failed"),
    "GET /en/guest/… failed",
  ],
  [
    "several attempts that failed alike",
    new AggregateError([
      Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:25"), { code: "ECONNREFUSED" }),
    ]),
    "connect ECONNREFUSED 127.0.0.1:25",
  ],
  [
    "a copy of an error with more about it",
    { ...new Error("lost"), message: "connect ECONNREFUSED 127.0.0.1:25", queue: "letters" },
    "connect ECONNREFUSED 127.0.0.1:25",
  ],
  ["what is no error", "gone", "gone"],
  ["more than one line", new Error("first\nNoor Peeters"), "first"],
  ["an error without words", new TypeError(), "TypeError"],
])("%s", (_, error, said) => {
  expect(faultOf(error)).toBe(said);
});

test("a fault is a line, not a letter", () => {
  expect(faultOf(new Error("x".repeat(5_000)))).toHaveLength(300);
});
