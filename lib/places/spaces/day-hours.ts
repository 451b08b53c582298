import type { Interval } from "#db/types.ts";
import {
  canEndAt,
  isOnClock,
  isOneMoment,
  reachedAt,
} from "#lib/foundation/platform/time/clock.ts";
import { readTypedTime, tried } from "#lib/foundation/platform/time/moments.ts";

/** From when to when on one day, in wall time: "09:00", and "24:00" for its end. */
export type DayHours = [from: string, to: string][];

/** "Closed", in the three languages, and as tables have it. */
const CLOSED = /^(?:closed|gesloten|toe|dicht|ferm[ée]e?|[-–x])$/i;
/** Between hours and hours: "9-12, 13-17", "9-12 / 13-17", "9-12 en 13-17". */
const AND = /[,;+&/]|\b(?:and|en|et)\b/i;
/** Between an hour and an hour: "9-12", "9 tot 12", "9h à 12h". */
const UNTIL = /[-–—à]|\b(?:to|until|tot)\b|\sa\s/i;
/** Before the first of the two: "van 9 tot 12". */
const FROM = /^\s*(?:from|van|de)\b/i;

/**
 * Hours as people write them: "9:00-12:00, 13.00–17u30", "van 9 tot 12 en 13 tot 17"; nothing, or
 * the word for it, for a day that is closed. In order, without overlaps.
 *
 * @returns null when they cannot be read
 */
export function dayHoursFrom(text: string): DayHours | null {
  if (CLOSED.test(text.trim())) return [];
  const hours: DayHours = [];
  for (const part of text.split(AND).filter((part) => part.trim() !== "")) {
    const times = part.replace(FROM, "").split(UNTIL);
    const [from, to, ...more] = times.map((time) => tried(readTypedTime, time));
    if (!from || !to || more.length > 0) return null;
    // Midnight after the hours is the end of the day, as in every form.
    hours.push([from, to === "00:00" ? "24:00" : to]);
  }
  hours.sort(([one], [other]) => one.localeCompare(other));
  const fits = hours.every(
    ([from, to], at) => from < to && (hours[at - 1]?.[1] ?? "00:00") <= from,
  );
  return fits ? hours : null;
}

/** The same as one line: "09:00-12:00,13:00-17:00". */
export function dayHoursText(hours: DayHours): string {
  return hours.map((part) => part.join("-")).join(",");
}

/**
 * When that is on a day of a space. What lies wholly in an hour that its clocks skip does not
 * happen.
 */
export function intervalsOn(day: Temporal.PlainDate, text: string, timeZone: string): Interval[] {
  const at = (time: string) => reachedAt(wallOf(day, time), timeZone);
  return (dayHoursFrom(text) ?? [])
    .map(([from, to]) => ({ start: at(from), end: at(to) }))
    .filter(({ start, end }) => Temporal.Instant.compare(start, end) < 0);
}

function wallOf(day: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  return time === "24:00"
    ? day.add({ days: 1 }).toPlainDateTime()
    : day.toPlainDateTime(Temporal.PlainTime.from(time));
}

/** Of the times at which hours begin and end on a day, those that the clock of a place never shows. */
export function skippedTimes(day: Temporal.PlainDate, hours: DayHours, timeZone: string): string[] {
  return hours.flatMap(([from, to]) => [
    ...(isOnClock(wallOf(day, from), timeZone) ? [] : [from]),
    ...(canEndAt(wallOf(day, to), timeZone) ? [] : [to]),
  ]);
}

/** Those that the clock shows twice: the first of the two is meant. */
export function doubleTimes(day: Temporal.PlainDate, hours: DayHours, timeZone: string): string[] {
  return hours.flat().filter((time) => {
    const wall = wallOf(day, time);
    return isOnClock(wall, timeZone) && !isOneMoment(wall, timeZone);
  });
}

/** Other hours on one day: "09:00-12:00,13:00-17:00" in wall time, empty when it is closed. */
export type OtherHours = { day: string; hours: string };

/**
 * The usual openings with other hours on some days. An exception replaces what lies between
 * midnight and midnight of its day, and nothing else: openings that run over midnight are cut
 * there, and what meets afterwards is one opening again, so that a booking may run over midnight.
 *
 * @returns openings in order of time, none overlapping or touching another
 */
export function withExceptions(
  usual: Interval[],
  exceptions: OtherHours[],
  timeZone: string,
): Interval[] {
  const excepted = new Set(exceptions.map(({ day }) => day));
  const dayOf = ({ start }: Interval) =>
    start.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  return joined([
    ...usual
      .flatMap((opening) => cutAtMidnight(opening, timeZone))
      .filter((part) => !excepted.has(dayOf(part))),
    ...exceptions.flatMap(({ day, hours }) =>
      intervalsOn(Temporal.PlainDate.from(day), hours, timeZone),
    ),
  ]);
}

function cutAtMidnight({ start, end }: Interval, timeZone: string): Interval[] {
  const parts: Interval[] = [];
  for (let from = start; Temporal.Instant.compare(from, end) < 0; ) {
    const midnight = from
      .toZonedDateTimeISO(timeZone)
      .startOfDay()
      .add({ days: 1 })
      .startOfDay()
      .toInstant();
    const to = Temporal.Instant.compare(midnight, end) < 0 ? midnight : end;
    parts.push({ start: from, end: to });
    from = to;
  }
  return parts;
}

function joined(intervals: Interval[]): Interval[] {
  const inOrder = intervals.toSorted((one, other) =>
    Temporal.Instant.compare(one.start, other.start),
  );
  const found: Interval[] = [];
  for (const next of inOrder) {
    const last = found.at(-1);
    if (!last || Temporal.Instant.compare(last.end, next.start) < 0) found.push({ ...next });
    else if (Temporal.Instant.compare(last.end, next.end) < 0) last.end = next.end;
  }
  return found;
}

const DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/** Seven days, Monday first, in OpenStreetMap's syntax. */
export function openingHoursOf(week: DayHours[], closedOnHolidays: boolean): string {
  const days = week.flatMap((hours, day) =>
    hours.length > 0 ? [`${DAYS[day]} ${dayHoursText(hours)}`] : [],
  );
  if (days.length === 0) return "off";
  return [...days, ...(closedOnHolidays ? ["PH off"] : [])].join("; ");
}
