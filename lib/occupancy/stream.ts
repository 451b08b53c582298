import type { Context } from "#lib/identity/context.ts";
import { can } from "#lib/identity/policy.ts";
import { tellEvents } from "#lib/platform/event-stream.ts";
import { findSpace } from "#lib/spaces/queries.ts";
import { liveOccupancy } from "./live.ts";
import { unknownSpace } from "./schema.ts";

/** What `occupancyNow` answers, now and after each change, as Server-Sent Events. @throws DomainError not_found */
export async function occupancyEvents(
  ctx: Context,
  slug: string,
  gone: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const space = await findSpace(ctx, slug);
  if (!space) throw unknownSpace();
  const isStaff = can(ctx.actor, "occupancy.read", { spaceId: space.id });
  return tellEvents(gone, (say) => liveOccupancy(ctx.db).watchSpace(space.id, isStaff, say));
}

/** How busy every space is, as everybody may know it, and again where it changes. */
export function networkEvents({ db }: Context, gone: AbortSignal): ReadableStream<Uint8Array> {
  return tellEvents(gone, (say) => {
    const beat = setInterval(() => say(": here\n\n"), 25_000);
    const leave = liveOccupancy(db).watchNetwork(say);
    return () => {
      clearInterval(beat);
      leave();
    };
  });
}
