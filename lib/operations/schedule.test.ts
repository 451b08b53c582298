import { CronExpressionParser } from "cron-parser";
import { expect, test } from "vitest";
import { cronOf, isLate, nextTurn, TURNS, type Turn } from "./schedule.ts";

const at = (text: string) => Temporal.Instant.from(`2026-03-02T${text}Z`);

test.each([
  ["each minute", { everyMinutes: 1 }, "06:00:30", "06:01:00"],
  ["each minute, on the minute", { everyMinutes: 1 }, "06:00:00", "06:01:00"],
  ["each quarter", { everyMinutes: 15 }, "06:14:59", "06:15:00"],
  ["each quarter, over the hour", { everyMinutes: 15 }, "06:50:00", "07:00:00"],
  ["by night, still ahead", { dailyAt: "02:10" }, "01:00:00", "02:10:00"],
] as [string, Turn, string, string][])("%s: after %s comes", (_, turn, after, next) => {
  expect(nextTurn(turn, at(after))).toEqual(at(next));
});

test.each(Object.entries(TURNS))("%s has the turns that cron gives it", (_, turn) => {
  const moments = ["00:00:00", "02:09:59", "02:10:00", "02:45:10", "13:37:01", "23:59:59.5"].map(
    at,
  );
  for (const moment of moments) {
    const cron = CronExpressionParser.parse(cronOf(turn), {
      currentDate: moment.toString(),
      tz: "UTC",
    });
    expect(nextTurn(turn, moment).toString()).toBe(
      Temporal.Instant.fromEpochMilliseconds(cron.next().getTime()).toString(),
    );
  }
});

test.each([
  ["a minute ago, each minute", { everyMinutes: 1 }, "06:59:00", false],
  ["an hour ago, each minute", { everyMinutes: 1 }, "06:00:00", true],
  ["a quarter ago, each minute", { everyMinutes: 1 }, "06:44:30", false],
  ["twenty minutes ago, each quarter", { everyMinutes: 15 }, "06:40:00", false],
  ["at its turn by night", { dailyAt: "02:10" }, "02:10:05", false],
  ["before its turn by night, two hours gone", { dailyAt: "02:10" }, "01:00:00", true],
  ["before its turn by night, which is not long gone", { dailyAt: "06:10" }, "01:00:00", false],
] as [string, Turn, string, boolean][])("what ran %s is late: %s", (_, turn, since, late) => {
  expect(isLate(turn, at(since), at("07:00:00"))).toBe(late);
});
