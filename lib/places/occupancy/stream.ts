import { sql } from "drizzle-orm";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { blockOf } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { notifyEvents } from "#lib/foundation/platform/http/event-stream.ts";
import { findSpace, spacesWhere } from "#lib/places/spaces/queries.ts";
import { liveOccupancy } from "./live.ts";
import { unknownSpace } from "./schema.ts";

/**
 * What `occupancyNow` answers, now and after each change, as Server-Sent Events.
 *
 * @throws DomainError not_found
 */
export async function occupancyEvents(
  ctx: Context,
  slug: string,
  gone: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const space = await findSpace(ctx, slug);
  if (!space) throw unknownSpace();
  const isStaff = can(ctx.actor, "occupancy.read", { spaceId: space.id });
  const reader = { from: blockOf(ctx), isStaff };
  return notifyEvents(
    gone,
    (say) => liveOccupancy(ctx.db).watchSpace(space.id, isStaff, say),
    reader,
  );
}

/**
 * How busy every space is, as everybody may know it, and again where it changes; to whoever manages
 * spaces, also what `occupancyNow` tells them of each.
 */
export async function networkEvents(
  ctx: Context,
  gone: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const live = liveOccupancy(ctx.db);
  // Whoever comes while the database is away is told so, instead of hearing nothing.
  if (!live.isKnown) await ctx.db.execute(sql`select 1`);
  const own = ctx.actor.kind === "visitor" ? [] : await spacesWhere(ctx, "occupancy.manage");
  const reader = { from: blockOf(ctx), isStaff: can(ctx.actor, "occupancy.read") };
  return notifyEvents(
    gone,
    (say) => {
      const beat = setInterval(() => say(": here\n\n"), 25_000);
      const leave = [
        live.watchNetwork(say),
        ...own.map(({ id }) => live.watchSpace(id, true, say)),
      ];
      return () => {
        clearInterval(beat);
        for (const stop of leave) stop();
      };
    },
    reader,
  );
}
