import { myBookings } from "#lib/booking/queries.ts";
import { requestBooking } from "#lib/booking/requesting.ts";
import { bookingRequest } from "#lib/booking/schema.ts";
import { requestContext } from "#lib/identity/session.ts";
import { jsonBody, respond } from "#lib/platform/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const asked = await jsonBody(request, bookingRequest);
    const key = request.headers.get("idempotency-key") ?? undefined;
    return Response.json(await requestBooking(ctx, asked, key), { status: 201 });
  });
}

export async function GET(request: Request) {
  return respond(request, async () => {
    const items = (await myBookings(await requestContext())).map(({ during, ...booking }) => ({
      ...booking,
      start: during.start.toString(),
      end: during.end.toString(),
    }));
    return Response.json({ items, next: null });
  });
}
