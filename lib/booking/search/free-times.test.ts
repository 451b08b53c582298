import { expect, test } from "vitest";
import { takenHours } from "./free-times.ts";

const timeZone = "Europe/Brussels";
const at = (time: string, day = "02") => Temporal.Instant.from(`2026-03-${day}T${time}:00+01:00`);
const free = (...times: string[]) =>
  times.map((time) => ({ during: { start: at(time), end: at(time).add({ hours: 2 }) } }));
const openings = [
  { start: at("08:30"), end: at("12:30") },
  { start: at("09:00", "03"), end: at("12:00", "03") },
];

test.each([
  ["when nothing is taken", free("08:30", "09:30", "10:30"), 2, "07:00", []],
  ["when one hour is", free("08:30", "10:30"), 2, "07:00", ["09:30"]],
  ["when it is free later in that hour", free("08:30", "10:00", "10:30"), 2, "07:00", []],
  ["when all is", [], 2, "07:00", ["08:30", "09:30", "10:30"]],
  ["when some of it is over", [], 2, "09:00", ["09:30", "10:30"]],
  ["when nobody could stay as long", [], 5, "07:00", []],
])("the hours that are struck through %s", (_, times, hours, now, struck) => {
  const day = Temporal.PlainDate.from("2026-03-02");
  const found = takenHours(openings, times, { day, hours, now: at(now), timeZone });
  expect(
    found.map(({ start }) =>
      start.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: "minute" }),
    ),
  ).toEqual(struck);
});

test("of a house that is open for weeks on end, only the hours of that day", () => {
  const day = Temporal.PlainDate.from("2026-03-29");
  const opening = { start: at("08:30"), end: at("08:30").add({ hours: 24 * 60 }) };
  const found = takenHours([opening], [], { day, hours: 2, now: at("07:00"), timeZone });
  const hours = found.map(({ start }) => start.toZonedDateTimeISO(timeZone));
  expect(hours.every((hour) => hour.toPlainDate().equals(day))).toBe(true);
  // The clock goes from two to three in that night.
  expect(hours.map(({ hour, minute }) => `${hour}:${minute}`)).toEqual(
    [0, 1, ...Array.from({ length: 21 }, (_, later) => later + 3)].map((hour) => `${hour}:30`),
  );
});
