import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { eventAnswer } from "#lib/foundation/platform/http/event-stream.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { occupancyEvents } from "#lib/places/occupancy/stream.ts";

/** Server-Sent Events: the figure now, and again whenever it may have changed. */
export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () =>
    eventAnswer(await occupancyEvents(await requestContext(), (await params).slug, request.signal)),
  );
}
