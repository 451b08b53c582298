import { describe, expect, test } from "vitest";
import { isOneMoment } from "#lib/foundation/platform/time/clock.ts";
import {
  formatDate,
  formatDateTimeRange,
  formatDay,
  formatLength,
  formatTime,
  formatTimeRange,
  formatWallDay,
  formatWeekEnds,
  plainDateTimeRange,
} from "./format.ts";
import { LOCALES } from "./locales.ts";
import { messageFor, translator } from "./translator.ts";

test.each([
  [2880, "2 dagen", "2 jours", "2 days"],
  [1440, "1 dag", "1 jour", "1 day"],
  [60, "1 uur", "1 heure", "1 hour"],
  [90, "1 uur en 30 minuten", "1 heure et 30 minutes", "1 hour and 30 minutes"],
  [1, "1 minuut", "1 minute", "1 minute"],
  [0, "0 minuten", "0 minute", "0 minutes"],
])("%i minutes are said as people say them", (minutes, nl, fr, en) => {
  const said = LOCALES.map((locale) => [
    locale,
    formatLength(locale, minutes).replaceAll(/\s/g, " "),
  ]);
  expect(Object.fromEntries(said)).toEqual({ nl, fr, en });
});

describe.each(["too_late", "too_short", "too_long", "odd_length"])("a refusal for %s", (key) => {
  test.each(LOCALES)("names no raw minutes in %s", (locale) => {
    const text = messageFor(locale, { code: `booking.${key}`, minutes: 2880 });
    expect(text).not.toContain("2880");
    expect(text).toMatch(/\b2\s(?:dagen|jours|days)\b/);
  });
});

test("French counts the first day of a month, and no other", () => {
  const day = (text: string) => Temporal.PlainDate.from(text);
  const at = (text: string) => Temporal.Instant.from(`${text}T10:00:00Z`);
  expect(formatDate("fr", at("2026-12-01"), "Europe/Brussels")).toBe("mardi 1er décembre");
  expect(formatDate("fr", at("2026-12-21"), "Europe/Brussels")).toBe("lundi 21 décembre");
  expect(formatDate("nl", at("2026-12-01"), "Europe/Brussels")).toBe("dinsdag 1 december");
  expect(formatDay("fr", day("2026-05-01"))).toBe("1er mai 2026");
  expect(formatDay("fr", day("2026-05-11"))).toBe("11 mai 2026");
});

test.each([
  ["2026-12-07", "7 tot 13 december", "Du 7 au 13 décembre", "7 to 13 December"],
  ["2026-06-01", "1 tot 7 juni", "Du 1er au 7 juin", "1 to 7 June"],
  [
    "2026-11-30",
    "30 november tot 6 december",
    "Du 30 novembre au 6 décembre",
    "30 November to 6 December",
  ],
])("the week of %s names a month once", (monday, nl, fr, en) => {
  const first = Temporal.PlainDate.from(monday);
  const said = LOCALES.map((locale) => [
    locale,
    translator(locale, "sessions")(
      "programme.week",
      formatWeekEnds(locale, first, first.add({ days: 6 })),
    ).replaceAll(/\s/g, " "),
  ]);
  expect(Object.fromEntries(said)).toEqual({ nl, fr, en });
});

test("a day of a calendar is written as everywhere, without Temporal", () => {
  const first = Date.UTC(2026, 11, 1);
  expect(formatWallDay("fr", "date", first)).toBe("mardi 1er décembre");
  expect(formatWallDay("fr", "shortDay", first)).toBe("mar. 1er déc.");
  expect(formatWallDay("fr", "day", first)).toBe("1er décembre 2026");
  expect(formatWallDay("en", "date", first)).toBe("Tuesday 1 December");
  expect(formatWallDay("nl", "shortDay", first)).toBe("di 1 dec");
});

test("an hour that comes twice says which of the two it is, and no other does", () => {
  const at = (text: string) => Temporal.Instant.from(text);
  const zone = "Europe/Brussels";
  const night = { start: at("2026-10-25T02:45+02:00"), end: at("2026-10-25T02:15+01:00") };
  const said = LOCALES.map((locale) => [locale, plainDateTimeRange(locale, night, zone)]);
  expect(Object.fromEntries(said)).toEqual({
    nl: "zondag 25 oktober, 02:45 (zomertijd)–02:15 (wintertijd)",
    fr: "dimanche 25 octobre, 02:45 (heure d’été)–02:15 (heure d’hiver)",
    en: "Sunday 25 October, 02:45 (summer time)–02:15 (winter time)",
  });
  const time = (text: string, there = zone) => formatTime("en", at(text), there);
  expect(time("2026-10-25T01:59+02:00")).toBe("01:59");
  expect(time("2026-10-25T02:00+02:00")).toBe("02:00 (summer time)");
  expect(time("2026-10-25T02:59+01:00")).toBe("02:59 (winter time)");
  expect(time("2026-10-25T03:00+01:00")).toBe("03:00");
  expect(time("2026-10-25T02:30+02:00", "UTC")).toBe("00:30");
  expect(time("2026-11-01T05:30Z", "America/New_York")).toBe("01:30 (summer time)");
  expect(formatTimeRange("nl", { ...night, start: at("2026-10-24T23:00+02:00") }, zone)).toBe(
    "23:00–\u206002:15 (wintertijd)",
  );
});

test.each([
  ["2026-10-24T00:00Z", 8],
  ["2026-03-28T00:00Z", 0],
])("of the quarters of three days from %s, %i say which of two they are", (from, expected) => {
  const zone = "Europe/Brussels";
  const moments = Array.from({ length: 3 * 96 }, (_, quarter) =>
    Temporal.Instant.from(from).add({ minutes: 15 * quarter }),
  );
  const says = (at: Temporal.Instant) => formatTime("nl", at, zone).includes("(");
  const isTwice = (at: Temporal.Instant) =>
    !isOneMoment(at.toZonedDateTimeISO(zone).toPlainDateTime(), zone);
  expect(moments.filter(says)).toEqual(moments.filter(isTwice));
  expect(moments.filter(says)).toHaveLength(expected);
});

test("no line ends inside the hours of a page, and a letter has nothing unseen in them", () => {
  const day = (time: string) => Temporal.Instant.from(`2026-11-25T${time}:00+01:00`);
  const during = { start: day("14:00"), end: day("16:00") };
  expect(formatTimeRange("nl", during, "Europe/Brussels")).toBe("14:00–\u206016:00");
  expect(formatDateTimeRange("en", during, "Europe/Brussels")).toBe(
    "Wednesday 25\u00a0November, 14:00–\u206016:00",
  );
  expect(plainDateTimeRange("en", during, "Europe/Brussels")).toBe(
    "Wednesday 25 November, 14:00–16:00",
  );
});
