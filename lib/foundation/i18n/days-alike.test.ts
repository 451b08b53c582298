import { expect, test } from "vitest";
import { daysAlike } from "./days-alike.ts";

const NAMES = ["mo", "tu", "we", "th", "fr", "sa", "su"];

test.each([
  ["alike all week", ["a", "a", "a", "a", "a", "a", "a"], ["mo–su a"]],
  ["alike until Friday", ["a", "a", "a", "a", "a", "b", "b"], ["mo–fr a", "sa–su b"]],
  [
    "with a day of its own",
    ["a", "a", "b", "a", "a", "b", "c"],
    ["mo–tu a", "we b", "th–fr a", "sa b", "su c"],
  ],
  ["of no days", [], []],
])("days %s", (_, texts, expected) => {
  expect(daysAlike(NAMES, texts).map(({ days, text }) => `${days} ${text}`)).toEqual(expected);
});
