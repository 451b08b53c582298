import { expect, test } from "vitest";
import { type BadgeVersion, classActions, publishedNumber } from "./rules.ts";

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
