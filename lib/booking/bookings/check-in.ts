import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { bookings } from "#db/schema/booking.ts";
import { intervalToText } from "#db/types.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { EARLY_MINUTES, mayArrive } from "./allowed-actions.ts";
import { applyEvent, type BookingRow } from "./apply-event.ts";
import { findBooking, readBooking } from "./queries.ts";
import { statesBefore } from "./transitions.ts";

/**
 * Staff check a booking in: they saw that its people came. Idempotent.
 *
 * @throws DomainError conflict too early, over, or given away
 */
export async function checkIn(ctx: Context, id: string): Promise<void> {
  // One that the actor may not see is to them as if it did not exist.
  const booking = await findBooking(ctx, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  authorise(ctx.actor, "booking.manage", { spaceId: booking.spaceId });
  const now = ctx.now.toString();
  await transaction(ctx.db, async (db) => {
    const [came] = await applyEvent({ ...ctx, db }, "check_in", {
      where: sql`id = ${id} and upper(during) > ${now}::timestamptz
        and lower(during) <= ${now}::timestamptz + make_interval(mins => ${EARLY_MINUTES})`,
      set: { checkedInAt: sql`coalesce(checked_in_at, ${now}::timestamptz)` },
    });
    if (!came) throw new DomainError("conflict", { code: "booking.no_check_in_now" });
  });
}

/**
 * Checks somebody who is at a space in to their own bookings there that run or start soon.
 *
 * @returns how many bookings that were
 */
export async function checkInOwnBookings(
  ctx: Context,
  { personId, spaceId, at }: { personId: string; spaceId: string; at: Temporal.Instant },
): Promise<number> {
  const near = intervalToText({ start: at, end: at.add({ minutes: EARLY_MINUTES, seconds: 1 }) });
  const found = await ctx.db
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.bookedBy, personId),
        eq(bookings.spaceId, spaceId),
        inArray(bookings.status, statesBefore("arrive")),
        sql`${bookings.during} && ${near}::tstzrange`,
      ),
    )
    .orderBy(sql`lower(${bookings.during})`, bookings.id)
    .for("update");
  const ids = (found as BookingRow[])
    .filter((booking) => mayArrive(booking, at))
    .map(({ id }) => id);
  if (ids.length === 0) return 0;
  const came = await applyEvent(ctx, "arrive", {
    where: inArray(bookings.id, ids),
    set: { checkedInAt: at },
  });
  return came.length;
}

/**
 * Gives away the rooms of whoever did not come: rooms say after how many minutes. Not those of a
 * session, whose sheet says who came. One at a time, each whole: a check-in at the same moment wins
 * or comes too late.
 */
export async function releaseMissed(ctx: Context): Promise<number> {
  let released = 0;
  while (await transaction(ctx.db, (db) => releaseNext({ ...ctx, db }))) released += 1;
  return released;
}

/** @returns false when there is none left to which nobody came */
async function releaseNext(ctx: Context): Promise<boolean> {
  const { db } = ctx;
  const now = sql`${ctx.now.toString()}::timestamptz`;
  const nobodyCame = sql`status = 'confirmed' and checked_in_at is null and during @> ${now}
    and exists (select from spaces_resource room where room.id = booking.room_id
      and lower(booking.during) + make_interval(mins => room.release_minutes) <= ${now})
    and not exists (select from sessions_session session where session.booking_id = booking.id)`;
  const found = await rowsOf<{ id: string; spaceId: string }>(
    db,
    sql`
      select missed.id, missed.space_id from spaces_space space cross join lateral (
        select * from booking where booking.space_id = space.id and ${nobodyCame} offset 0) missed
      order by lower(missed.during), missed.id limit 1`,
  );
  const [next] = found;
  if (!next) return false;
  const { id, spaceId } = next;
  // Somebody came, or another process was here: on to the next.
  await markMissed(ctx, { id, spaceId }, nobodyCame);
  return true;
}

/**
 * Marks a booking as missed: its time is free again, and whoever booked gets a message.
 *
 * @param nobodyCame what must still be so of the row of `booking`
 * @returns false when it is not
 */
async function markMissed(
  ctx: Context,
  { id, spaceId }: { id: string; spaceId: string },
  nobodyCame: SQL,
): Promise<boolean> {
  await haveTurn(ctx, spaceId);
  const missed = await applyEvent(ctx, "miss", { where: sql`id = ${id} and ${nobodyCame}` });
  return missed.length > 0;
}

/**
 * A manager notes that nobody came, during the booking or within a day after it: also in rooms that
 * are never given away by the clock.
 */
export async function noteMissed(ctx: Context, id: string): Promise<void> {
  const booking = await readBooking(ctx.db, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  const { spaceId } = booking;
  authorise(ctx.actor, "space.manage", { spaceId });
  const now = sql`${ctx.now.toString()}::timestamptz`;
  const nobodyCame = sql`status = 'confirmed' and checked_in_at is null and lower(during) < ${now}
    and upper(during) > ${now} - interval '1 day'
    and not exists (select from sessions_session session where session.booking_id = booking.id)`;
  const isMissed = await transaction(ctx.db, (db) =>
    markMissed({ ...ctx, db }, { id, spaceId }, nobodyCame),
  );
  if (!isMissed) throw new DomainError("conflict", { code: "booking.not_missed" });
}

export type MissedBooking = {
  id: string;
  spaceName: string;
  timeZone: string;
  roomName: string;
  start: string;
  person: string;
};

/**
 * Bookings of the last 90 days that nobody came to, in the actor's spaces, and that still count.
 */
export async function missedBookings(ctx: Context): Promise<MissedBooking[]> {
  authorise(ctx.actor, "booking.manage");
  const rows = await rowsOf<MissedBooking>(
    ctx.db,
    sql`
      select booking.id, space.name as space_name, space.time_zone,
        room.name as room_name, to_json(lower(booking.during)) #>> '{}' as start,
        person.display_name as person
      from booking join spaces_space space on space.id = booking.space_id join spaces_resource room
        on room.id = booking.room_id
        join identity_person person on person.id = booking.booked_by
      where booking.status = 'missed' and booking.forgiven_at is null
        and upper(booking.during) > ${ctx.now.subtract({ hours: 24 * 90 }).toString()}::timestamptz
        and ${isIn(ctx.actor, "booking.manage", sql`booking.space_id`)}
      order by lower(booking.during) desc, booking.id limit 200`,
  );
  return rows;
}

/** Lets a missed booking count no longer against whoever booked it: for managers. Idempotent. */
export async function forgiveMissed(ctx: Context, id: string): Promise<void> {
  const booking = await readBooking(ctx.db, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  authorise(ctx.actor, "space.manage", { spaceId: booking.spaceId });
  const where = sql`id = ${id} and forgiven_at is null`;
  await transaction(ctx.db, (db) =>
    applyEvent({ ...ctx, db }, "forgive", { where, set: { forgivenAt: ctx.now } }),
  );
}
