import { expect, test } from "vitest";
import { dayAfterKey, dayIn, monthsLater, todayOn, typedAs, weeksOf } from "./month-grid.ts";

const day = (iso: string) => Date.parse(`${iso}T00:00:00Z`);

test.each([
  ["27/11/2026", "2026-11-27"],
  [" 1-2-2027 ", "2027-02-01"],
  ["2026-12-01", "2026-12-01"],
])("%j is the day %s", (typed, iso) => {
  expect(dayIn(typed)).toBe(day(iso));
});

test.each(["", "soon", "31/2/2026", "11/27/2026", "1/1/0026", "2026-13-01"])(
  "%j is no day",
  (typed) => {
    expect(dayIn(typed)).toBeNull();
  },
);

test("a day is written as its field reads it", () => {
  expect(typedAs(day("2026-02-01"))).toBe("1/2/2026");
  expect(dayIn(typedAs(day("2026-02-01")))).toBe(day("2026-02-01"));
});

test("today is what the clock of the device shows", () => {
  expect(todayOn(new Date(2026, 10, 29, 23, 59))).toBe(day("2026-11-29"));
});

test.each([
  ["2026-11-15", 6, 30, "2026-11-01"],
  ["2027-02-01", 4, 28, "2027-02-01"],
  ["2028-02-29", 5, 29, "2028-02-01"],
])("the month of %s has %i weeks and %i days, each once", (iso, weeks, days, first) => {
  const drawn = weeksOf(day(iso));
  expect(drawn).toHaveLength(weeks);
  expect(drawn.every((week) => week.length === 7)).toBe(true);
  const found = drawn.flat().filter((one) => one !== null);
  expect(found).toHaveLength(days);
  expect(found[0]).toBe(day(first));
  expect(new Set(found).size).toBe(days);
  for (const week of drawn)
    for (const [weekday, one] of week.entries())
      if (one !== null) expect(new Date(one).getUTCDay()).toBe((weekday + 1) % 7);
});

test.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2026-01-31", -1, "2025-12-31"],
  ["2026-12-15", 1, "2027-01-15"],
])("%s and %i months is %s", (iso, months, then) => {
  expect(monthsLater(day(iso), months)).toBe(day(then));
});

test.each([
  ["ArrowLeft", "2026-11-26"],
  ["ArrowRight", "2026-11-28"],
  ["ArrowUp", "2026-11-20"],
  ["ArrowDown", "2026-12-04"],
  ["Home", "2026-11-23"],
  ["End", "2026-11-29"],
  ["PageUp", "2026-10-27"],
  ["PageDown", "2026-12-27"],
])("%s leads from Friday 27 November to %s", (key, then) => {
  expect(dayAfterKey(key, day("2026-11-27"))).toBe(day(then));
});

test("any other key leads nowhere", () => {
  expect(dayAfterKey("a", day("2026-11-27"))).toBeNull();
});
