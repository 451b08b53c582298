import { sql } from "drizzle-orm";
import { intervalToText } from "#db/types.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, authorise } from "#lib/identity/policy.ts";
import { limit } from "#lib/identity/rate-limits.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { roomsOf } from "./answer.ts";
import { withAlternatives } from "./clash.ts";
import { overlaps } from "./fitness.ts";
import { bookableRoom } from "./queries.ts";
import { heldFor, refusalFor } from "./rules.ts";
import type { BookingRequest } from "./schema.ts";
import { shareTurn } from "./turns.ts";

const HOLD_MINUTES = 10;

/**
 * Keeps a room for somebody while they read and decide. One per person: a new one frees the one before. Their own
 * search and booking do not see it; everybody else finds the room taken.
 *
 * @throws DomainError conflict with alternatives when somebody was first
 */
export async function holdTime(ctx: Context, wish: BookingRequest): Promise<{ expiresAt: string }> {
  authorise(ctx.actor, "booking.request");
  const { personId } = authenticated(ctx.actor, "booking.request");
  const room = await bookableRoom(ctx, wish.roomId, wish, personId);
  const refusal = refusalFor(wish, room, ctx.now);
  if (refusal) throw new DomainError("invalid", refusal);
  await limit(ctx, { key: `hold:${personId}`, attempts: 120, windowMinutes: 60 });
  const expiresAt = ctx.now.add({ minutes: HOLD_MINUTES }).toString();
  const held = intervalToText(heldFor(wish, room));
  const holds = room.holds.toSorted();
  // Before, not with it: whoever waits for a room holds no other meanwhile.
  await freeHold(ctx);
  try {
    await transaction(ctx.db, async (db) => {
      await shareTurn({ ...ctx, db }, room.spaceId);
      const { rows } = await db.execute<{ taken: number }>(sql`
        with freed as (delete from allocation hold where space_id = ${room.spaceId} and resource_id = any(${sql.param(holds)}::uuid[])
          and kind = 'hold' and active and ${overlaps("hold", sql`${held}::tstzrange`)} and expires_at <= ${ctx.now.toString()}::timestamptz returning 1),
        taken as (insert into allocation (space_id, resource_id, kind, during, held_by, expires_at)
          select ${room.spaceId}::uuid, part.id, 'hold', ${held}::tstzrange, ${personId}::uuid, ${expiresAt}::timestamptz
          from unnest(${sql.param(holds)}::uuid[]) as part(id) cross join (select count(*) from freed) as first
          on conflict do nothing returning 1)
        select count(*)::int as taken from taken`);
      if (rows[0]?.taken !== holds.length) throw new DomainError("conflict", { code: "booking.slot_taken" });
    });
  } catch (error) {
    throw await withAlternatives(ctx, error, wish);
  }
  return { expiresAt };
}

/** Frees what the actor holds. */
export async function freeHold(ctx: Context): Promise<void> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  await ctx.db.execute(sql`delete from allocation where (space_id, id) in (
    select space_id, id from allocation where kind = 'hold' and held_by = ${personId} order by resource_id for update)`);
}

/** Whether the actor holds one of these rooms at this time. */
export async function holdsAnyOf({ db, actor }: Context, wish: BookingRequest): Promise<boolean> {
  const { personId } = authenticated(actor, "booking.request");
  const { rowCount } = await db.execute(sql`
    select from resource room join allocation held on held.space_id = room.space_id and held.resource_id = any(room.holds)
    where room.id = any(${sql.param(roomsOf(wish))}::uuid[]) and held.kind = 'hold' and held.active
      and held.held_by = ${personId} and ${overlaps("held", sql`${intervalToText(wish)}::tstzrange`)} limit 1`);
  return rowCount === 1;
}

/** Deletes holds that ran out. They keep nobody out; this keeps the table small. */
export async function sweepHolds({ db, now }: Context): Promise<number> {
  const { rowCount } = await db.execute(sql`delete from allocation where (space_id, id) in (
    select space_id, id from allocation where kind = 'hold' and expires_at <= ${now.toString()}::timestamptz
    for update skip locked)`);
  return rowCount ?? 0;
}
