import { bookingRequest } from "#lib/booking/bookings/schema.ts";
import { joinWaiting } from "#lib/booking/bookings/waiting.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, respond } from "#lib/foundation/platform/http/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const { id } = await joinWaiting(ctx, await jsonBody(request, bookingRequest));
    return Response.json({ id }, { status: 201 });
  });
}
