import { and, count, eq, gt, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { listed, UNANSWERED } from "#db/booking-states.ts";
import { startOf } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { bookingWaits } from "#db/schema/booking.ts";
import { resourceView, spaceView } from "#db/schema/spaces.ts";
import type { Interval } from "#db/types.ts";
import { respectQuotas } from "#lib/booking/allocation/quotas.ts";
import { bookableRoom } from "#lib/booking/allocation/rooms-to-book.ts";
import { refusalFor } from "#lib/booking/allocation/rules.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { layoutNames } from "#lib/places/spaces/layouts.ts";
import { applyEvent } from "./apply-event.ts";
import { answerBy } from "./deadlines.ts";
import { checkLayout } from "./layouts.ts";
import { readBooking } from "./queries.ts";
import type { BookingRequest } from "./schema.ts";
import { canKeep } from "./still-fits.ts";
import { isPossible } from "./transitions.ts";

export type Wait = {
  id: string;
  roomName: string;
  spaceName: string;
  timeZone: string;
  during: Interval;
  /** How the room is set up; null where it stays as it is. */
  layout: Title | null;
  /** How many wait before the actor for some of the same time. */
  before: number;
};

/**
 * Waits for a room that is taken. Waiting twice is waiting once: one's turn stays, and what was
 * asked last counts.
 *
 * @returns whether the actor waited for this room and time already
 * @throws DomainError conflict when it is free: book it
 */
export async function joinWaiting(
  ctx: Context,
  request: BookingRequest,
): Promise<{ id: string; isAgain: boolean }> {
  authorise(ctx.actor, "booking.request");
  const { personId } = authenticated(ctx.actor, "booking.request");
  const { roomId, start, end, people, equipment, purpose, layoutId = null } = request;
  const during = { start, end };
  const room = await bookableRoom(ctx, roomId, during, personId);
  const refusal = refusalFor(request, room, ctx.now);
  if (refusal) throw new DomainError("invalid", refusal);
  await checkLayout(ctx, layoutId, { roomId, people });
  if (room.hasQuotas) await respectQuotas(ctx, room, personId, during);
  const { items } = await findAvailability(ctx, { ...request, limit: 1 });
  if (items.length > 0) throw new DomainError("conflict", { code: "booking.is_free" });
  await limit(ctx, { key: `waiting:${personId}`, attempts: 30, windowMinutes: 60 });

  const { spaceId } = room;
  const asked = { people, equipment, purpose, layoutId };
  const [joined] = await ctx.db
    .insert(bookingWaits)
    .values({ ...asked, spaceId, roomId, during, personId })
    .onConflictDoUpdate({
      target: [bookingWaits.personId, bookingWaits.roomId, bookingWaits.during],
      targetWhere: sql`status = 'waiting'`,
      set: asked,
    })
    // A row that this statement made has no end yet.
    .returning({ id: bookingWaits.id, isAgain: sql<boolean>`xmax <> 0` });
  if (!joined) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
  return joined;
}

export async function leaveWaiting(ctx: Context, id: string): Promise<void> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  await ctx.db
    .update(bookingWaits)
    .set({ status: "left" })
    .where(
      and(
        eq(bookingWaits.id, id),
        eq(bookingWaits.personId, personId),
        eq(bookingWaits.status, "waiting"),
      ),
    );
}

const MOST_SHOWN = 50;

/** What the actor waits for, next first. */
export async function myWaits(ctx: Context): Promise<Wait[]> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  const other = alias(bookingWaits, "other");
  const isBefore = and(
    sql`${other.status} = 'waiting'`,
    eq(other.roomId, bookingWaits.roomId),
    sql`${other.during} && ${bookingWaits.during}`,
    lt(other.createdAt, bookingWaits.createdAt),
  );
  const before = ctx.db.select({ count: count() }).from(other).where(isBefore);
  return ctx.db
    .select({
      id: bookingWaits.id,
      roomName: resourceView.name,
      spaceName: spaceView.name,
      timeZone: spaceView.timeZone,
      during: bookingWaits.during,
      layout: layoutNames(bookingWaits.layoutId),
      before: sql`${before}`.mapWith(Number),
    })
    .from(bookingWaits)
    .innerJoin(resourceView, eq(resourceView.id, bookingWaits.roomId))
    .innerJoin(spaceView, eq(spaceView.id, bookingWaits.spaceId))
    .where(
      and(
        eq(bookingWaits.personId, personId),
        sql`${bookingWaits.status} = 'waiting'`,
        gt(startOf(bookingWaits.during), ctx.now.toString()),
      ),
    )
    .orderBy(startOf(bookingWaits.during), bookingWaits.id)
    .limit(MOST_SHOWN);
}

/**
 * Takes what was offered.
 *
 * @throws DomainError conflict when the time to answer is over, or the room can no longer take it
 */
export async function acceptOffer(ctx: Context, id: string): Promise<void> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  const offered = await readBooking(ctx.db, id);
  if (offered?.bookedBy !== personId)
    throw new DomainError("not_found", { code: "booking.unknown" });
  if (!isPossible("accept", offered.status)) throw offerIsOver();
  await transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    const leave = await canKeep(within, offered);
    const asked = leave.rooms.some(({ needsApproval }) => needsApproval);
    const now = ctx.now.toString();
    const [accepted] = await applyEvent(within, "accept", {
      where: sql`id = ${id} and booked_by = ${personId} and answer_by > ${now}::timestamptz`,
      leave,
      asked,
      answerBy: asked ? answerBy(offered.during.start, ctx.now) : null,
    });
    if (!accepted) throw offerIsOver();
  });
}

function offerIsOver(): DomainError {
  return new DomainError("conflict", { code: "booking.offer_is_over" });
}

/**
 * Requests and offers nobody answered in time: the time is free again, for the next who waits. One
 * at a time, each whole.
 */
export async function lapseUnanswered(ctx: Context): Promise<number> {
  let lapsed = 0;
  while (await transaction(ctx.db, (db) => lapseNext({ ...ctx, db }))) lapsed += 1;
  return lapsed;
}

async function lapseNext(ctx: Context): Promise<boolean> {
  const { db, now } = ctx;
  const unanswered = sql`status in ${listed(UNANSWERED)} and answer_by <= ${now.toString()}::timestamptz`;
  const found = await rowsOf<{ id: string; spaceId: string }>(
    db,
    sql`
      select id, space_id from booking where ${unanswered} order by answer_by, id limit 1`,
  );
  const [next] = found;
  if (!next) return false;
  const { id, spaceId } = next;
  await haveTurn(ctx, spaceId);
  // None when another process was here first: on to the next.
  await applyEvent(ctx, "lapse", { where: sql`id = ${id} and ${unanswered}`, set: { note: "" } });
  return true;
}
