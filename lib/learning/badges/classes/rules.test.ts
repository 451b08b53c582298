import { expect, test } from "vitest";
import { type BadgeVersion, classActions, levelRefusal, publishedNumber } from "./rules.ts";

const version: BadgeVersion = {
  ...{ id: "v", number: 2, validMonths: null, icon: "", colour: "" },
  ...{ publishedAt: Temporal.Instant.from("2026-03-02T10:00:00Z"), editions: {} },
  ...{ competences: [], rules: [] },
};
const written: BadgeVersion = { ...version, number: 1, publishedAt: null };

test.each([
  ["a draft", "draft", written, ["pilot", "active"], false],
  ["a pilot", "pilot", version, ["active"], true],
  ["a pilot whose next words are written", "pilot", written, ["pilot", "active"], true],
  ["one in use", "active", version, ["pilot"], true],
  ["one in use whose next words are written", "active", written, ["pilot", "active"], true],
  ["one that was retired", "retired", version, ["pilot", "active"], false],
] as const)("%s is published as %4$j, and retired: %5$s", (_, state, words, publishAs, retire) => {
  expect(classActions({ state, version: words })).toEqual({ publishAs, retire });
});

test.each([
  ["of a draft there is none", written, 0],
  ["of a badge, the newest", version, 2],
  ["while the next words are written, the one before", { ...written, number: 3 }, 2],
])("the version that everybody sees: %s", (_, words, expected) => {
  expect(publishedNumber({ version: words })).toBe(expected);
});

const LEVELS = new Map([
  ["sustainable-it", 3],
  ["digcomp-2.2", 8],
  ["e-cf-4.0", 0],
]);

test.each<[string, [framework: string, level: number | null][], string | null]>([
  ["without a level", [["e-cf-4.0", null]], null],
  ["at the highest level of its list", [["sustainable-it", 3]], null],
  ["above the highest level of its list", [["sustainable-it", 4]], "sustainable-it 3"],
  ["at level 8 of a list that counts to 8", [["digcomp-2.2", 8]], null],
  ["at the first level of a list without levels", [["e-cf-4.0", 1]], "e-cf-4.0 0"],
  ["of a list that is not there", [["none", 1]], "none 0"],
  [
    "of several lists, the last above its own",
    [
      ["digcomp-2.2", 6],
      ["sustainable-it", 6],
    ],
    "sustainable-it 3",
  ],
])("a badge %s is tied to what its list counts", (_, competences, expected) => {
  const refusal = levelRefusal(
    competences.map(([framework, level]) => ({ framework, level })),
    LEVELS,
  );
  expect(refusal && `${refusal.list} ${refusal.most}`).toBe(expected);
});
