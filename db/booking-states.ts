import { type SQL, sql } from "drizzle-orm";

/** What a booking can be. What leads from one to the other stands in lib/booking/transitions.ts. */
export const BOOKING_STATES = [
  "requested",
  "offered",
  "confirmed",
  "refused",
  "cancelled",
  "missed",
] as const;
export type BookingStatus = (typeof BOOKING_STATES)[number];

/*
 * Groups of states, each under the question it answers. No other file lists states (db/booking-states.test.ts): a new state is
 * put into its groups here, and every query, page and letter follows.
 */

/** Its rooms and equipment are held for somebody. */
export const HOLDING = ["requested", "offered", "confirmed"] as const satisfies BookingStatus[];
/** Somebody asked for it and nobody has refused it: it can be changed, shared and handed over. */
export const STANDING = ["requested", "confirmed"] as const satisfies BookingStatus[];
/** Somebody has to say yes before a moment: staff, or whoever it is kept for. */
export const UNANSWERED = ["requested", "offered"] as const satisfies BookingStatus[];
/** It counts towards what one person may have: a missed booking took a time from others as well. */
export const COUNTED = [
  "requested",
  "offered",
  "confirmed",
  "missed",
] as const satisfies BookingStatus[];
/** It was certain until its start: the figures of use count it as booked. */
export const WAS_CERTAIN = ["confirmed", "missed"] as const satisfies BookingStatus[];
/**
 * It is or was in the calendar of whoever asked for it: what was only kept for them, or refused,
 * never was.
 */
export const IN_CALENDARS = [
  "requested",
  "confirmed",
  "cancelled",
  "missed",
] as const satisfies BookingStatus[];

/** Whether a state is one of a group. */
export function isOneOf<S extends BookingStatus>(
  states: readonly S[],
  status: string,
): status is S {
  return (states as readonly string[]).includes(status);
}

/**
 * A group as SQL, to stand after `status in`: literal, so that an index for just these states is
 * used.
 */
export function listed(states: readonly BookingStatus[]): SQL {
  return sql.raw(`(${states.map((state) => `'${state}'`).join(", ")})`);
}
