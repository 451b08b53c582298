import type { Interval } from "#db/types.ts";
import { refusalBefore } from "#lib/booking/allocation/bookability.ts";
import { findRoom, needsApproval, type RoomView } from "#lib/booking/allocation/rooms-to-book.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { Reason } from "#lib/foundation/platform/errors/errors.ts";
import { type Alternative, findAlternatives, isAnyFree } from "./free-rooms.ts";
import { roomsTogether } from "./search.ts";

export type CheckRequest = Interval & {
  room: string;
  /** All rooms, when several are booked together. */
  rooms?: string[] | undefined;
  people: number;
  equipment: EquipmentRequest[];
};

/** What is known of a booking before it is made. */
export type Check = {
  /** Where it is; of several rooms together, the first. */
  room: RoomView;
  roomNames: string[];
  isFree: boolean;
  /** Why a rule refuses it; null when it is free or merely taken. */
  refusal: Reason | null;
  /** Other rooms and times of the same space; none when it is free. */
  alternatives: Alternative[];
  /** Whether the team must say yes first. */
  mustAsk: boolean;
};

/** @returns null when a room is none, or the rooms are of several spaces */
export async function checkBooking(ctx: Context, request: CheckRequest): Promise<Check | null> {
  const { rooms: together } = request;
  const ids = together ?? [request.room];
  const rooms = await Promise.all(ids.map((id) => findRoom(ctx, id)));
  const [room] = rooms;
  if (!room || rooms.some((other) => other?.spaceSlug !== room.spaceSlug)) return null;

  const isFree = together
    ? (await roomsTogether(ctx, request, together)).length > 0
    : await isAnyFree(ctx, { ...request, roomId: room.roomId });
  return {
    room,
    roomNames: rooms.map((each) => each?.roomName ?? ""),
    isFree,
    refusal: isFree ? null : await refusalBefore(ctx, ids, request),
    alternatives: isFree
      ? []
      : await findAlternatives(ctx, { ...request, spaceSlug: room.spaceSlug }),
    mustAsk: await needsApproval(ctx, ids),
  };
}
