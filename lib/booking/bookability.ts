import type { Context } from "#lib/identity/context.ts";
import { DomainError, type Reason } from "#lib/platform/errors.ts";
import { bookableRooms, type RoomToBook } from "./queries.ts";
import { respectQuotas } from "./quotas.ts";
import { type RoomRequest, refusalOfAll } from "./rules.ts";

/**
 * Why the actor could not book these rooms then even if they were free: their rules, or the actor's own limits. Null when only
 * others can stand in the way. @throws DomainError not_found
 */
export async function refusalBefore(
  ctx: Context,
  roomIds: string[],
  request: RoomRequest,
): Promise<Reason | null> {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const rooms = await bookableRooms(ctx, roomIds, request, personId);
  const refusal = refusalOfAll(request, rooms, ctx.now);
  if (refusal) return refusal;
  const [room] = rooms as [RoomToBook];
  if (!personId || !rooms.some(({ hasQuotas }) => hasQuotas)) return null;
  try {
    await respectQuotas(ctx, room, personId, request);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
}
