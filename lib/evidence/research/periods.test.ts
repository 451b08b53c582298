import { expect, test } from "vitest";
import {
  closedPeriods,
  closedQuarters,
  isClosed,
  nameOfPeriod,
  periodNamed,
  runningMonth,
} from "./periods.ts";

const month = (text: string) => Temporal.PlainYearMonth.from(text);
const at = (text: string) => Temporal.Instant.from(text);

test.each([
  ["the last day it is open", "2026-04-29T12:00:00Z", false],
  // Thirty days after 31 March, on the clock of the network.
  ["a minute before midnight", "2026-04-30T21:59:00Z", false],
  ["the thirty-first day", "2026-04-30T22:00:00Z", true],
])("March is closed: %s", (_, now, closed) => {
  expect(isClosed(month("2026-03"), at(now))).toBe(closed);
});

test.each([
  ["2026-11-30T22:59:00Z", "2026-11"],
  ["2026-11-30T23:00:00Z", "2026-12"],
  ["2026-06-30T22:00:00Z", "2026-07"],
])("at %s it is %s", (now, expected) => {
  expect(String(runningMonth(at(now)))).toBe(expected);
});

test.each([
  ["2026-01", "2026-03", ["2026-01"]],
  ["2025-01", "2025-12", ["2025-01", "2025-04", "2025-07", "2025-10"]],
])("%s to %s is made of quarters", (from, to, quarters) => {
  const found = closedQuarters({ from: month(from), to: month(to) }, at("2026-05-02T08:00:00Z"));
  expect(found.map(String)).toEqual(quarters);
});

test.each([
  ["a month", "2026-01", "2026-01", "research.whole_periods"],
  ["a quarter that begins elsewhere", "2026-02", "2026-04", "research.whole_periods"],
  ["half a year", "2025-07", "2025-12", "research.whole_periods"],
  ["twelve months across two years", "2025-04", "2026-03", "research.whole_periods"],
  ["the running quarter", "2026-04", "2026-06", "research.not_closed"],
  ["the running year", "2026-01", "2026-12", "research.not_closed"],
  ["what is still to come", "2031-01", "2031-03", "research.not_closed"],
])("%s is refused", (_, from, to, code) => {
  expect(() =>
    closedQuarters({ from: month(from), to: month(to) }, at("2026-05-02T08:00:00Z")),
  ).toThrow(code);
});

test("the list of periods is of closed ones alone, and each has its name both ways", () => {
  const periods = closedPeriods(at("2026-05-02T08:00:00Z"));
  expect(periods[0]?.name).toBe("2026-Q1");
  expect(periods.map(({ name }) => name)).toContain("2025");
  for (const { name, from, to } of periods) {
    expect(nameOfPeriod({ from, to })).toBe(name);
    expect(periodNamed(name)).toEqual({ from, to });
  }
  for (const name of ["", "2026-Q5", "2026-03", "1999", "2026-Q1 "])
    expect(periodNamed(name)).toBeNull();
});
