/**
 * What became of a drag: the version the booking has now, or why nothing changed; null when the
 * network is away.
 */
export type Outcome = { version: number } | { refused: string | null };

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
  const { people, equipment, purpose, bookedBy, ...rooms }: Booking = await answer.json();
  const where = roomId
    ? { roomId }
    : { roomId: rooms.roomId, resources: [rooms.roomId, ...rooms.otherRooms] };
  return send(locale, "/api/v1/bookings", "POST", {
    ...time,
    ...where,
    people,
    equipment,
    purpose,
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
  return answer?.ok ? { version: (await answer.json()).version } : refusal(answer);
}

async function refusal(answer: Response | null): Promise<Outcome> {
  return { refused: answer ? (await answer.json()).title : null };
}
