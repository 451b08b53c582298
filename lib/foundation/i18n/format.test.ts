import { describe, expect, test } from "vitest";
import { formatLength } from "./format.ts";
import { LOCALES } from "./locales.ts";
import { messageFor } from "./translator.ts";

test.each([
  [2880, "2 dagen", "2 jours", "2 days"],
  [1440, "1 dag", "1 jour", "1 day"],
  [60, "1 uur", "1 heure", "1 hour"],
  [90, "1 uur en 30 minuten", "1 heure et 30 minutes", "1 hour and 30 minutes"],
  [1, "1 minuut", "1 minute", "1 minute"],
  [0, "0 minuten", "0 minute", "0 minutes"],
])("%i minutes are said as people say them", (minutes, nl, fr, en) => {
  const said = LOCALES.map((locale) => [locale, formatLength(locale, minutes).replaceAll(/\s/g, " ")]);
  expect(Object.fromEntries(said)).toEqual({ nl, fr, en });
});

describe.each(["too_late", "too_short", "too_long", "odd_length"])("a refusal for %s", (key) => {
  test.each(LOCALES)("names no raw minutes in %s", (locale) => {
    const text = messageFor(locale, { code: `booking.${key}`, minutes: 2880 });
    expect(text).not.toContain("2880");
    expect(text).toMatch(/\b2\s(?:dagen|jours|days)\b/);
  });
});
