import { expect, test } from "vitest";
import { dayHoursFrom, intervalsOn, openingHoursOf } from "./day-hours.ts";
import { weekOf } from "./opening-hours.ts";

test.each([
  [
    "09:00-12:00, 13:00-17:00",
    [
      ["09:00", "12:00"],
      ["13:00", "17:00"],
    ],
  ],
  [
    "13.00–17h30, 9:00 - 12:00",
    [
      ["09:00", "12:00"],
      ["13:00", "17:30"],
    ],
  ],
  ["18:00-24:00", [["18:00", "24:00"]]],
  ["", []],
  [" ", []],
  [
    "09:00-12:00,12:00-13:00",
    [
      ["09:00", "12:00"],
      ["12:00", "13:00"],
    ],
  ],
  ["09:00-12:00,11:00-13:00", null],
  ["12:00-09:00", null],
  ["09:00-09:00", null],
  ["9-12", null],
  ["25:00-26:00", null],
  ["09:00-24:30", null],
  ["closed", null],
])("hours written %j are %j", (text, expected) => {
  expect(dayHoursFrom(text)).toEqual(expected);
});

test.each([
  ["2026-03-03", "09:00-12:00", ["2026-03-03T08:00:00Z 2026-03-03T11:00:00Z"]],
  ["2026-03-29", "02:15-02:45", ["2026-03-29T01:15:00Z 2026-03-29T01:45:00Z"]],
  ["2026-03-29", "01:00-04:00", ["2026-03-29T00:00:00Z 2026-03-29T02:00:00Z"]],
  ["2026-10-25", "22:00-24:00", ["2026-10-25T21:00:00Z 2026-10-25T23:00:00Z"]],
  ["2026-03-03", "", []],
])("on %s %j is %j", (day, text, expected) => {
  const found = intervalsOn(Temporal.PlainDate.from(day), text, "Europe/Brussels");
  expect(found.map(({ start, end }) => `${start} ${end}`)).toEqual(expected);
});

test("a week is read back as it was written, holidays of the country closed", () => {
  const morning: [string, string][] = [["09:00", "12:00"]];
  const week = [morning, [...morning, ["13:00", "24:00"] as [string, string]], [], morning, [], [], morning];
  const hours = { country: "BE" as const, region: "vlaanderen", timeZone: "Europe/Brussels" };
  const shown = week.map((day) => day.map((part) => part.join("–")));
  const read = (openingHours: string, monday: string) =>
    weekOf({ ...hours, openingHours }, Temporal.PlainDate.from(monday));
  expect(read(openingHoursOf(week, false), "2026-03-02")).toEqual(shown);
  expect(read(openingHoursOf(week, true), "2026-03-02")).toEqual(shown);
  // Easter Monday.
  expect(read(openingHoursOf(week, false), "2026-04-06")[0]).toEqual(["09:00–12:00"]);
  expect(read(openingHoursOf(week, true), "2026-04-06")[0]).toEqual([]);
  expect(read(openingHoursOf([[], [], [], [], [], [], []], true), "2026-03-02").flat()).toEqual([]);
});
