import { describe, expect, test } from "vitest";
import { shownFrom, weekOf } from "./week.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const today = day("2026-03-02");

describe("the week that is shown", () => {
  test.each([
    ["nothing is asked", {}, "2026-03-02", null],
    ["a later week is asked", { week: "2026-03-16" }, "2026-03-16", null],
    ["a week that is over is asked", { week: "2026-02-16" }, "2026-03-02", null],
    ["today is asked", { day: "2026-03-02" }, "2026-03-02", "2026-03-02"],
    ["the last day of this week is asked", { day: "2026-03-08" }, "2026-03-02", "2026-03-08"],
    ["the first day of the next is asked", { day: "2026-03-09" }, "2026-03-09", "2026-03-09"],
    [
      "a day and a week are asked",
      { day: "2026-03-09", week: "2026-03-30" },
      "2026-03-09",
      "2026-03-09",
    ],
    ["what is asked is no day", { day: "soon" }, "2026-03-02", "2026-03-02"],
  ])("when %s", (_, address, first, asked) => {
    const shown = shownFrom(address, today);
    expect([shown.first.toString(), shown.asked?.toString() ?? null]).toEqual([first, asked]);
  });
});

describe("what is free in a week", () => {
  const hour = (start: string) => ({
    start: Temporal.Instant.from(start),
    end: Temporal.Instant.from(start).add({ hours: 1 }),
  });
  const free = (start: string) => ({ roomId: "atelier", roomName: "Atelier", during: hour(start) });
  // Half past eleven at night in London is the next day in Brussels.
  const found = ["2026-03-03T22:30Z", "2026-03-03T23:30Z", "2026-03-04T09:00Z"].map(free);
  const week = (asked: string | null, openings: ReturnType<typeof hour>[] | null) =>
    weekOf({ first: today, asked: asked ? day(asked) : null }, found, openings, "Europe/Brussels");

  test("counts times by the clock of the space", () => {
    const counts = week(null, null).days.map(({ free: count }) => count);
    expect(counts).toEqual([0, 1, 2, 0, 0, 0, 0]);
  });

  test("chooses the first day with a free time", () => {
    const { chosen, times } = week(null, null);
    expect([chosen?.toString(), times.length]).toEqual(["2026-03-03", 1]);
  });

  test("chooses the day that is asked for, free or not", () => {
    const { chosen, times } = week("2026-03-05", null);
    expect([chosen?.toString(), times.length]).toEqual(["2026-03-05", 0]);
  });

  test("says which days are closed, and of none where openings are not known", () => {
    const closed = (openings: ReturnType<typeof hour>[] | null) =>
      week(null, openings).days.filter(({ isClosed }) => isClosed).length;
    expect(closed([hour("2026-03-04T08:00Z"), hour("2026-03-05T08:00Z")])).toBe(5);
    expect(closed(null)).toBe(0);
  });

  test("chooses none where nothing is free", () => {
    const none = weekOf({ first: today, asked: null }, [], null, "Europe/Brussels");
    expect([none.chosen, none.times]).toEqual([null, []]);
  });
});
