import { freeHold, holdTime } from "#lib/booking/holds.ts";
import { bookingRequest } from "#lib/booking/schema.ts";
import { requestContext } from "#lib/identity/session.ts";
import { jsonBody, respond } from "#lib/platform/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    return Response.json(await holdTime(ctx, await jsonBody(request, bookingRequest)), { status: 201 });
  });
}

export async function DELETE(request: Request) {
  return respond(request, async () => {
    await freeHold(await requestContext());
    return new Response(null, { status: 204 });
  });
}
