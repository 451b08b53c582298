import type { Interval } from "#db/types.ts";

export type Refusal = { code: string; [value: string]: string | number };

/** What the rules know of a room. Lengths in minutes. */
export type BookableRoom = {
  capacity: number;
  minMinutes: number;
  maxMinutes: number;
  stepMinutes: number;
  horizonDays: number;
  outOfServiceReason: string | null;
  openings: Interval[];
};

export type RoomRequest = Interval & { people: number };

/** Why the room cannot take this booking, or null. Overlaps are the database's to refuse. */
export function refusalFor(request: RoomRequest, room: BookableRoom, now: Temporal.Instant): Refusal | null {
  const minutes = request.start.until(request.end).total("minutes");

  if (minutes <= 0) return { code: "booking.ends_before_start" };
  if (isBefore(request.start, now)) return { code: "booking.in_the_past" };
  if (now.until(request.start).total("hours") > room.horizonDays * 24)
    return { code: "booking.too_far_ahead", horizonDays: room.horizonDays };
  if (room.outOfServiceReason) return { code: "booking.out_of_service" };
  if (minutes < room.minMinutes) return { code: "booking.too_short", minutes: room.minMinutes };
  if (minutes > room.maxMinutes) return { code: "booking.too_long", minutes: room.maxMinutes };
  if (minutes % room.stepMinutes !== 0) return { code: "booking.odd_length", minutes: room.stepMinutes };
  if (request.people > room.capacity) return { code: "booking.over_capacity", capacity: room.capacity };
  if (!room.openings.some((opening) => contains(opening, request))) return { code: "booking.space_closed" };

  return null;
}

/** [start, end) held in the room: the booking and the time to tidy up after it. */
export function heldFor({ start, end }: Interval, bufferMinutes: number): Interval {
  return { start, end: end.add({ minutes: bufferMinutes }) };
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

function contains(outer: Interval, inner: Interval): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}
