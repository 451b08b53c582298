import { requestContext } from "#lib/identity/session.ts";
import { occupancyEvents } from "#lib/occupancy/stream.ts";
import { eventAnswer } from "#lib/platform/event-stream.ts";
import { respond } from "#lib/platform/respond.ts";

/** Server-Sent Events: the figure now, and again whenever it may have changed. */
export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () =>
    eventAnswer(await occupancyEvents(await requestContext(), (await params).slug, request.signal)),
  );
}
