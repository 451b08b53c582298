import { calendarText } from "#lib/booking/calendar.ts";
import { calendarWindow } from "#lib/booking/schema.ts";
import { requestContext } from "#lib/identity/session.ts";
import { respond, searchParams } from "#lib/platform/respond.ts";

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () => {
    const within = searchParams(request, calendarWindow);
    const calendar = await calendarText(await requestContext(), (await params).slug, within);
    return new Response(calendar, { headers: { "content-type": "application/json" } });
  });
}
