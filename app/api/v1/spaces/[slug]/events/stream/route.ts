import { calendarEvents } from "#lib/booking/calendars/stream.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { eventAnswer } from "#lib/foundation/platform/http/event-stream.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";

/** Server-Sent Events: the bookings of a space have changed. */
export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () =>
    eventAnswer(await calendarEvents(await requestContext(), (await params).slug, request.signal)),
  );
}
