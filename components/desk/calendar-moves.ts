/**
 * What became of a drag: the version the booking has now and how its room is set up, or why nothing
 * changed; null when the network is away.
 */
export type Outcome = { version: number; layoutId: string | null } | { refused: string | null };

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

type Booking = {
  roomId: string;
  otherRooms: string[];
  people: number;
  equipment: { kind: string; quantity: number }[];
  purpose: string;
  layoutId: string | null;
  bookedBy: string;
};

/** Books the same once more, for the same person. */
export async function copyBooking(
  locale: string,
  id: string,
  { roomId, ...time }: Place,
): Promise<Outcome> {
  const answer = await fetch(`/api/v1/bookings/${id}`).catch(() => null);
  if (!answer?.ok) return refusal(answer);
  const { people, equipment, purpose, layoutId, bookedBy, ...rooms }: Booking = await answer.json();
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
  method: string,
  body: object,
): Promise<Outcome> {
  const answer = await fetch(address, {
    method,
    headers: {
      "content-type": "application/json",
      "accept-language": locale,
      "idempotency-key": crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer?.ok) return refusal(answer);
  const { version, layoutId }: { version: number; layoutId: string | null } = await answer.json();
  return { version, layoutId };
}

async function refusal(answer: Response | null): Promise<Outcome> {
  return { refused: answer ? (await answer.json()).title : null };
}
