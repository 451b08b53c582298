import { requestContext } from "#lib/identity/session.ts";
import { networkEvents } from "#lib/occupancy/stream.ts";
import { eventAnswer } from "#lib/platform/event-stream.ts";
import { respond } from "#lib/platform/respond.ts";

/** Server-Sent Events: how busy every place is, and then those that change. */
export async function GET(request: Request) {
  return respond(request, async () =>
    eventAnswer(await networkEvents(await requestContext(), request.signal)),
  );
}
