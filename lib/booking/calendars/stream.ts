import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { blockOf } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { notifyEvents } from "#lib/foundation/platform/http/event-stream.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { watchBookings } from "./changes.ts";

const BEAT_MS = 25_000;

/**
 * Says that the bookings of a space have changed, for its staff. What changed they ask for
 * themselves.
 */
export async function calendarEvents(
  ctx: Context,
  slug: string,
  gone: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const space = await findSpace(ctx, slug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "booking.manage", { spaceId: space.id });
  return notifyEvents(
    gone,
    (say) => {
      say("retry: 3000\n\n");
      const leave = watchBookings(space.id, () => say("event: changed\ndata: {}\n\n"));
      const beat = setInterval(() => say(": here\n\n"), BEAT_MS);
      return () => {
        leave();
        clearInterval(beat);
      };
    },
    { from: blockOf(ctx), isStaff: true },
  );
}
