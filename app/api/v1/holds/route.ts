import { freeHold, holdTime } from "#lib/booking/bookings/hold-room.ts";
import { bookingRequest } from "#lib/booking/bookings/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { jsonBody, nothingSent, respond } from "#lib/foundation/platform/http/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    return Response.json(await holdTime(ctx, await jsonBody(request, bookingRequest)), {
      status: 201,
    });
  });
}

export async function DELETE(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    await nothingSent(request);
    await freeHold(ctx);
    return new Response(null, { status: 204 });
  });
}
