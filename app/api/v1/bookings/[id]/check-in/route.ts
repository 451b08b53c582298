import { checkIn } from "#lib/booking/bookings/check-in.ts";
import { bookingId } from "#lib/booking/bookings/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { nothingSent, respond } from "#lib/foundation/platform/http/respond.ts";

type Route = { params: Promise<{ id: string }> };

export async function POST(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    await nothingSent(request);
    await checkIn(ctx, bookingId((await params).id));
    return new Response(null, { status: 204 });
  });
}
