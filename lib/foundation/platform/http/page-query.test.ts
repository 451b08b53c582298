import { expect, test } from "vitest";
import { z } from "zod";
import { firstOf, readableIn, saidIn } from "./page-query.ts";

test.each([
  [undefined, ""],
  ["", ""],
  ["a", "a"],
  [["a", "b"], "a"],
  [[], ""],
])("of %j the first is %j", (value, expected) => {
  expect(firstOf(value)).toBe(expected);
});

test("what is said under a name counts, once, and what nobody asks for is left out", () => {
  const query = { from: "09:00", to: ["10:00", "11:00"], until: "", other: "x" };
  expect(saidIn(query, ["from", "to", "until", "every"])).toEqual({ from: "09:00", to: "10:00" });
});

const filter = z.object({
  q: z.string().max(5).default(""),
  topic: z.enum(["safety", "mail"]).optional(),
  page: z.coerce.number().int().min(1).default(1),
});

test.each([
  ["nothing", {}, { q: "", page: 1 }, {}],
  ["what can be read", { topic: "mail", page: "2" }, { q: "", topic: "mail", page: 2 }, {}],
  ["what is left empty", { topic: "", page: "", q: "" }, { q: "", page: 1 }, {}],
  ["what stands there twice", { topic: ["mail", "x"] }, { q: "", topic: "mail", page: 1 }, {}],
  ["what nobody reads", { other: "x" }, { q: "", page: 1 }, {}],
  [
    "what cannot be read beside what can",
    { topic: "cooking", page: "-1", q: "abc" },
    { q: "abc", page: 1 },
    { topic: "cooking", page: "-1" },
  ],
])("of an address with %s the rest is shown", (_, query, asked, unread) => {
  expect(readableIn(filter, query)).toEqual({ asked, unread });
});
