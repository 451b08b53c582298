import { deleteHoldsOf, holdsAnyRoom, insertHold } from "#lib/booking/allocation/holds.ts";
import { bookableRoom } from "#lib/booking/allocation/rooms-to-book.ts";
import { refusalFor } from "#lib/booking/allocation/rules.ts";
import { shareTurn } from "#lib/booking/allocation/turns.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { roomsOf } from "./answer.ts";
import { withAlternatives } from "./clash.ts";
import type { BookingRequest } from "./schema.ts";

const HOLD_MINUTES = 10;

/**
 * Keeps a room for somebody while they read and decide. One per person: a new one frees the one
 * before. Their own search and booking do not see it; everybody else finds the room taken.
 *
 * @throws DomainError conflict with alternatives when somebody was first
 */
export async function holdTime(
  ctx: Context,
  input: BookingRequest,
): Promise<{ expiresAt: string }> {
  authorise(ctx.actor, "booking.request");
  const { personId } = authenticated(ctx.actor, "booking.request");
  const room = await bookableRoom(ctx, input.roomId, input, personId);
  const refusal = refusalFor(input, room, ctx.now);
  if (refusal) throw new DomainError("invalid", refusal);
  await limit(ctx, { key: `hold:${personId}`, attempts: 120, windowMinutes: 60 });
  const expiresAt = ctx.now.add({ minutes: HOLD_MINUTES }).toString();
  // Before, not with it: whoever waits for a room holds no other meanwhile.
  await freeHold(ctx);
  try {
    await transaction(ctx.db, async (db) => {
      await shareTurn({ ...ctx, db }, room.spaceId);
      const hold = { room, during: input, personId, until: expiresAt };
      if (!(await insertHold({ ...ctx, db }, hold)))
        throw new DomainError("conflict", { code: "booking.slot_taken" });
    });
  } catch (error) {
    throw await withAlternatives(ctx, error, input);
  }
  return { expiresAt };
}

/** Frees what the actor holds. */
export async function freeHold(ctx: Context): Promise<void> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  await deleteHoldsOf(ctx.db, personId);
}

/** Whether the actor holds one of these rooms at this time. */
export async function holdsAnyOf({ db, actor }: Context, input: BookingRequest): Promise<boolean> {
  const { personId } = authenticated(actor, "booking.request");
  return holdsAnyRoom(db, personId, roomsOf(input), input);
}
