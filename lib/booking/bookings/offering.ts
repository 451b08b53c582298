import { eq, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { bookingWaits } from "#db/schema/booking.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import { askedInTime, canHold } from "#lib/booking/allocation/holding.ts";
import { bookableRoom } from "#lib/booking/allocation/rooms-to-book.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import { takeStock } from "#lib/booking/allocation/taking.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { actorByPerson } from "#lib/foundation/identity/sign-in/askers.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { acceptBy } from "./deadlines.ts";
import { setUpThere } from "./layouts.ts";
import { firstState } from "./transitions.ts";
import { writeBooking } from "./writing.ts";

export type Offer = {
  roomId: string;
  personId: string;
  during: Interval;
  people: number;
  equipment: EquipmentRequest[];
  purpose: string;
  /** The layout that was chosen, and for which room. */
  chosen: { roomId: string; layoutId: string | null };
  /** Until when they may say yes. */
  answerBy: Temporal.Instant;
  /** A booking that a closure displaced. */
  insteadOf?: string;
};

/**
 * Keeps a room for somebody until they say yes, and writes to them: in the caller's transaction,
 * which has the turn of the space.
 *
 * @returns the booking that is offered, or null when it does not fit, or no longer
 */
export async function offerRoom(
  ctx: Context,
  { roomId, personId, chosen, ...offer }: Offer,
): Promise<string | null> {
  const asNetwork: Context = { ...ctx, actor: { kind: "system", name: "waiting list" } };
  const { during, people, equipment } = offer;
  // By their own rules: nobody else decides that they have it.
  const actor = await actorByPerson(ctx.db, personId);
  if (!actor) return null;
  const rooms = askedInTime([await bookableRoom({ ...ctx, actor }, roomId, during, personId)]);
  const bookingId = crypto.randomUUID();
  try {
    await ctx.db.transaction(async (db) => {
      const input = { rooms, personId, during, people, atOnce: true };
      const leave = await canHold({ ...ctx, actor, db }, input);
      const within = { ...asNetwork, db };
      const status = firstState("offer", false);
      const { layoutId } = await setUpThere(within, { ...chosen, people }, { roomId, people });
      const booking = {
        id: bookingId,
        event: "offer",
        status,
        ...offer,
        layoutId,
        madeBy: null,
        ofSeries: null,
      } as const;
      await writeBooking(within, booking, leave);
      await takeStock(within, { bookingId, leave, during, equipment });
    });
    return bookingId;
  } catch (error) {
    const clash =
      error instanceof DomainError || databaseFault(error)?.constraint === "stock_not_exceeded";
    if (!clash) throw error;
    return null;
  }
}

type Waiting = {
  id: string;
  roomId: string;
  personId: string;
  during: string;
  people: number;
  equipment: EquipmentRequest[];
  purpose: string;
  layoutId: string | null;
};

/**
 * Offers time that came free to whoever waited first, as a booking that keeps it for them until a
 * deadline. In the transaction that frees it, which has the turn.
 *
 * @param freed null to look at everybody who waits there
 * @returns how many offers were made
 */
export async function offerFreed(
  ctx: Context,
  spaceId: string,
  freed: Interval | null,
): Promise<number> {
  const rows = await rowsOf<Waiting>(
    ctx.db,
    sql`
      select id, room_id, person_id, during::text as during, people, equipment, purpose, layout_id
      from booking_wait where space_id = ${spaceId} and status = 'waiting'
        and (during && ${freed && intervalToText(freed)}::tstzrange) is not false
        and lower(during) > ${ctx.now.toString()}::timestamptz
      order by created_at, id for update skip locked`,
  );
  let offers = 0;
  for (const waiting of rows) if (await offer(ctx, waiting)) offers += 1;
  return offers;
}

/** @returns false when it does not fit, or no longer: they go on waiting */
async function offer(ctx: Context, { id, layoutId, ...waiting }: Waiting): Promise<boolean> {
  const during = intervalFromText(waiting.during);
  const bookingId = await offerRoom(ctx, {
    ...waiting,
    during,
    chosen: { roomId: waiting.roomId, layoutId },
    answerBy: acceptBy(during.start, ctx.now),
  });
  if (!bookingId) return false;
  await ctx.db
    .update(bookingWaits)
    .set({ status: "offered", bookingId })
    .where(eq(bookingWaits.id, id));
  return true;
}

/**
 * Looks again at everybody who waits: for time that came free by itself, or while somebody else was
 * deciding.
 */
export async function offerAll(ctx: Context, spaceId: string | null = null): Promise<number> {
  const rows = await rowsOf<{ spaceId: string }>(
    ctx.db,
    sql`
      select distinct space_id from booking_wait
      where status = 'waiting' and lower(during) > ${ctx.now.toString()}::timestamptz
        and space_id = coalesce(${spaceId}::uuid, space_id)`,
  );
  let offers = 0;
  for (const { spaceId: where } of rows)
    offers += await transaction(ctx.db, async (db) => {
      await haveTurn({ ...ctx, db }, where);
      return offerFreed({ ...ctx, db }, where, null);
    });
  return offers;
}
