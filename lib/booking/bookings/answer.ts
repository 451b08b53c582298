import type { BookingStatus } from "#db/booking-states.ts";
import type { Interval } from "#db/types.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import type { BookingRequest } from "./schema.ts";

export type Booking = {
  id: string;
  status: BookingStatus;
  roomId: string;
  /** All rooms, when there are several. */
  resources?: string[];
  start: string;
  end: string;
  people: number;
  equipment: EquipmentRequest[];
  purpose: string;
  /** How the room is set up; null where it stays as it is. */
  layoutId: string | null;
  version: number;
};

/** Every room a request names, each once. */
export function roomsOf({
  roomId,
  resources,
}: Pick<BookingRequest, "roomId" | "resources">): string[] {
  return [...new Set(resources ? [roomId, ...resources] : [roomId])];
}

/** A booking as the API answers with it. */
export function answerOf({
  roomIds,
  during: { start, end },
  ...booking
}: Omit<Booking, "roomId" | "resources" | "start" | "end"> & {
  roomIds: string[];
  during: Interval;
}): Booking {
  const [roomId = ""] = roomIds;
  return {
    ...booking,
    roomId,
    ...(roomIds.length > 1 ? { resources: roomIds } : {}),
    start: start.toString(),
    end: end.toString(),
  };
}
