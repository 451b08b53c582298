import fc from "fast-check";
import { expect, test } from "vitest";
import { readInTurns } from "./calendar-file.ts";
import { fromNowOn } from "./from-now-on.ts";
import { parseRule } from "./rule-text.ts";
import { occurrencesOf, startsFrom } from "./rules.ts";

const ZONE = "Europe/Brussels";
const wall = (text: string) => Temporal.PlainDateTime.from(text);
const now = wall("2026-03-02T07:00");
const window = { now, horizon: now.add({ days: 90 }) };
const weekly = (
  rule: string,
  firstStart = "2023-03-07T10:00",
  dates: { extra?: string[]; out?: string[] } = {},
) => ({
  rule,
  firstStart: wall(firstStart),
  firstEnd: wall(firstStart).add({ hours: 1 }),
  extraStarts: (dates.extra ?? []).map(wall),
  excludedStarts: (dates.out ?? []).map(wall),
});
const taken = (...timing: Parameters<typeof weekly>) => {
  const found = fromNowOn(weekly(...timing), ZONE, window);
  const days = occurrencesOf(found.timing, ZONE).map(({ start }) => start.toString().slice(0, 10));
  return {
    first: days[0],
    last: days.at(-1),
    count: days.length,
    cut: found.cut && [found.cut.from?.toString() ?? null, found.cut.until?.toString() ?? null],
  };
};

test.each([
  [
    "without an end, begun years ago",
    "FREQ=WEEKLY",
    "2023-03-07T10:00",
    ["2026-03-03", "2026-05-26", 13],
    ["2026-03-03", "2026-05-26"],
  ],
  [
    "without an end, not begun",
    "FREQ=WEEKLY",
    "2026-03-10T10:00",
    ["2026-03-10", "2026-05-26", 12],
    [null, "2026-05-26"],
  ],
  [
    "every second week, in its own rhythm",
    "FREQ=WEEKLY;INTERVAL=2",
    "2023-03-14T10:00",
    ["2026-03-10", "2026-05-19", 6],
    ["2026-03-10", "2026-05-19"],
  ],
  [
    "with an end, begun years ago",
    "FREQ=WEEKLY;UNTIL=20260331T235959Z",
    "2023-03-07T10:00",
    ["2026-03-03", "2026-03-31", 5],
    ["2026-03-03", null],
  ],
  [
    "counted from its first date",
    "FREQ=WEEKLY;COUNT=158",
    "2023-03-07T10:00",
    ["2026-03-03", "2026-03-10", 2],
    ["2026-03-03", null],
  ],
  [
    "on the 31st",
    "FREQ=MONTHLY",
    "2023-01-31T10:00",
    ["2026-03-31", "2026-03-31", 1],
    ["2026-03-31", "2026-03-31"],
  ],
  [
    "with more dates than a series may have",
    "FREQ=DAILY;COUNT=900",
    "2026-03-10T10:00",
    ["2026-03-10", "2026-05-30", 82],
    [null, "2026-05-30"],
  ],
  [
    "that is as it may be",
    "FREQ=WEEKLY;COUNT=3",
    "2026-03-10T10:00",
    ["2026-03-10", "2026-03-24", 3],
    null,
  ],
])("a series %s", (_, rule, first, [from, to, count], cut) => {
  expect(taken(rule, first)).toEqual({ first: from, last: to, count, cut });
});

test("dates added and taken out count where they are still to come", () => {
  const dates = {
    extra: ["2024-01-01T10:00", "2026-03-04T10:00"],
    out: ["2024-03-05T10:00", "2026-03-10T10:00"],
  };
  expect(taken("FREQ=WEEKLY;UNTIL=20260320T000000Z", "2023-03-07T10:00", dates)).toMatchObject({
    count: 3,
  });
});

test("what is over is refused, in words", () => {
  expect(() => taken("FREQ=WEEKLY;COUNT=3")).toThrow(
    expect.objectContaining({ reason: { code: "booking.in_the_past" } }),
  );
});

test("any series that has begun has, from now on, the dates that it had", () => {
  const rules = fc.record({
    unit: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
    interval: fc.integer({ min: 1, max: 7 }),
    first: fc.integer({ min: 1, max: 1_100 }).map((days) => now.subtract({ days })),
  });
  const window = { now, horizon: now.add({ days: 300 }) };
  fc.assert(
    fc.property(rules, ({ unit, interval, first }) => {
      const text = `FREQ=${unit};INTERVAL=${interval}`;
      const whole = parseRule(`${text};COUNT=1`, ZONE);
      const expected = startsFrom(whole, first, { most: 5_000, until: window.horizon })
        .filter((start) => Temporal.PlainDateTime.compare(start, now) >= 0)
        .map(String);
      const timing = { ...weekly(text), firstStart: first, firstEnd: first.add({ hours: 1 }) };
      const found = (() => {
        try {
          return occurrencesOf(fromNowOn(timing, ZONE, window).timing, ZONE).map(({ start }) =>
            start.toString(),
          );
        } catch {
          return [];
        }
      })();
      expect(found).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

const calendar = (events: string[]) =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${events.join("")}END:VCALENDAR\r\n`;
const event = (rule: string, position: number, more = "") =>
  `BEGIN:VEVENT\r\nUID:${position}\r\nSUMMARY:x\r\nDTSTART:20260303T100000\r\nDURATION:PT1H\r\n${rule}\r\n${more}END:VEVENT\r\n`;

test("others have their turn between the events of a file", async () => {
  let turns = 0;
  let isOver = false;
  const others = () => {
    turns += 1;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  const events = await readInTurns(
    calendar(
      Array.from({ length: 120 }, (_, position) => event("RRULE:FREQ=WEEKLY;COUNT=10", position)),
    ),
    ZONE,
    window,
  );
  isOver = true;
  expect(events).toHaveLength(120);
  expect(turns).toBeGreaterThanOrEqual(120);
});

test.each([
  ["that find no date in two years", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", 200],
  ["without an end", "RRULE:FREQ=DAILY", 190],
  ["that count past the bound of a series", "RRULE:FREQ=DAILY;COUNT=9999", 190],
])("hundreds of rules %s are refused before any is worked out", async (_, rule, count) => {
  const text = calendar(Array.from({ length: count }, (_, position) => event(rule, position)));
  await expect(readInTurns(text, ZONE, window)).rejects.toMatchObject({
    reason: { code: "series.file_too_many" },
  });
});

test("a thousand events that name each other's dates are read once, not each for all", async () => {
  const same = (position: number, more = "") =>
    event("RRULE:FREQ=WEEKLY;COUNT=2", position, more).replace(`UID:${position}`, "UID:same");
  const moved = Array.from({ length: 360 }, (_, position) =>
    same(position, "RECURRENCE-ID:20260303T100000\r\n"),
  );
  const masters = Array.from({ length: 300 }, (_, position) => same(position));
  const events = await readInTurns(calendar([...masters, ...moved]), ZONE, window);
  expect(events.filter(({ kind }) => kind === "series")).toHaveLength(300);
});
