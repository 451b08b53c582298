import { expect, test } from "vitest";
import { wordPlace } from "./word-place.ts";

test.each([
  ["in the middle of a day", 130, "maintenant", 260, 130],
  ["over its last hour", 247, "maintenant", 260, 218],
  ["over its first hour", 13, "maintenant", 260, 42],
  ["a short word over the last hour", 247, "nu", 260, 247],
  ["a day that is narrower than the word", 13, "maintenant", 52, 26],
])("a word %s is whole", (_, over, word, width, place) => {
  expect(wordPlace(over, word, width)).toBeCloseTo(place);
});
