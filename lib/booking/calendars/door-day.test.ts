import { describe, expect, test } from "vitest";
import { doorDay, doorState, todayOf } from "./door-day.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const hours = (from: string, to: string) => ({ start: at(from), end: at(to) });
const now = at("10:00");
const today = todayOf(now, "Europe/Brussels");

test.each([
  ["free where nothing goes on", null, "free"],
  ["taken until somebody leaves", { until: at("11:00"), isClosed: false }, "taken"],
  ["closed until it opens", { until: at("11:00"), isClosed: true }, "closed"],
  ["shut where it opens no more", { until: null, isClosed: true }, "shut"],
] as const)("a room is %s", (_, going, state) => {
  expect(doorState(going)).toBe(state);
});

test("a day begins and ends at midnight on the clock of the space", () => {
  expect([String(today.start), String(today.end)]).toEqual([
    "2026-03-02T23:00:00Z",
    "2026-03-03T23:00:00Z",
  ]);
});

describe("the rest of the day", () => {
  const room = { openings: [hours("09:00", "17:00")], taken: [hours("12:00", "13:00")] };

  test("is free around what is taken, and begins now", () => {
    const { free } = doorDay(room, [hours("12:00", "13:00")], { now, today });
    expect(free).toEqual([hours("10:00", "12:00"), hours("13:00", "17:00")]);
  });

  test("names what comes in its order, and no free time that has begun", () => {
    const { later } = doorDay(room, [hours("12:00", "13:00")], { now, today });
    expect(later).toEqual([
      { ...hours("12:00", "13:00"), isFree: false },
      { ...hours("13:00", "17:00"), isFree: true },
    ]);
  });

  test("has no free time in a room that not everybody may book", () => {
    const { free, later } = doorDay(undefined, [hours("12:00", "13:00")], { now, today });
    expect([free, later]).toEqual([[], [{ ...hours("12:00", "13:00"), isFree: false }]]);
  });
});
