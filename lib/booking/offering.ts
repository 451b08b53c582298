import { bookings } from "#db/schema/booking.ts";
import type { Interval } from "#db/types.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { actorByPerson } from "#lib/identity/sign-ins.ts";
import { DomainError, databaseFault } from "#lib/platform/errors.ts";
import { enqueue } from "#lib/platform/outbox.ts";
import { askedInTime, canHold } from "./holding.ts";
import { bookableRoom, type RoomToBook } from "./queries.ts";
import type { EquipmentWish } from "./schema.ts";
import { take } from "./taking.ts";

export type Offer = {
  roomId: string;
  personId: string;
  during: Interval;
  people: number;
  equipment: EquipmentWish[];
  purpose: string;
  /** Until when they may say yes. */
  answerBy: Temporal.Instant;
  /** A booking that a closure displaced. */
  insteadOf?: string;
};

/**
 * Keeps a room for somebody until they say yes, and writes to them: in the caller's transaction, which has the turn of the space.
 *
 * @returns the booking that is offered, or null when it does not fit, or no longer
 */
export async function offerRoom(ctx: Context, { roomId, personId, ...offer }: Offer): Promise<string | null> {
  const asNetwork: Context = { ...ctx, actor: { kind: "system", name: "waiting list" } };
  const { during, people, equipment } = offer;
  // By their own rules: nobody else decides that they have it.
  const actor = await actorByPerson(ctx.db, personId);
  if (!actor) return null;
  const rooms = askedInTime([await bookableRoom({ ...ctx, actor }, roomId, during, personId)]);
  const [room] = rooms as [RoomToBook];
  const bookingId = crypto.randomUUID();
  const { spaceId } = room;
  try {
    await ctx.db.transaction(async (db) => {
      const wish = { rooms, personId, during, people, atOnce: true };
      const leave = await canHold({ ...ctx, actor, db }, wish);
      const row = { id: bookingId, spaceId, roomId, bookedBy: personId, status: "offered", ...offer };
      await db.insert(bookings).values(row);
      await take({ ...asNetwork, db }, { bookingId, leave, during, equipment });
      await enqueue(db, { template: "booking-offered", personId, data: { bookingId, sequence: 0 } });
      await recordAudit(db, {
        actor: asNetwork.actor,
        action: "booking.offered",
        spaceId,
        subject: bookingId,
      });
    });
    return bookingId;
  } catch (error) {
    const clash = error instanceof DomainError || databaseFault(error)?.constraint === "stock_not_exceeded";
    if (!clash) throw error;
    return null;
  }
}
