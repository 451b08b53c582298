import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { logTo, withoutValues } from "./log.ts";

test("a failed statement is logged without the words it was asked with", () => {
  const fault = new DrizzleQueryError(
    "select from person where display_name = $1",
    ["Ann\nPeeters"],
    new Error("connect ECONNREFUSED"),
  );
  const logged = JSON.stringify(withoutValues(fault));
  expect(logged).not.toMatch(/Ann|Peeters/);
  expect(logged).toContain("display_name = $1");
  expect(logged).toContain("ECONNREFUSED");
});

test("no line of the log holds what opens something, wherever it stood", () => {
  const secret = "q7Yb0Zk3_mT9wX2vR5uP8sL1";
  const lines: string[] = [];
  const log = logTo((line) => lines.push(line), "info");
  const address = `/nl/guest/${secret}`;
  log.warn({ path: `/calendar/${secret}.ics`, deep: { list: [address] } }, `failed at ${address}`);
  log.error(
    { err: new Error(`GET ${address}`, { cause: new Error(`?token=${secret}`) }) },
    "route failed",
  );
  expect(lines).toHaveLength(2);
  expect(lines.join("")).not.toContain(secret);
  for (const line of lines) JSON.parse(line);
});

/**
 * An error as the driver hands it on: the connection hangs on it, with all that the connection
 * knows.
 */
function withConnection(message: string): Error {
  class Client {
    processID = 4711;
    secretKey = -1_804_242;
    connectionParameters = { password: "swordfish", user: "trivium" };
    self = this;
  }
  const client = new Client();
  return Object.assign(new Error(message), {
    client,
    config: { password: "swordfish" },
    code: "57P01",
  });
}

test.each([
  ["an error", withConnection("terminating connection")],
  ["its cause", new Error("jobs", { cause: withConnection("x") })],
  ["one of several", new AggregateError([withConnection("x")], "none answered")],
  [
    "a failed statement as a cause",
    new Error("job", {
      cause: new DrizzleQueryError("select $1", ["swordfish"], withConnection("x")),
    }),
  ],
  [
    "a sentence with an address",
    new Error("cannot reach postgresql://trivium:swordfish@db.example/trivium"),
  ],
])("nothing of a connection is logged with %s", (_, error) => {
  const lines: string[] = [];
  const log = logTo((line) => lines.push(line), "info");
  log.error({ err: error }, "jobs");
  log.error(error);
  log.error(
    { fault: { deep: [error] }, settings: { databaseUrl: "swordfish", password: "swordfish" } },
    "x",
  );
  expect(lines).toHaveLength(3);
  expect(lines.join("")).not.toMatch(/swordfish|4711|1804242/);
  for (const line of lines) JSON.parse(line);
});

test("what an error is, where it happened and its codes are logged", () => {
  const fault = Object.assign(new Error("no space left"), {
    code: "ENOSPC",
    syscall: "write",
    path: "/data/x",
  });
  expect(withoutValues(new Error("witness", { cause: fault }))).toMatchObject({
    type: "Error",
    message: "witness",
    stack: expect.stringContaining("log.test.ts"),
    cause: { message: "no space left", code: "ENOSPC", syscall: "write", path: "/data/x" },
  });
});
