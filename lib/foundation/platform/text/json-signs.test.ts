import { expect, test } from "vitest";
import { signsOf, stepOf } from "./json-signs.ts";

test.each([
  ['{"a":[1,2]}', "{[,]}"],
  ['["[,]"]', "[]"],
  [String.raw`["\"[", "\\", 1]`, "[,,]"],
  ['["never closed, [', "["],
  [String.raw`["ends in a slash \ `.trim(), "["],
  ["", ""],
])("the signs of %s", (json, signs) => {
  expect([...signsOf(json)].join("")).toBe(signs);
});

test("what is opened is closed again", () => {
  expect([...signsOf('{"a":[{},[1,2]]}')].reduce((depth, sign) => depth + stepOf(sign), 0)).toBe(0);
});
