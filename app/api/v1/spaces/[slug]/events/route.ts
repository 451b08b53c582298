import { calendarText } from "#lib/booking/bookings/calendar.ts";
import { calendarWindow } from "#lib/booking/bookings/schema.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { respond, searchParams } from "#lib/foundation/platform/http/respond.ts";

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () => {
    const within = searchParams(request, calendarWindow);
    const calendar = await calendarText(await requestContext(), (await params).slug, within);
    return new Response(calendar, { headers: { "content-type": "application/json" } });
  });
}
