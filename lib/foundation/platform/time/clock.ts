import type { Interval } from "#db/types.ts";

/**
 * The moment a wall time means: an absent hour moves forward by the gap, one that comes twice is
 * the first.
 */
export function instantOf(wall: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  return wall.toZonedDateTime(timeZone, { disambiguation: "compatible" }).toInstant();
}

/** Whether the clock of a place ever shows it: no clock shows 02:30 on 29 March 2026. */
export function isOnClock(wall: Temporal.PlainDateTime, timeZone: string): boolean {
  return instantOf(wall, timeZone).toZonedDateTimeISO(timeZone).toPlainDateTime().equals(wall);
}

/**
 * The clock a time is written on in a calendar file: that of the place, or UTC when one of its ends
 * shows there twice, for programs differ then.
 */
export function clockFor({ start, end }: Interval, timeZone: string): string {
  const showsTwice = [start, end].some((instant) => {
    const wall = instant.toZonedDateTimeISO(timeZone).toPlainDateTime();
    const later = wall.toZonedDateTime(timeZone, { disambiguation: "later" }).toInstant();
    return !instantOf(wall, timeZone).equals(later);
  });
  return showsTwice ? "UTC" : timeZone;
}

/**
 * Whether a wall time is one moment: an hour that is skipped is none, and one that comes twice is
 * two.
 */
export function isOneMoment(wall: Temporal.PlainDateTime, timeZone: string): boolean {
  const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) =>
    wall.toZonedDateTime(timeZone, { disambiguation }).toInstant(),
  );
  return earlier?.equals(later as Temporal.Instant) ?? false;
}

/**
 * A wall time as a calendar file writes it: on the clock of the place, or in UTC where that clock
 * leaves a doubt.
 */
export function momentOf(wall: Temporal.PlainDateTime, timeZone: string): Temporal.ZonedDateTime {
  return instantOf(wall, timeZone).toZonedDateTimeISO(
    isOneMoment(wall, timeZone) ? timeZone : "UTC",
  );
}
