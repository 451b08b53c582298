import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { ONCE, parseRule, type Rule, ruleText } from "./rule-text.ts";
import { isBefore, MOST_OCCURRENCES, MOST_YEARS, startsFrom, type Timing } from "./rules.ts";

/** Dates of a rule that are counted, past ones with them. */
const MOST_COUNTED = 2_000;

/** What of a series is taken, where that is not all of it: from a day on, up to a day. */
export type Cut = { from: Temporal.PlainDate | null; until: Temporal.PlainDate | null };

/** Now, and the end of the last day that is planned: wall times of the space. */
export type Window = { now: Temporal.PlainDateTime; horizon: Temporal.PlainDateTime };

/** From a moment on, up to the end of the day that comes so many days later, in the space. */
export function windowFrom(at: Temporal.Instant, timeZone: string, days: number): Window {
  const now = at.toZonedDateTimeISO(timeZone).toPlainDateTime();
  return { now, horizon: now.add({ days }).withPlainTime("23:59:59") };
}

/**
 * A series without an end, from now on up to the horizon; any other as it is.
 *
 * @throws DomainError invalid
 */
export function withEnd(timing: Timing, timeZone: string, window: Window): Timing {
  const { isOpen } = parseOpenRule(timing.rule, timeZone, window);
  return isOpen ? fromNowOn(timing, timeZone, window).timing : timing;
}

/**
 * A rule that may have no end; one without is given the end of the window.
 *
 * @throws DomainError invalid
 */
function parseOpenRule(
  text: string,
  timeZone: string,
  { horizon }: Window,
): { rule: Rule; isOpen: boolean } {
  try {
    return { rule: parseRule(text, timeZone), isOpen: false };
  } catch (error) {
    if (!(error instanceof DomainError) || error.reason.code !== "series.rule_no_end") throw error;
    const until = horizon.toPlainDate().toString().replaceAll("-", "");
    return { rule: parseRule(`${text.trim()};UNTIL=${until}`, timeZone), isOpen: true };
  }
}

/**
 * A series as it can be taken now. One that has begun is taken from its next date on; one without
 * an end, or longer than a series may be, up to the horizon. Any other stays as it is.
 *
 * @returns the timing with a rule that ends, and what was cut; null when nothing was
 * @throws DomainError invalid: no rule, or nothing of it to come
 */
export function fromNowOn(
  timing: Timing,
  timeZone: string,
  window: Window,
): { timing: Timing; cut: Cut | null } {
  const { now, horizon } = window;
  const { firstStart } = timing;
  const { rule, isOpen } = parseOpenRule(timing.rule, timeZone, window);
  const hasBegun = isBefore(firstStart, now);
  const { coming, isLong } = comingStarts(rule, firstStart, now);
  if (!isOpen && !isLong && !hasBegun) return { timing, cut: null };

  const isCut = isOpen || isLong;
  const isTaken = (start: Temporal.PlainDateTime) =>
    !isBefore(start, now) && !(isCut && isBefore(horizon, start));
  const taken = takenOf(timing, rule, coming.filter(isTaken).slice(0, MOST_OCCURRENCES), {
    isTaken,
    timeZone,
  });
  return {
    timing: taken.timing,
    cut: {
      from: hasBegun ? taken.timing.firstStart.toPlainDate() : null,
      until: isCut ? taken.last.toPlainDate() : null,
    },
  };
}

/**
 * The starts by a rule that are not over, and whether there are more of them than are counted or
 * than a series may have.
 *
 * @throws DomainError invalid: more are counted than can be
 */
function comingStarts(
  rule: Rule,
  firstStart: Temporal.PlainDateTime,
  now: Temporal.PlainDateTime,
): { coming: Temporal.PlainDateTime[]; isLong: boolean } {
  const { end } = rule;
  const hasBegun = isBefore(firstStart, now);
  const longest = (hasBegun ? now : firstStart).add({ years: MOST_YEARS });
  const notOver = (starts: Temporal.PlainDateTime[]) =>
    starts.filter((start) => !isBefore(start, now));
  if ("count" in end) {
    if (end.count > MOST_COUNTED)
      throw new DomainError("invalid", { code: "series.too_many", count: MOST_OCCURRENCES });
    // Counted dates are counted from the first on; others go by their distance to it.
    const starts = startsFrom(rule, firstStart, { most: end.count, until: longest });
    const coming = notOver(starts);
    const isShort = starts.length > 0 && starts.length < end.count;
    return { coming, isLong: coming.length > MOST_OCCURRENCES || isShort };
  }
  const base = hasBegun ? nearest(rule, firstStart, now) : firstStart;
  const until = isBefore(end.until, longest) ? end.until : longest;
  const coming = notOver(startsFrom(rule, base, { most: MOST_COUNTED, until }));
  return { coming, isLong: coming.length > MOST_OCCURRENCES || isBefore(until, end.until) };
}

/**
 * The part of a series that is taken, as a series of its own.
 *
 * @param byRule the starts by its rule that are taken
 * @throws DomainError invalid: there are none, and none beside the rule either
 */
function takenOf(
  { firstStart, firstEnd, extraStarts, excludedStarts }: Timing,
  rule: Rule,
  byRule: Temporal.PlainDateTime[],
  { isTaken, timeZone }: { isTaken: (start: Temporal.PlainDateTime) => boolean; timeZone: string },
): { timing: Timing; last: Temporal.PlainDateTime } {
  const extra = extraStarts.filter(isTaken).toSorted(Temporal.PlainDateTime.compare);
  const first = byRule[0] ?? extra[0];
  const last = byRule.at(-1) ?? first;
  if (!first || !last) throw new DomainError("invalid", { code: "booking.in_the_past" });
  const timing = {
    rule: byRule.length > 0 ? endingOn(rule, last, timeZone) : ONCE,
    firstStart: first,
    firstEnd: first.add(firstStart.until(firstEnd, { largestUnit: "days" })),
    extraStarts: extra.filter((start) => byRule.length > 0 || !start.equals(first)),
    excludedStarts: excludedStarts.filter(isTaken),
  };
  return { timing, last };
}

function endingOn(rule: Rule, last: Temporal.PlainDateTime, timeZone: string): string {
  return ruleText({ ...rule, end: { until: last.withPlainTime("23:59:59") } }, timeZone);
}

/**
 * A date in the rhythm of the rule, shortly before a moment: a whole number of its intervals after
 * the first.
 */
function nearest(
  { frequency, interval }: Rule,
  first: Temporal.PlainDateTime,
  now: Temporal.PlainDateTime,
): Temporal.PlainDateTime {
  const unit = ({ DAILY: "days", WEEKLY: "weeks", MONTHLY: "months", YEARLY: "years" } as const)[
    frequency
  ];
  const passed = Math.trunc(first.until(now, { largestUnit: unit })[unit] / interval);
  // A month earlier where the month has no such day: its 31st, or 29 February, gives the rule its
  // day.
  for (let steps = passed - 1; steps > 0; steps -= 1) {
    const start = first.add({ [unit]: steps * interval });
    if (frequency === "DAILY" || frequency === "WEEKLY" || start.day === first.day) return start;
  }
  return first;
}
