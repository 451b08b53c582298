import { sql } from "drizzle-orm";
import { bookingWaits } from "#db/schema/booking.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, authorise } from "#lib/identity/policy.ts";
import { limit } from "#lib/identity/rate-limits.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { askStaff } from "./ask-staff.ts";
import { offerRoom } from "./offering.ts";
import { bookableRoom, findAvailability, readBooking } from "./queries.ts";
import { respectQuotas } from "./quotas.ts";
import { acceptBy, refusalFor } from "./rules.ts";
import type { BookingRequest, EquipmentWish } from "./schema.ts";
import { canKeep } from "./still-fits.ts";
import { release } from "./taking.ts";
import { tell } from "./telling.ts";
import { haveTurn } from "./turns.ts";

export type Wait = {
  id: string;
  roomName: string;
  spaceName: string;
  timeZone: string;
  during: Interval;
  /** How many wait before the actor for some of the same time. */
  before: number;
};

/** Waits for a room that is taken. Waiting twice is waiting once. @throws DomainError conflict when it is free: book it */
export async function joinWaiting(ctx: Context, request: BookingRequest): Promise<{ id: string }> {
  authorise(ctx.actor, "booking.request");
  const { personId } = authenticated(ctx.actor, "booking.request");
  const { roomId, start, end, people, equipment, purpose } = request;
  const during = { start, end };
  const room = await bookableRoom(ctx, roomId, during, personId);
  const refusal = refusalFor(request, room, ctx.now);
  if (refusal) throw new DomainError("invalid", refusal);
  if (room.hasQuotas) await respectQuotas(ctx, room, personId, during);
  const { items } = await findAvailability(ctx, { ...request, limit: 1 });
  if (items.length > 0) throw new DomainError("conflict", { code: "booking.is_free" });
  await limit(ctx, { key: `waiting:${personId}`, attempts: 30, windowMinutes: 60 });

  const wish = { spaceId: room.spaceId, roomId, during, people, equipment, purpose, personId };
  return transaction(ctx.db, async (db) => {
    const [joined] = await db
      .insert(bookingWaits)
      .values(wish)
      .onConflictDoNothing()
      .returning({ id: bookingWaits.id });
    if (joined) return joined;
    const { rows } = await db.execute<{ id: string }>(sql`select id from booking_wait
      where person_id = ${personId} and room_id = ${roomId} and during = ${intervalToText(during)}::tstzrange and status = 'waiting'`);
    const [waiting] = rows;
    if (!waiting) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
    return waiting;
  });
}

export async function leaveWaiting(ctx: Context, id: string): Promise<void> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  await ctx.db.execute(sql`update booking_wait set status = 'left'
    where id = ${id} and person_id = ${personId} and status = 'waiting'`);
}

/** What the actor waits for, next first. */
export async function myWaits(ctx: Context): Promise<Wait[]> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  const { rows } = await ctx.db.execute<Omit<Wait, "during"> & { during: string }>(sql`
    select wait.id, room.name as "roomName", space.name as "spaceName", space.time_zone as "timeZone", wait.during::text as during,
      (select count(*)::int from booking_wait other where other.status = 'waiting' and other.room_id = wait.room_id
        and other.during && wait.during and other.created_at < wait.created_at) as before
    from booking_wait wait join resource room on room.id = wait.room_id join space on space.id = wait.space_id
    where wait.person_id = ${personId} and wait.status = 'waiting' and lower(wait.during) > ${ctx.now.toString()}::timestamptz
    order by lower(wait.during), wait.id limit 50`);
  return rows.map(({ during, ...wait }) => ({ ...wait, during: intervalFromText(during) }));
}

type Waiting = {
  id: string;
  roomId: string;
  personId: string;
  during: string;
  people: number;
  equipment: EquipmentWish[];
  purpose: string;
};

/**
 * Offers time that came free to whoever waited first, as a booking that keeps it for them until a deadline. In the transaction
 * that frees it, which has the turn.
 *
 * @param freed null to look at everybody who waits there
 * @returns how many offers were made
 */
export async function offerFreed(ctx: Context, spaceId: string, freed: Interval | null): Promise<number> {
  const { rows } = await ctx.db.execute<Waiting>(sql`
    select id, room_id as "roomId", person_id as "personId", during::text as during, people, equipment, purpose
    from booking_wait where space_id = ${spaceId} and status = 'waiting' and (during && ${freed && intervalToText(freed)}::tstzrange) is not false
      and lower(during) > ${ctx.now.toString()}::timestamptz
    order by created_at, id for update skip locked`);
  let offers = 0;
  for (const waiting of rows) if (await offer(ctx, waiting)) offers += 1;
  return offers;
}

/** @returns false when it does not fit, or no longer: they go on waiting */
async function offer(ctx: Context, { id, ...waiting }: Waiting): Promise<boolean> {
  const during = intervalFromText(waiting.during);
  const bookingId = await offerRoom(ctx, { ...waiting, during, answerBy: acceptBy(during.start, ctx.now) });
  if (!bookingId) return false;
  await ctx.db.execute(
    sql`update booking_wait set status = 'offered', booking_id = ${bookingId} where id = ${id}`,
  );
  return true;
}

/** Takes what was offered. @throws DomainError conflict when the time to answer is over, or the room can no longer take it */
export async function acceptOffer(ctx: Context, id: string): Promise<void> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  const offered = await readBooking(ctx.db, id);
  if (offered?.bookedBy !== personId) throw new DomainError("not_found", { code: "booking.unknown" });
  const isTheirs = offered.status === "offered";
  await transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    if (isTheirs) await canKeep(within, offered);
    const { rows } = await db.execute<{
      spaceId: string;
      sequence: number;
      status: "requested" | "confirmed";
    }>(sql`
      update booking set status = case when status = 'offered' and (select needs_approval from resource where id = room_id)
          then 'requested' else 'confirmed' end,
        answer_by = case when (select needs_approval from resource where id = room_id)
          then least(lower(during), ${ctx.now.add({ hours: 72 }).toString()}::timestamptz) end,
        asked_at = ${ctx.now.toString()}::timestamptz, version = version + 1, sequence = sequence + 1
      where id = ${id} and booked_by = ${personId} and status = 'offered' and answer_by > ${ctx.now.toString()}::timestamptz
      returning space_id as "spaceId", sequence, status`);
    const [accepted] = rows;
    if (!accepted) throw new DomainError("conflict", { code: "booking.offer_is_over" });
    const { spaceId, sequence, status } = accepted;
    await tell(within, status, { id, bookedBy: personId, sequence });
    if (status === "requested") await askStaff(within, { id, spaceId });
    await recordAudit(db, { actor: ctx.actor, action: "booking.offer_accepted", spaceId, subject: id });
  });
}

/** Requests and offers nobody answered in time: the time is free again, for the next who waits. One at a time, each whole. */
export async function lapseUnanswered(ctx: Context): Promise<number> {
  let lapsed = 0;
  while (await transaction(ctx.db, (db) => lapseNext({ ...ctx, db }))) lapsed += 1;
  return lapsed;
}

async function lapseNext(ctx: Context): Promise<boolean> {
  const { db, now } = ctx;
  const unanswered = sql`status in ('requested', 'offered') and answer_by <= ${now.toString()}::timestamptz`;
  const { rows: found } = await db.execute<{ id: string; spaceId: string }>(sql`
    select id, space_id as "spaceId" from booking where ${unanswered} order by answer_by, id limit 1`);
  const [next] = found;
  if (!next) return false;
  const { id, spaceId } = next;
  await haveTurn(ctx, spaceId);
  const { rows } = await db.execute<{ during: string; personId: string; sequence: number }>(sql`
    update booking set status = 'refused', note = '', version = version + 1, sequence = sequence + 1
    where id = ${id} and ${unanswered}
    returning during::text as during, booked_by as "personId", sequence`);
  const [lapsed] = rows;
  // Another process was here first: on to the next.
  if (!lapsed) return true;
  const { personId, sequence } = lapsed;
  await release(db, spaceId, id);
  await tell(ctx, "refused", { id, bookedBy: personId, sequence });
  await recordAudit(db, { actor: ctx.actor, action: "booking.lapsed", spaceId, subject: id });
  await offerFreed(ctx, spaceId, intervalFromText(lapsed.during));
  return true;
}

/** Looks again at everybody who waits: for time that came free by itself, or while somebody else was deciding. */
export async function offerAll(ctx: Context, spaceId: string | null = null): Promise<number> {
  const { rows } = await ctx.db.execute<{ spaceId: string }>(sql`
    select distinct space_id as "spaceId" from booking_wait
    where status = 'waiting' and lower(during) > ${ctx.now.toString()}::timestamptz
      and space_id = coalesce(${spaceId}::uuid, space_id)`);
  let offers = 0;
  for (const { spaceId: where } of rows)
    offers += await transaction(ctx.db, async (db) => {
      await haveTurn({ ...ctx, db }, where);
      return offerFreed({ ...ctx, db }, where, null);
    });
  return offers;
}
