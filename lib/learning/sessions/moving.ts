import type { Interval } from "#db/types.ts";
import type { Reason } from "#lib/foundation/platform/errors/errors.ts";

/** One date of a session in one space; the rooms of a joint session are two such places. */
type Place = { id: string; during: Interval; roomId: string | null };

type Change = {
  start?: Temporal.Instant | undefined;
  end?: Temporal.Instant | undefined;
  roomId?: string | null | undefined;
};

export type Move = {
  during: Interval;
  roomId: string | null;
  /** Whether the time is another. */
  isMoved: boolean;
  /** Whether the room is another. */
  isElsewhere: boolean;
};

/**
 * What a change of a session means for one of its places. A room is that of the place it was asked
 * for; a time is that of its date, and of both places where the session is joint.
 *
 * @param asked the place for which the change was asked; it may be `part` itself
 */
export function moveOf(
  part: Place,
  asked: Place & { other: unknown },
  { start = asked.during.start, end = asked.during.end, roomId: to }: Change,
): Move {
  const isAsked = part.id === asked.id;
  const during = isAsked || asked.other ? { start, end } : part.during;
  const roomId = isAsked && to !== undefined ? to : part.roomId;
  const isMoved = !during.start.equals(part.during.start) || !during.end.equals(part.during.end);
  return { during, roomId, isMoved, isElsewhere: roomId !== part.roomId };
}

/** Why a place cannot be where and when it is to be, or null. */
export function moveRefusal(
  { modality }: { modality: string },
  { during, roomId, isMoved }: Move,
): Reason | null {
  if (roomId === null && modality !== "remote") return { code: "sessions.needs_room" };
  if (isMoved && Temporal.Instant.compare(during.start, during.end) >= 0)
    return { code: "booking.ends_before_start" };
  return null;
}
