import { expect, test } from "vitest";
import { betterWord, enrolmentRefusal, placesWord, titleIn } from "./rules.ts";

test.each([
  ["the reader's language", { nl: "Mail", fr: "Courriel" }, "fr", { text: "Courriel", lang: "fr" }],
  ["the first it has", { fr: "Courriel" }, "nl", { text: "Courriel", lang: "fr" }],
  ["no empty one", { nl: "", en: "Mail" }, "nl", { text: "Mail", lang: "en" }],
] as const)("a title is told in %s", (_, title, locale, expected) => {
  expect(titleIn(title, locale)).toEqual(expected);
});

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const during = { start: at("10:00"), end: at("12:00") };

test.each([
  ["before it starts", "planned", "09:00", null],
  ["while it runs", "planned", "11:00", null],
  ["when it is over", "planned", "12:00", { code: "sessions.is_over" }],
  ["when it is cancelled", "cancelled", "09:00", { code: "sessions.is_cancelled" }],
] as const)("enrolling %s", (_, status, now, expected) => {
  expect(enrolmentRefusal({ status, during }, at(now))).toEqual(expected);
});

test.each([
  ["nobody yet", { places: 12, taken: 0, waiting: 0 }, "many"],
  ["the first who enrols in a small one", { places: 5, taken: 1, waiting: 0 }, "many"],
  ["four of five", { places: 5, taken: 4, waiting: 0 }, "many"],
  ["five places left", { places: 12, taken: 7, waiting: 0 }, "many"],
  ["four left", { places: 12, taken: 8, waiting: 0 }, "few"],
  ["full", { places: 12, taken: 12, waiting: 0 }, 0],
  ["a place for those who wait", { places: 12, taken: 11, waiting: 1 }, 0],
] as const)("places in a word: %s", (_, session, word) => {
  expect(placesWord(session)).toBe(word);
});

test("of two places the better one is told", () => {
  expect(betterWord(0, "few")).toBe("few");
  expect(betterWord("many", "few")).toBe("many");
  expect(betterWord(0, 0)).toBe(0);
});
