import { RRuleTemporal } from "rrule-temporal";
import type { Interval } from "#db/types.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { instantOf } from "#lib/foundation/platform/time/clock.ts";
import { parseRule, type Rule } from "./rule-text.ts";

export const MOST_OCCURRENCES = 365;
export const MOST_YEARS = 2;

/**
 * When a series happens: its rule and its first occurrence in wall time, and dates added to it or
 * taken out.
 */
export type Timing = {
  rule: string;
  firstStart: Temporal.PlainDateTime;
  firstEnd: Temporal.PlainDateTime;
  extraStarts: Temporal.PlainDateTime[];
  excludedStarts: Temporal.PlainDateTime[];
};

/** One date of a series: its start by the rule, in wall time, and the moments that this means. */
export type Occurrence = { start: Temporal.PlainDateTime; during: Interval };

/**
 * The dates of a series, in order of time. Both ends are wall times: 01:00 to 04:00 lasts two hours
 * on the day the clocks go forward. An absent time moves forward by the gap, one that comes twice
 * is the first.
 *
 * Bounded before anything is worked out: {@link MOST_OCCURRENCES} dates within {@link MOST_YEARS}
 * years.
 *
 * @throws DomainError invalid: a rule that cannot be read, too many dates, none, or dates that
 *   overlap each other
 */
export function occurrencesOf(timing: Timing, timeZone: string): Occurrence[] {
  const { firstStart, firstEnd, extraStarts, excludedStarts } = timing;
  const rule = parseRule(timing.rule, timeZone);
  const length = firstStart.until(firstEnd, { largestUnit: "days" });
  if (length.sign <= 0) throw new DomainError("invalid", { code: "booking.ends_before_start" });

  const starts = new Map(
    [...startsByRule(rule, firstStart), ...extraStarts].map((start) => [start.toString(), start]),
  );
  for (const excluded of excludedStarts) starts.delete(excluded.toString());
  if (starts.size === 0) throw new DomainError("invalid", { code: "series.no_dates" });
  if (starts.size > MOST_OCCURRENCES)
    throw new DomainError("invalid", { code: "series.too_many", count: MOST_OCCURRENCES });

  const inOrder = [...starts.values()].sort(Temporal.PlainDateTime.compare);
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (first && last && isBefore(first.add({ years: MOST_YEARS }), last))
    throw new DomainError("invalid", { code: "series.too_long", years: MOST_YEARS });

  const occurrences = inOrder.map((start) => ({
    start,
    during: duringOf(start, start.add(length), timeZone),
  }));
  const overlaps = occurrences.some(({ start }, position) => {
    const before = occurrences[position - 1];
    return before !== undefined && isBefore(start, before.start.add(length));
  });
  if (overlaps) throw new DomainError("invalid", { code: "series.overlaps_itself" });
  return occurrences;
}

/**
 * The starts a rule gives from a first day on, in wall time. Worked out in UTC, where no hour is
 * missing, so that a clock change drops no date.
 */
export function startsByRule(
  rule: Rule,
  firstStart: Temporal.PlainDateTime,
): Temporal.PlainDateTime[] {
  const { end } = rule;
  if ("count" in end && end.count > MOST_OCCURRENCES)
    throw new DomainError("invalid", { code: "series.too_many", count: MOST_OCCURRENCES });
  const last = firstStart.add({ years: MOST_YEARS });
  if ("until" in end && isBefore(last, end.until))
    throw new DomainError("invalid", { code: "series.too_long", years: MOST_YEARS });

  const starts = startsFrom(rule, firstStart, {
    most: "count" in end ? end.count : MOST_OCCURRENCES + 1,
    until: "until" in end ? end.until : last,
  });
  if (starts.length > MOST_OCCURRENCES)
    throw new DomainError("invalid", { code: "series.too_many", count: MOST_OCCURRENCES });
  if ("count" in end && starts.length > 0 && starts.length < end.count)
    throw new DomainError("invalid", { code: "series.too_long", years: MOST_YEARS });
  return starts;
}

/** The first dates of a rule up to a moment, so many at most, whatever end it has itself. */
export function startsFrom(
  rule: Rule,
  firstStart: Temporal.PlainDateTime,
  { most, until }: { most: number; until: Temporal.PlainDateTime },
): Temporal.PlainDateTime[] {
  const expansion = new RRuleTemporal({
    freq: rule.frequency,
    interval: rule.interval,
    ...(rule.days.length > 0 ? { byDay: rule.days } : {}),
    ...(rule.monthDays.length > 0 ? { byMonthDay: rule.monthDays } : {}),
    ...(rule.positions.length > 0 ? { bySetPos: rule.positions } : {}),
    ...(rule.months.length > 0 ? { byMonth: rule.months } : {}),
    ...(rule.yearDays.length > 0 ? { byYearDay: rule.yearDays } : {}),
    ...(rule.weeks.length > 0 ? { byWeekNo: rule.weeks } : {}),
    wkst: rule.weekStart,
    dtstart: firstStart.toZonedDateTime("UTC"),
    until: until.toZonedDateTime("UTC"),
    tzid: "UTC",
    cache: false,
    temporal: Temporal,
  });
  const starts: Temporal.PlainDateTime[] = [];
  expansion.all((at) => {
    if (starts.length < most) starts.push(at.toPlainDateTime());
    return starts.length < most;
  });
  return starts;
}

/**
 * How many days, at most, are looked at to work a rule out: known before anything is. A rule with
 * conditions may look at every day of two years and find none.
 */
export function effortOf(rule: Rule): number {
  const { frequency, interval, days, monthDays, months, yearDays, weeks, end } = rule;
  const isPlain =
    days.length + monthDays.length + months.length + yearDays.length + weeks.length === 0;
  const perYear = { DAILY: 366, WEEKLY: 53 * Math.max(1, days.length), MONTHLY: 372, YEARLY: 366 }[
    frequency
  ];
  const looked = Math.ceil((MOST_YEARS * perYear) / interval) + 1;
  return isPlain && "count" in end ? Math.min(end.count, looked) : looked;
}

/**
 * The timing of the same dates with the rule's own first date as first occurrence, as RFC 5545
 * wants DTSTART.
 */
export function fromFirstDate(timing: Timing, timeZone: string): Timing {
  const { firstStart, firstEnd } = timing;
  const [first] = startsByRule(parseRule(timing.rule, timeZone), firstStart);
  if (!first) return timing;
  return { ...timing, firstStart: first, firstEnd: first.add(firstStart.until(firstEnd)) };
}

/** @returns an end that is not after its start where the clocks skip the whole of it */
function duringOf(
  start: Temporal.PlainDateTime,
  end: Temporal.PlainDateTime,
  timeZone: string,
): Interval {
  return { start: instantOf(start, timeZone), end: instantOf(end, timeZone) };
}

export function isBefore(one: Temporal.PlainDateTime, other: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(one, other) < 0;
}
