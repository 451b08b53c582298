import { expect, test } from "vitest";
import { enrolmentRefusal, titleIn } from "./rules.ts";

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
