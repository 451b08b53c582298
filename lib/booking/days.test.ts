import { expect, test } from "vitest";
import { dayFrom, daysOf } from "./days.ts";

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
