import { bookingRequest } from "#lib/booking/schema.ts";
import { joinWaiting } from "#lib/booking/waiting.ts";
import { requestContext } from "#lib/identity/session.ts";
import { jsonBody, respond } from "#lib/platform/respond.ts";

export async function POST(request: Request) {
  return respond(request, async () => {
    const ctx = await requestContext();
    return Response.json(await joinWaiting(ctx, await jsonBody(request, bookingRequest)), { status: 201 });
  });
}
