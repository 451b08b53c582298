import { expect, test } from "vitest";
import { type Hours, openIntervals, weekOf } from "./opening-hours.ts";

const kortrijk = (openingHours: string): Hours => ({
  openingHours,
  country: "BE",
  region: "vlaanderen",
  timeZone: "Europe/Brussels",
});
const lille = (openingHours: string): Hours => ({
  openingHours,
  country: "FR",
  region: "hauts-de-france",
  timeZone: "Europe/Paris",
});
const OFFICE = "Mo-Fr 09:00-12:00,13:30-17:00; PH off";

test.each([
  [
    "a Tuesday",
    kortrijk(OFFICE),
    "2026-03-03",
    ["2026-03-03T08:00:00Z/2026-03-03T11:00:00Z", "2026-03-03T12:30:00Z/2026-03-03T16:00:00Z"],
  ],
  ["a Sunday", kortrijk(OFFICE), "2026-03-01", []],
  ["Christmas in Belgium", kortrijk("Mo-Su 09:00-17:00; PH off"), "2026-12-25", []],
  ["the national day of Belgium, in Belgium", kortrijk(OFFICE), "2026-07-21", []],
  [
    "the national day of Belgium, in France",
    lille("Mo-Fr 09:00-12:00; PH off"),
    "2026-07-21",
    ["2026-07-21T07:00:00Z/2026-07-21T10:00:00Z"],
  ],
  ["Bastille day in France", lille(OFFICE), "2026-07-14", []],
  [
    "the night the clock skips an hour",
    kortrijk("Mo-Su 01:00-04:00"),
    "2026-03-29",
    ["2026-03-29T00:00:00Z/2026-03-29T02:00:00Z"],
  ],
  [
    "the night an hour comes twice",
    kortrijk("Mo-Su 01:00-04:00"),
    "2026-10-25",
    ["2026-10-24T23:00:00Z/2026-10-25T03:00:00Z"],
  ],
  ["a time the clock skips altogether", kortrijk("Mo-Su 02:30-03:00"), "2026-03-29", []],
  ["a part of an hour that is skipped", kortrijk("Mo-Su 02:10-02:40"), "2026-03-29", []],
  [
    "hours that end in an hour that is skipped",
    kortrijk("Mo-Su 01:00-02:45"),
    "2026-03-29",
    ["2026-03-29T00:00:00Z/2026-03-29T01:00:00Z"],
  ],
  ["Christmas in France", lille("Mo-Su 09:00-12:00; PH off"), "2026-12-25", []],
  [
    "a day that ends at midnight",
    kortrijk("Mo-Su 20:00-24:00"),
    "2026-03-03",
    ["2026-03-03T19:00:00Z/2026-03-03T23:00:00Z"],
  ],
])("open on %s", (_, hours, day, expected) => {
  const date = Temporal.PlainDate.from(day);
  const intervals = openIntervals(hours, date, date.add({ days: 1 }));
  expect(intervals.map(({ start, end }) => `${start}/${end}`)).toEqual(expected);
});

test("a week is shown Monday first, with both halves of a day", () => {
  const week = weekOf(kortrijk(OFFICE), Temporal.PlainDate.from("2026-03-02"));
  expect(week[0]).toEqual(["09:00–12:00", "13:30–17:00"]);
  expect(week[6]).toEqual([]);
});

test.each([
  ["Mo-Su 20:00-24:00", ["20:00–24:00"]],
  ["24/7", ["00:00–24:00"]],
])("%s ends a day at 24:00", (hours, expected) => {
  expect(weekOf(kortrijk(hours), Temporal.PlainDate.from("2026-03-02"))[0]).toEqual(expected);
});

test.each(["nonsense", "", "Mo-Su 25:00-26:99"])(
  "hours that cannot be read (%j) are refused as such",
  (hours) => {
    const day = Temporal.PlainDate.from("2026-03-02");
    expect(() => openIntervals(kortrijk(hours), day, day.add({ days: 1 }))).toThrow(
      expect.objectContaining({ kind: "invalid", reason: { code: "spaces.hours_unreadable" } }),
    );
  },
);
