import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError, type Reason } from "#lib/foundation/platform/errors/errors.ts";
import { canHold } from "./holding.ts";
import { bookableRooms } from "./rooms-to-book.ts";
import type { RoomRequest } from "./rules.ts";

/**
 * Why the actor could not book these rooms then even if they were free: their rules, or the actor's
 * own limits. Null when only others can stand in the way. @throws DomainError not_found
 */
export async function refusalBefore(
  ctx: Context,
  roomIds: string[],
  request: RoomRequest,
): Promise<Reason | null> {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const rooms = await bookableRooms(ctx, roomIds, request, personId);
  const { start, end, people } = request;
  // Whoever has not signed in has no limits of their own yet.
  const facts = personId ? rooms : rooms.map((room) => ({ ...room, hasQuotas: false }));
  try {
    await canHold(ctx, { rooms: facts, personId: personId ?? "", during: { start, end }, people });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
}
