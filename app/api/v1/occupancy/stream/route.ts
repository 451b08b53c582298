import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { eventAnswer } from "#lib/foundation/platform/http/event-stream.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { networkEvents } from "#lib/places/occupancy/stream.ts";

/** Server-Sent Events: how busy every place is, and then those that change. */
export async function GET(request: Request) {
  return respond(request, async () =>
    eventAnswer(await networkEvents(await requestContext(), request.signal)),
  );
}
