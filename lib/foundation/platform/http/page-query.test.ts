import { expect, test } from "vitest";
import { firstOf, saidIn } from "./page-query.ts";

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
