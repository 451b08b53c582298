import type { Interval } from "#db/types.ts";
import { readDay } from "#lib/platform/moments.ts";

/** The day an address asks for; never before today, and today for what is no day. */
export function dayFrom(text: string | string[] | undefined, today: Temporal.PlainDate): Temporal.PlainDate {
  try {
    const day = readDay([text ?? ""].flat()[0] ?? "");
    return Temporal.PlainDate.compare(day, today) < 0 || day.since(today).days > 3_650 ? today : day;
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
 * What a day and a time of a form mean on a clock of the zone; null when there is no such day or time.
 * A time that a clock change skips moves forward by the gap; one that comes twice is the first.
 */
export function wallMoment(day: string, time: string, timeZone: string): Temporal.Instant | null {
  try {
    return readDay(day)
      .toPlainDateTime(Temporal.PlainTime.from(time, { overflow: "reject" }))
      .toZonedDateTime(timeZone, { disambiguation: "compatible" })
      .toInstant();
  } catch {
    return null;
  }
}

/** "14:30", as a form's time field takes it. */
export function wallTime(at: Temporal.ZonedDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: "minute" });
}
