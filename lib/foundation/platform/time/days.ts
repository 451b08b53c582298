import type { Interval } from "#db/types.ts";
import { firstOf } from "#lib/foundation/platform/http/page-query.ts";
import { canEndAt, instantOf, isOnClock } from "./clock.ts";
import { readDay, readTypedDay } from "./moments.ts";

/** The day an address asks for; never before today, and today for what is no day. */
export function dayFrom(
  text: string | string[] | undefined,
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  try {
    const day = readTypedDay(firstOf(text));
    return Temporal.PlainDate.compare(day, today) < 0 || day.since(today).days > 3_650
      ? today
      : day;
  } catch {
    return today;
  }
}

/** Whole days of a space, from midnight to midnight on its own clock. */
export function daysOf(first: Temporal.PlainDate, days: number, timeZone: string): Interval {
  return {
    start: first.toZonedDateTime(timeZone).toInstant(),
    end: first.add({ days }).toZonedDateTime(timeZone).toInstant(),
  };
}

/**
 * What a day and a time of a form mean on a clock of the zone; null when there is no such day or
 * time, as a time that a clock change skips. One that comes twice is the first.
 */
export function wallMoment(day: string, time: string, timeZone: string): Temporal.Instant | null {
  try {
    const wall = readDay(day).toPlainDateTime(
      Temporal.PlainTime.from(time, { overflow: "reject" }),
    );
    return isOnClock(wall, timeZone) ? instantOf(wall, timeZone) : null;
  } catch {
    return null;
  }
}

/**
 * Where hours of a day end, in wall time. Midnight after them is the end of that day, however it is
 * written, 00:00 or 24:00: nothing ends at the moment its day begins.
 *
 * @throws RangeError for a time that does not exist
 */
export function wallEnd(day: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  const at = /^24:00(:00)?$/.test(time)
    ? MIDNIGHT
    : Temporal.PlainTime.from(time, { overflow: "reject" });
  return at.equals(MIDNIGHT) ? day.add({ days: 1 }).toPlainDateTime() : day.toPlainDateTime(at);
}

const MIDNIGHT = new Temporal.PlainTime();

/** The day to which an end belongs: midnight is the end of the day before it. */
export function dayOfEnd(end: Temporal.PlainDateTime): Temporal.PlainDate {
  const day = end.toPlainDate();
  return end.toPlainTime().equals(MIDNIGHT) ? day.subtract({ days: 1 }) : day;
}

/**
 * Minutes from one time of a day to another of the same day, whose midnight is its end; zero or
 * less when it comes before.
 */
export function minutesUntil(from: Temporal.PlainTime, to: Temporal.PlainTime): number {
  const minutes = from.until(to).total("minutes");
  return to.equals(MIDNIGHT) ? minutes + 24 * 60 : minutes;
}

/** Later on the same day, and midnight at the latest. */
export function laterThatDay(from: Temporal.PlainTime, minutes: number): Temporal.PlainTime {
  return minutes < minutesUntil(from, MIDNIGHT) ? from.add({ minutes }) : MIDNIGHT;
}

/**
 * What a day and the hours of a form mean on a clock of the zone; null when there is no such day or
 * time.
 *
 * @param was what the form showed: hours that are shown again are the same moments, also where the
 *   clock shows them twice, and where it passed midnight, an end that is not after its start is on
 *   the next day
 */
export function wallHours(
  { day, from, to }: { day: string; from: string; to: string },
  timeZone: string,
  was?: Interval,
): Interval | null {
  const typed = wallMoment(day, from, timeZone);
  if (!typed) return null;
  try {
    const wall = wallEnd(readDay(day), to);
    const endsOnItsDay = dayOfEnd(wall).equals(wall.toPlainDate());
    const isNextDay =
      was !== undefined &&
      passesMidnight(was, timeZone) &&
      endsOnItsDay &&
      Temporal.PlainTime.compare(to, from) <= 0;
    const end = isNextDay ? wall.add({ days: 1 }) : wall;
    if (!canEndAt(end, timeZone)) return null;
    const start = same(was?.start, typed, timeZone);
    return { start, end: same(was?.end, instantOf(end, timeZone), timeZone) };
  } catch {
    return null;
  }
}

/** A moment as it was, where the clock shows it like the one that was typed. */
function same(
  was: Temporal.Instant | undefined,
  typed: Temporal.Instant,
  timeZone: string,
): Temporal.Instant {
  const wall = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone).toPlainDateTime();
  return was && wall(was).equals(wall(typed)) ? was : typed;
}

/** "14:30". */
export function wallTime(at: Temporal.ZonedDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: "minute" });
}

/** Whether what lasts from one moment to another goes on after the midnight of its first day. */
export function passesMidnight({ start, end }: Interval, timeZone: string): boolean {
  const last = dayOfEnd(end.toZonedDateTimeISO(timeZone).toPlainDateTime());
  return Temporal.PlainDate.compare(start.toZonedDateTimeISO(timeZone).toPlainDate(), last) < 0;
}
