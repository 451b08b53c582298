import type { Reason } from "#lib/foundation/platform/errors.ts";

/** A way to set up a room, as the rules see it. */
type Offered = { roomId: string; seats: number; isRetired: boolean };

type Asked = {
  /** The room, or the first of several. */
  roomId: string;
  people: number;
};

/**
 * Why a room cannot be set up like this for a booking, or null.
 *
 * @param layout null for one that is not there
 * @param isKept whether the booking has it already: what was promised is not taken back
 */
export function layoutRefusal(
  layout: Offered | null,
  { roomId, people }: Asked,
  isKept = false,
): Reason | null {
  if (!layout) return { code: "booking.unknown_layout" };
  if (layout.roomId !== roomId) return { code: "booking.layout_of_other_room" };
  if (layout.isRetired && !isKept) return { code: "booking.layout_retired" };
  if (people > layout.seats) return { code: "booking.layout_seats", seats: layout.seats };
  return null;
}

type Had = { roomId: string; layoutId: string | null; people: number };

type Change = {
  roomId: string;
  people: number;
  /** Null for the room as it is; undefined where the change says nothing of it. */
  layoutId?: string | null | undefined;
};

/**
 * How the room of a booking is set up after a change, and whether the rules have a say in it: a
 * booking that moves to another room leaves its layout behind, and one that only becomes smaller
 * keeps what it has.
 */
export function layoutAfter(
  had: Had,
  { roomId, people, layoutId }: Change,
): { layoutId: string | null; isKept: boolean; isAsked: boolean } {
  const isSameRoom = roomId === had.roomId;
  const after = layoutId === undefined ? (isSameRoom ? had.layoutId : null) : layoutId;
  const isKept = after !== null && after === had.layoutId && isSameRoom;
  return { layoutId: after, isKept, isAsked: after !== null && !(isKept && people <= had.people) };
}
