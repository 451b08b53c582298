import fc from "fast-check";
import { expect, test } from "vitest";
import {
  dayFrom,
  dayOfEnd,
  daysOf,
  laterThatDay,
  minutesUntil,
  passesMidnight,
  wallEnd,
  wallHours,
  wallTime,
} from "./days.ts";

const today = Temporal.PlainDate.from("2026-11-24");

test.each([
  ["a day ahead", "2026-12-01", "2026-12-01"],
  ["today", "2026-11-24", "2026-11-24"],
  ["yesterday", "2026-11-23", "2026-11-24"],
  ["30 February", "2027-02-30", "2026-11-24"],
  ["no day", undefined, "2026-11-24"],
  ["two days", ["2026-12-01", "2026-12-02"], "2026-12-01"],
  ["another century", "2126-12-01", "2026-11-24"],
])("%s", (_, text, expected) => {
  expect(dayFrom(text, today).toString()).toBe(expected);
});

test("the day on which the clocks go back has 25 hours", () => {
  const { start, end } = daysOf(Temporal.PlainDate.from("2026-10-25"), 1, "Europe/Brussels");
  expect(start.until(end).total("hours")).toBe(25);
});

const during = (start: string, end: string) => ({
  start: Temporal.Instant.from(start),
  end: Temporal.Instant.from(end),
});
const minute = fc.integer({ min: 0, max: 288 }).map((count) => count * 5);
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const wall = (text: string) => Temporal.PlainDateTime.from(text);

test.each([
  ["22:00", "2027-03-02T22:00"],
  ["00:00", "2027-03-03T00:00"],
  ["24:00", "2027-03-03T00:00"],
  ["24:00:00", "2027-03-03T00:00"],
])("what ends on 2 March at %s ends at %s", (time, expected) => {
  const end = wallEnd(Temporal.PlainDate.from("2027-03-02"), time);
  expect(end.equals(wall(expected))).toBe(true);
  expect(dayOfEnd(end).toString()).toBe("2027-03-02");
});

test.each(["24:01", "25:00", "", "noon"])("nothing ends at %j", (time) => {
  expect(() => wallEnd(Temporal.PlainDate.from("2027-03-02"), time)).toThrow(RangeError);
});

test.each([
  [
    "an evening",
    "2027-03-02",
    "22:00",
    "00:00",
    false,
    "2027-03-02T21:00:00Z 2027-03-02T23:00:00Z",
  ],
  [
    "the same written 24:00",
    "2027-03-02",
    "22:00",
    "24:00",
    false,
    "2027-03-02T21:00:00Z 2027-03-02T23:00:00Z",
  ],
  [
    "a whole day",
    "2027-03-02",
    "00:00",
    "00:00",
    false,
    "2027-03-01T23:00:00Z 2027-03-02T23:00:00Z",
  ],
  [
    "the night the clocks go forward",
    "2027-03-28",
    "01:00",
    "04:00",
    false,
    "2027-03-28T00:00:00Z 2027-03-28T02:00:00Z",
  ],
  [
    "the night they go back",
    "2027-10-31",
    "01:00",
    "04:00",
    false,
    "2027-10-30T23:00:00Z 2027-10-31T03:00:00Z",
  ],
  [
    "the evening before",
    "2027-03-27",
    "22:00",
    "24:00",
    false,
    "2027-03-27T21:00:00Z 2027-03-27T23:00:00Z",
  ],
  [
    "a night that passes midnight already",
    "2027-03-27",
    "22:00",
    "04:00",
    true,
    "2027-03-27T21:00:00Z 2027-03-28T02:00:00Z",
  ],
  [
    "its end set to midnight",
    "2027-03-27",
    "22:00",
    "24:00",
    true,
    "2027-03-27T21:00:00Z 2027-03-27T23:00:00Z",
  ],
])("%s", (_, day, from, to, overMidnight, expected) => {
  const was = overMidnight ? during("2027-03-02T21:00:00Z", "2027-03-03T03:00:00Z") : undefined;
  const hours = wallHours({ day, from, to }, "Europe/Brussels", was);
  expect(`${hours?.start} ${hours?.end}`).toBe(expected);
});

test.each([
  ["starts", "02:30", "04:00"],
  ["ends", "01:00", "02:30"],
  ["lasts all of it", "02:00", "03:00"],
])("nothing %s at an hour that the clocks skip", (_, from, to) => {
  expect(wallHours({ day: "2027-03-28", from, to }, "Europe/Brussels")).toBeNull();
  expect(wallHours({ day: "2027-03-29", from, to }, "Europe/Brussels")).not.toBeNull();
});

test("what ends as the clocks go forward ends there", () => {
  const hours = wallHours({ day: "2027-03-28", from: "01:00", to: "02:00" }, "Europe/Brussels");
  expect(hours).toEqual(during("2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z"));
});

test("hours that are shown again stay the moments they were, also the second time an hour comes", () => {
  const second = during("2027-10-31T01:15:00Z", "2027-10-31T01:45:00Z");
  const typed = { day: "2027-10-31", from: "02:15", to: "02:45" };
  expect(wallHours(typed, "Europe/Brussels", second)).toEqual(second);
  expect(wallHours(typed, "Europe/Brussels")).toEqual(
    during("2027-10-31T00:15:00Z", "2027-10-31T00:45:00Z"),
  );
  expect(wallHours({ ...typed, to: "04:00" }, "Europe/Brussels", second)).toEqual(
    during("2027-10-31T01:15:00Z", "2027-10-31T03:00:00Z"),
  );
});

test("whatever is typed around a change of the clock is read as it is shown again, or is no time", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2027-03-28"),
      fc.constantFrom("Europe/Brussels", "Europe/Paris"),
      fc.tuple(minute, minute).filter(([from, to]) => from < to),
      (day, timeZone, [from, to]) => {
        const typed = { day, from: clock(from), to: clock(to) };
        const hours = wallHours(typed, timeZone);
        const changes = day !== "2026-03-28" && day.includes("-03-");
        const isSkipped = (at: number) => changes && at >= 120 && at < 180;
        expect(hours === null).toBe(isSkipped(from) || (isSkipped(to) && to !== 120));
        if (!hours) return;
        const shown = (at: Temporal.Instant) => wallTime(at.toZonedDateTimeISO(timeZone));
        expect(shown(hours.start)).toBe(typed.from);
        // What ends as the clock jumps is shown as where it jumps to.
        if (!(changes && to === 120)) expect(shown(hours.end)).toBe(clock(to % 1440));
        expect(Temporal.Instant.compare(hours.start, hours.end)).toBe(-1);
        expect(wallHours(typed, timeZone, hours)).toEqual(hours);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ["22:00", "00:00", 120],
  ["09:00", "10:30", 90],
  ["10:30", "09:00", -90],
])("from %s until %s are %i minutes", (from, to, expected) => {
  expect(minutesUntil(Temporal.PlainTime.from(from), Temporal.PlainTime.from(to))).toBe(expected);
});

test.each([
  ["23:00", 120, "00:00:00"],
  ["22:00", 120, "00:00:00"],
  ["21:00", 120, "23:00:00"],
])("two hours from %s (%i minutes) end at %s", (from, minutes, expected) => {
  expect(laterThatDay(Temporal.PlainTime.from(from), minutes).toString()).toBe(expected);
});

test.each([
  ["2027-03-02T21:00:00Z", "2027-03-02T23:00:00Z", false],
  ["2027-03-02T21:00:00Z", "2027-03-02T23:15:00Z", true],
  ["2027-03-02T08:00:00Z", "2027-03-02T09:00:00Z", false],
])("what lasts from %s to %s passes midnight: %s", (start, end, expected) => {
  const during = { start: Temporal.Instant.from(start), end: Temporal.Instant.from(end) };
  expect(passesMidnight(during, "Europe/Brussels")).toBe(expected);
});
