import { calendarEvents } from "#lib/calendars/stream.ts";
import { requestContext } from "#lib/identity/session.ts";
import { eventAnswer } from "#lib/platform/event-stream.ts";
import { respond } from "#lib/platform/respond.ts";

/** Server-Sent Events: the bookings of a space have changed. */
export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () =>
    eventAnswer(await calendarEvents(await requestContext(), (await params).slug, request.signal)),
  );
}
