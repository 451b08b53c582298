import type { Interval } from "#db/types.ts";
import { without } from "#lib/booking/allocation/gaps.ts";
import type { Door } from "./door.ts";

/** What goes on in a room now. */
export type DoorState =
  | "free"
  | "taken"
  /** Closed until a moment. */
  | "closed"
  /** Closed for the rest of the day. */
  | "shut";

export function doorState(now: Door["now"]): DoorState {
  if (!now) return "free";
  if (!now.until) return "shut";
  return now.isClosed ? "closed" : "taken";
}

/** The day on the clock of a space, from midnight to midnight. */
export function todayOf(now: Temporal.Instant, timeZone: string): Interval {
  const midnight = now.toZonedDateTimeISO(timeZone).startOfDay();
  return { start: midnight.toInstant(), end: midnight.add({ days: 1 }).toInstant() };
}

export type DoorDay = {
  /** What is free of the day from now on. */
  free: Interval[];
  /** What comes after now, in its order. What goes on now is said elsewhere. */
  later: (Interval & { isFree: boolean })[];
};

/**
 * The rest of the day of a room, as its door shows it.
 *
 * @param room when it is open and taken today; undefined where it cannot be booked by everybody
 * @param next what takes it after now
 */
export function doorDay(
  room: { openings: Interval[]; taken: Interval[] } | undefined,
  next: Interval[],
  { now, today }: { now: Temporal.Instant; today: Interval },
): DoorDay {
  const { openings = [], taken = [] } = room ?? {};
  const over = { start: today.start, end: now };
  const free = openings.flatMap((opening) => without(opening, [...taken, over]));
  const later = [
    ...free
      .filter(({ start }) => Temporal.Instant.compare(start, now) > 0)
      .map((interval) => ({ ...interval, isFree: true })),
    ...next.map((interval) => ({ ...interval, isFree: false })),
  ].toSorted((one, other) => Temporal.Instant.compare(one.start, other.start));
  return { free, later };
}
