import type { Interval } from "#db/types.ts";

/**
 * The moment a wall time means: an absent hour moves forward by the gap, one that comes twice is
 * the first.
 */
export function instantOf(wall: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  return wall.toZonedDateTime(timeZone, { disambiguation: "compatible" }).toInstant();
}

/**
 * The first moment at which the clock of a place shows a wall time or a later one: an absent hour is
 * where the clock jumps over it, one that comes twice is the first. Hours between which a door
 * stands open begin and end so: until 02:45 in the night without 02:45 is until 03:00.
 */
export function reachedAt(wall: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const jump = isOnClock(wall, timeZone) ? null : earlier.getTimeZoneTransition("next");
  return (jump ?? earlier).toInstant();
}

/** Whether the clock of a place ever shows it: no clock shows 02:30 on 29 March 2026. */
export function isOnClock(wall: Temporal.PlainDateTime, timeZone: string): boolean {
  return instantOf(wall, timeZone).toZonedDateTimeISO(timeZone).toPlainDateTime().equals(wall);
}

/** Whether something can end at a wall time: the clock of a place shows it, or the minute before. */
export function canEndAt(wall: Temporal.PlainDateTime, timeZone: string): boolean {
  return isOnClock(wall, timeZone) || isOnClock(wall.subtract({ minutes: 1 }), timeZone);
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
