import fc from "fast-check";
import { expect, test } from "vitest";
import { isOneMoment } from "#lib/foundation/platform/time/clock.ts";
import {
  type DayHours,
  dayHoursFrom,
  dayHoursText,
  doubleTimes,
  intervalsOn,
  openingHoursOf,
  skippedTimes,
  withExceptions,
} from "./day-hours.ts";
import { openIntervals, weekOf } from "./opening-hours.ts";

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
  [
    "9-12, 13u - 17.30 u",
    [
      ["09:00", "12:00"],
      ["13:00", "17:30"],
    ],
  ],
  ["9-12-13", null],
  ["25:00-26:00", null],
  ["09:00-24:30", null],
  ["9-12 or 13-17", null],
  ...[
    "van 9u tot 12u en van 13u tot 17.30 u",
    "9h à 12h et 13h à 17h30",
    "09:00 - 12:00 / 13h - 17h30",
    "from 9 to 12 and 1 pm — 5.30 pm",
  ].map((text): [string, DayHours] => [
    text,
    [
      ["09:00", "12:00"],
      ["13:00", "17:30"],
    ],
  ]),
  ...["closed", "Gesloten", " fermé ", "-"].map((text): [string, DayHours] => [text, []]),
])("hours written %j are %j", (text, expected) => {
  expect(dayHoursFrom(text)).toEqual(expected);
});

test.each([
  ["2026-03-03", "09:00-12:00", ["2026-03-03T08:00:00Z 2026-03-03T11:00:00Z"]],
  ["2026-03-29", "02:15-02:45", []],
  ["2026-03-29", "01:00-02:45", ["2026-03-29T00:00:00Z 2026-03-29T01:00:00Z"]],
  ["2026-03-29", "02:45-04:00", ["2026-03-29T01:00:00Z 2026-03-29T02:00:00Z"]],
  ["2026-10-25", "01:00-02:45", ["2026-10-24T23:00:00Z 2026-10-25T00:45:00Z"]],
  ["2026-10-25", "02:45-04:00", ["2026-10-25T00:45:00Z 2026-10-25T03:00:00Z"]],
  ["2026-03-29", "01:00-04:00", ["2026-03-29T00:00:00Z 2026-03-29T02:00:00Z"]],
  ["2026-10-25", "22:00-24:00", ["2026-10-25T21:00:00Z 2026-10-25T23:00:00Z"]],
  ["2026-03-03", "", []],
])("on %s %j is %j", (day, text, expected) => {
  const found = intervalsOn(Temporal.PlainDate.from(day), text, "Europe/Brussels");
  expect(found.map(({ start, end }) => `${start} ${end}`)).toEqual(expected);
});

test("a week is read back as it was written, holidays of the country closed", () => {
  const morning: [string, string][] = [["09:00", "12:00"]];
  const week = [
    morning,
    [...morning, ["13:00", "24:00"] as [string, string]],
    [],
    morning,
    [],
    [],
    morning,
  ];
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

const DAY_AND_NIGHT = {
  openingHours: "Mo-Su 00:00-24:00",
  country: "BE" as const,
  region: "vlaanderen",
  timeZone: "Europe/Brussels",
};

test.each([
  [
    "closed on a Tuesday",
    [{ day: "2026-03-03", hours: "" }],
    ["2026-03-01 00:00 – 2026-03-03 00:00", "2026-03-04 00:00 – 2026-03-06 00:00"],
  ],
  [
    "open for a while on a Tuesday",
    [{ day: "2026-03-03", hours: "09:00-12:00" }],
    [
      "2026-03-01 00:00 – 2026-03-03 00:00",
      "2026-03-03 09:00 – 2026-03-03 12:00",
      "2026-03-04 00:00 – 2026-03-06 00:00",
    ],
  ],
  [
    "closed on the first day that is worked out",
    [{ day: "2026-03-01", hours: "" }],
    ["2026-03-02 00:00 – 2026-03-06 00:00"],
  ],
  [
    "with an exception that changes nothing",
    [{ day: "2026-03-03", hours: "00:00-24:00" }],
    ["2026-03-01 00:00 – 2026-03-06 00:00"],
  ],
])("a space that is open day and night, %s", (_, exceptions, expected) => {
  const usual = openIntervals(
    DAY_AND_NIGHT,
    Temporal.PlainDate.from("2026-03-01"),
    Temporal.PlainDate.from("2026-03-06"),
  );
  const wall = (at: Temporal.Instant) =>
    at
      .toZonedDateTimeISO("Europe/Brussels")
      .toPlainDateTime()
      .toString({ smallestUnit: "minute" })
      .replace("T", " ");
  expect(
    withExceptions(usual, exceptions, "Europe/Brussels").map(
      ({ start, end }) => `${wall(start)} – ${wall(end)}`,
    ),
  ).toEqual(expected);
});

const quarter = fc.integer({ min: 0, max: 96 }).map((count) => {
  const [hours, minutes] = [Math.floor(count / 4), (count % 4) * 15];
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
});
/** Some hours of a day, often the whole of it, often none. */
const someHours: fc.Arbitrary<DayHours> = fc.oneof(
  fc.constant<DayHours>([["00:00", "24:00"]]),
  fc.constant<DayHours>([]),
  fc
    .uniqueArray(quarter, { minLength: 2, maxLength: 4 })
    .map((times) => times.toSorted())
    .map((times) => (times.length % 2 === 0 ? times : times.slice(1)))
    .map((times) =>
      times.flatMap((from, at) =>
        at % 2 === 0 ? [[from, times[at + 1] ?? "24:00"] as [string, string]] : [],
      ),
    ),
);

test("an exception counts on its own day, the usual hours on all others, whatever the clocks do", () => {
  fc.assert(
    fc.property(
      fc.array(someHours, { minLength: 7, maxLength: 7 }),
      fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 13 }), someHours), {
        maxLength: 4,
        selector: ([day]) => day,
      }),
      fc.constantFrom("2026-03-23", "2026-10-19", "2026-05-04"),
      fc.constantFrom("Europe/Brussels", "Europe/Paris", "UTC", "America/New_York"),
      (week, others, monday, timeZone) => {
        const first = Temporal.PlainDate.from(monday);
        const usual = openIntervals(
          { ...DAY_AND_NIGHT, openingHours: openingHoursOf(week, false), timeZone },
          first,
          first.add({ days: 14 }),
        );
        const exceptions = others.map(([day, hours]) => ({
          day: first.add({ days: day }).toString(),
          hours: dayHoursText(hours),
        }));
        const found = withExceptions(usual, exceptions, timeZone);
        const isIn = (
          intervals: { start: Temporal.Instant; end: Temporal.Instant }[],
          at: Temporal.Instant,
        ) =>
          intervals.some(
            ({ start, end }) =>
              Temporal.Instant.compare(start, at) <= 0 && Temporal.Instant.compare(at, end) < 0,
          );
        const until = first.add({ days: 14 }).toZonedDateTime(timeZone).toInstant();
        let at = first.toZonedDateTime(timeZone).toInstant();
        for (; Temporal.Instant.compare(at, until) < 0; at = at.add({ minutes: 15 })) {
          const day = at.toZonedDateTimeISO(timeZone).toPlainDate();
          const other = exceptions.find((exception) => exception.day === day.toString());
          const isOpen = other
            ? isIn(intervalsOn(day, other.hours, timeZone), at)
            : isIn(usual, at);
          expect(isIn(found, at)).toBe(isOpen);
        }
        for (const [at, { start }] of found.slice(1).entries())
          expect(Temporal.Instant.compare(found[at]!.end, start)).toBeLessThan(0);
      },
    ),
    { numRuns: 20 },
  );
});

test("a door is open at the moments whose clock says so, in the nights the clocks change", () => {
  fc.assert(
    fc.property(
      someHours,
      fc.constantFrom("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2027-03-28"),
      fc.constantFrom("Europe/Brussels", "Europe/Paris"),
      (hours, text, timeZone) => {
        const day = Temporal.PlainDate.from(text);
        const found = intervalsOn(day, dayHoursText(hours), timeZone);
        const usual = openIntervals(
          { ...DAY_AND_NIGHT, openingHours: openingHoursOf(Array(7).fill(hours), false), timeZone },
          day,
          day.add({ days: 1 }),
        );
        const until = day.add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
        const isIn = (intervals: typeof found, at: Temporal.Instant) =>
          intervals.some(
            ({ start, end }) =>
              Temporal.Instant.compare(start, at) <= 0 && Temporal.Instant.compare(at, end) < 0,
          );
        let at = day.toZonedDateTime(timeZone).toInstant();
        for (; Temporal.Instant.compare(at, until) < 0; at = at.add({ minutes: 15 })) {
          const wall = at.toZonedDateTimeISO(timeZone).toPlainDateTime();
          const clock = wall.toPlainTime().toString({ smallestUnit: "minute" });
          // An hour that comes twice may be left in between: only the first of it counts.
          if (!isOneMoment(wall, timeZone)) continue;
          const isOpen = hours.some(([from, to]) => from <= clock && clock < to);
          expect(isIn(found, at), clock).toBe(isOpen);
          expect(isIn(usual, at), clock).toBe(isOpen);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ["2026-03-29", "01:00-02:45", ["02:45"], []],
  ["2026-03-29", "02:00-03:00", ["02:00"], []],
  ["2026-03-29", "01:00-02:00, 03:00-04:00", [], []],
  ["2026-10-25", "01:00-02:45", [], ["02:45"]],
  ["2026-10-25", "03:00-24:00", [], []],
  ["2026-03-30", "01:00-02:45", [], []],
])(
  "on %s %s has times that are skipped (%j) and that come twice (%j)",
  (text, hours, skipped, twice) => {
    const day = Temporal.PlainDate.from(text);
    const read = dayHoursFrom(hours) ?? [];
    expect(skippedTimes(day, read, "Europe/Paris")).toEqual(skipped);
    expect(doubleTimes(day, read, "Europe/Paris")).toEqual(twice);
  },
);
