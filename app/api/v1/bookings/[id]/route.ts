import { shownBooking } from "#lib/booking/bookings/allowed-actions.ts";
import { cancelBooking, changeBooking } from "#lib/booking/bookings/commands.ts";
import { findBooking } from "#lib/booking/bookings/queries.ts";
import { bookingChange, bookingId } from "#lib/booking/bookings/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { jsonBody, nothingSent, respond } from "#lib/foundation/platform/http/respond.ts";

type Route = { params: Promise<{ id: string }> };

export async function GET(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const booking = await findBooking(ctx, bookingId((await params).id));
    if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
    return Response.json(shownBooking(ctx, booking));
  });
}

export async function PATCH(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    const change = await jsonBody(request, bookingChange);
    return Response.json(await changeBooking(ctx, bookingId((await params).id), change));
  });
}

export async function DELETE(request: Request, { params }: Route) {
  return respond(request, async () => {
    const ctx = await requestContext();
    await nothingSent(request);
    await cancelBooking(ctx, bookingId((await params).id));
    return new Response(null, { status: 204 });
  });
}
