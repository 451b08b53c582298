import { isOneOf, STANDING } from "#db/booking-states.ts";
import type { Interval } from "#db/types.ts";
import { earlier, isBefore } from "#lib/booking/allocation/rules.ts";

/** How long a room that needs an answer waits for one: three days, and never past the start. */
export function answerBy(start: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  return earlier(start, now.add({ hours: 72 }));
}

/**
 * How long a time that came free waits for whoever waited for it: two hours, and never past the
 * start.
 */
export function acceptBy(start: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  return earlier(start, now.add({ hours: 2 }));
}

const UNDO_MINUTES = 10;

/**
 * Until when somebody who has just booked, or cancelled, can take it back with one press; null when
 * that is over.
 */
export function undoUntil(
  booking: {
    status: string;
    createdAt: Temporal.Instant;
    cancelledAt: Temporal.Instant | null;
    during: Interval;
  },
  now: Temporal.Instant,
): Temporal.Instant | null {
  const isBooked = isOneOf(STANDING, booking.status);
  if (!isBooked && !canRestore(booking, now)) return null;
  const until = (isBooked ? booking.createdAt : booking.cancelledAt)?.add({
    minutes: UNDO_MINUTES,
  });
  return until && isBefore(now, until) && isBefore(now, booking.during.start)
    ? earlier(until, booking.during.start)
    : null;
}

/** A cancelled booking can be had back for ten minutes, if nobody else has taken the time. */
export function canRestore(
  booking: { status: string; cancelledAt: Temporal.Instant | null; during: Interval },
  now: Temporal.Instant,
): boolean {
  return (
    booking.status === "cancelled" &&
    booking.cancelledAt !== null &&
    isBefore(now, booking.cancelledAt.add({ minutes: UNDO_MINUTES })) &&
    isBefore(now, booking.during.start)
  );
}
