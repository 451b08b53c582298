import { askApi, isSignedOut, type Reply } from "#components/api/ask.ts";
import type { BookingResponse } from "#lib/booking/bookings/operations.ts";

/**
 * What became of a drag: the version the booking has now and how its room is set up, or why nothing
 * changed; null when the network is away.
 */
export type Outcome =
  | { version: number; layoutId: string | null }
  | { refused: string | null; isSignedOut: boolean };

type Place = { start: string; end: string; roomId: string | undefined };

/** Moves a booking to another time, and to another room where one is given. */
export function moveBooking(
  locale: string,
  id: string,
  seen: { people: number; version: number },
  place: Place,
): Promise<Outcome> {
  return send(locale, `/api/v1/bookings/${id}`, "PATCH", { ...seen, ...place });
}

/** A booking as it is read: for whom, and in which rooms beside the first. */
type ShownBooking = BookingResponse & { otherRooms: string[]; bookedBy: string };

/** Books the same once more, for the same person. */
export async function copyBooking(
  locale: string,
  id: string,
  { roomId, ...time }: Place,
): Promise<Outcome> {
  const reply = await askApi<ShownBooking>(`/api/v1/bookings/${id}`, { locale });
  if (reply.is !== "answered") return refusal(reply);
  const { people, equipment, purpose, layoutId, bookedBy, ...rooms } = reply.body;
  const where = roomId
    ? { roomId }
    : { roomId: rooms.roomId, resources: [rooms.roomId, ...rooms.otherRooms] };
  const isSameRoom = where.roomId === rooms.roomId;
  return send(locale, "/api/v1/bookings", "POST", {
    ...time,
    ...where,
    people,
    equipment,
    purpose,
    ...(isSameRoom && layoutId ? { layoutId } : {}),
    for: bookedBy,
  });
}

async function send(
  locale: string,
  address: string,
  method: "POST" | "PATCH",
  body: object,
): Promise<Outcome> {
  const idempotencyKey = crypto.randomUUID();
  const reply = await askApi<BookingResponse>(address, { method, body, locale, idempotencyKey });
  if (reply.is !== "answered") return refusal(reply);
  const { version, layoutId } = reply.body;
  return { version, layoutId };
}

function refusal(reply: Exclude<Reply<unknown>, { is: "answered" }>): Outcome {
  const refused = reply.is === "refused" ? reply.problem.title : null;
  return { refused, isSignedOut: isSignedOut(reply) };
}
