import type { Reason } from "#lib/foundation/platform/errors/errors.ts";

/** What the last screen of booking offers. */
export type Offered =
  | "book"
  /** With a name and an address instead of an account. */
  | "book-as-guest"
  /** What they have there already. */
  | "own-booking"
  /** What somebody without an account booked there on this device. */
  | "own-as-guest"
  /** A place on the waiting list for this time. */
  | "wait"
  | "sign-in-to-wait"
  /** Nothing but other rooms and times. */
  | "other-times";

/**
 * What somebody can do with a room at a time. Only one room that is merely taken can be waited for:
 * not several together, and not what a rule refuses.
 *
 * @param facts.isOwn that a booking of theirs, or of this device, takes the room then
 * @param facts.refusal why a rule refuses the booking; null when no rule does
 */
export function offered({
  isFree,
  isOwn,
  refusal,
  isTogether,
  isVisitor,
}: {
  isFree: boolean;
  isOwn: boolean;
  refusal: Reason | null;
  isTogether: boolean;
  isVisitor: boolean;
}): Offered {
  if (isFree) return isVisitor ? "book-as-guest" : "book";
  if (isOwn) return isVisitor ? "own-as-guest" : "own-booking";
  if (refusal || isTogether) return "other-times";
  return isVisitor ? "sign-in-to-wait" : "wait";
}
