import type { Interval } from "#db/types.ts";
import { instantOf } from "#lib/foundation/platform/time/clock.ts";
import { dayOfEnd, wallEnd } from "#lib/foundation/platform/time/days.ts";
import { ONCE, parseRule, type Rule, ruleText } from "./rule-text.ts";
import { fromFirstDate, isBefore, startsByRule, type Timing } from "./rules.ts";

/** What changes in when a series happens; what remains the same is left out. */
export type TimingChange = { from?: Temporal.PlainTime; to?: Temporal.PlainTime; rule?: string };

/** The dates before a moment, with a rule that ends there. */
export function timingBefore(timing: Timing, at: Temporal.PlainDateTime, timeZone: string): Timing {
  const rule = parseRule(timing.rule, timeZone);
  const last = startsByRule(rule, timing.firstStart).findLast((start) => isBefore(start, at));
  const extraStarts = timing.extraStarts.filter((start) => isBefore(start, at));
  const [added] = extraStarts.toSorted(Temporal.PlainDateTime.compare);
  // Only dates that were added are left: a rule may not end before its first date, so the first of
  // them begins another.
  const rest =
    !last && added
      ? onceAt(added, timing)
      : {
          ...timing,
          rule: ruleText(
            { ...rule, end: { until: last ?? at.subtract({ seconds: 1 }) } },
            timeZone,
          ),
        };
  return {
    ...rest,
    extraStarts,
    excludedStarts: timing.excludedStarts.filter((start) => isBefore(start, at)),
  };
}

function onceAt(firstStart: Temporal.PlainDateTime, { firstStart: start, firstEnd: end }: Timing) {
  return { rule: ONCE, firstStart, firstEnd: firstStart.add(start.until(end)) };
}

/** The dates from a moment on: the same rule, with as many dates as were left. */
export function timingFrom(timing: Timing, at: Temporal.PlainDateTime, timeZone: string): Timing {
  const rule = parseRule(timing.rule, timeZone);
  const starts = startsByRule(rule, timing.firstStart);
  const left = starts.filter((start) => !isBefore(start, at));
  const [first] = left;
  const extraStarts = timing.extraStarts.filter((start) => !isBefore(start, at));
  const [added] = extraStarts.toSorted(Temporal.PlainDateTime.compare);
  const length = timing.firstStart.until(timing.firstEnd);
  const firstStart = first ?? added ?? at;
  const rest: Rule = first
    ? { ...rule, end: "count" in rule.end ? { count: left.length } : rule.end }
    : parseRule(ONCE, timeZone);
  return {
    rule: ruleText(rest, timeZone),
    firstStart,
    firstEnd: firstStart.add(length),
    extraStarts,
    excludedStarts: timing.excludedStarts.filter((start) => !isBefore(start, at)),
  };
}

/**
 * The same days at other hours, or other days by another rule. Dates added and taken out keep their
 * day.
 */
export function changedTiming(
  timing: Timing,
  { from, to, rule }: TimingChange,
  timeZone: string,
): Timing {
  const { firstStart, firstEnd } = timing;
  const start = firstStart.with(timeFields(from ?? firstStart.toPlainTime()));
  const end = to ? wallEnd(dayOfEnd(firstEnd), to.toString()) : firstEnd;
  const shift = firstStart.until(start);
  const moved = {
    rule: ruleText(withUntilOfDay(parseRule(rule ?? timing.rule, timeZone), start), timeZone),
    firstStart: start,
    firstEnd: end,
    extraStarts: timing.extraStarts.map((extra) => extra.add(shift)),
    excludedStarts: timing.excludedStarts.map((excluded) => excluded.add(shift)),
  };
  return rule ? fromFirstDate(moved, timeZone) : moved;
}

/** A last day stays a last day when the hour becomes a later one. */
function withUntilOfDay(rule: Rule, start: Temporal.PlainDateTime): Rule {
  if ("count" in rule.end) return rule;
  const { until } = rule.end;
  const isTooEarly = Temporal.PlainTime.compare(until.toPlainTime(), start.toPlainTime()) < 0;
  return isTooEarly
    ? { ...rule, end: { until: until.with(timeFields(start.toPlainTime())) } }
    : rule;
}

function timeFields({ hour, minute, second }: Temporal.PlainTime) {
  return { hour, minute, second };
}

type Edited = {
  occurrence: Temporal.PlainDateTime;
  during: Interval;
  roomId: string;
  people: number;
};
type Whole = { roomId: string; people: number; timeZone: string } & Pick<
  Timing,
  "firstStart" | "firstEnd"
>;

/** Whether somebody gave this one date another time than its series has. */
export function hasOwnTime(series: Whole, { occurrence, during }: Edited): boolean {
  const end = occurrence.add(series.firstStart.until(series.firstEnd));
  return !(
    during.start.equals(instantOf(occurrence, series.timeZone)) &&
    during.end.equals(instantOf(end, series.timeZone))
  );
}

/** Whether anything of this one date is not as its series has it. */
export function isEdited(series: Whole, date: Edited): boolean {
  return hasOwnTime(series, date) || date.roomId !== series.roomId || date.people !== series.people;
}
