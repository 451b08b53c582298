import { invitationFile } from "#lib/booking/bookings/mails.ts";
import { bookingId } from "#lib/booking/bookings/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";

/** One's own booking as a file for a calendar. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const content = await invitationFile(await requestContext(), bookingId((await params).id));
    return new Response(content, {
      headers: {
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": 'attachment; filename="booking.ics"',
      },
    });
  });
}
