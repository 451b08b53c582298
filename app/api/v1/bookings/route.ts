import type { RoomFacts } from "#lib/booking/allocation/rooms-to-book.ts";
import { shownBooking } from "#lib/booking/bookings/allowed-actions.ts";
import { answerInTurn } from "#lib/booking/bookings/contested.ts";
import { myBookings } from "#lib/booking/bookings/queries.ts";
import { factsForBooking, requestBooking } from "#lib/booking/bookings/requesting.ts";
import { bookingRequest } from "#lib/booking/bookings/schema.ts";
import { requestContext, requestContextWith } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    // Whoever is unknown is told so, whatever else is wrong.
    const asked = await jsonBody(request, bookingRequest).catch(async (error: unknown) => {
      await requestContext();
      throw error;
    });
    const key = request.headers.get("idempotency-key") ?? undefined;
    const booking = await answerInTurn(asked, async (turn) => {
      const { ctx, rows } = await requestContextWith<RoomFacts>((now, personId) =>
        factsForBooking({ now }, asked, personId, turn),
      );
      return requestBooking(ctx, asked, key, rows);
    });
    return Response.json(booking, { status: 201 });
  });
}

export async function GET(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const items = (await myBookings(ctx)).map((booking) => shownBooking(ctx, booking));
    return Response.json({ items, next: null });
  });
}
