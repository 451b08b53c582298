import { inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { stockAllocations } from "#db/schema/allocation.ts";
import { type Interval, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { awayFor, canCome, overlaps, worksAt } from "./fitness.ts";
import type { MayHold } from "./holding.ts";
import { heldFor } from "./rules.ts";
import type { EquipmentRequest } from "./schema.ts";

/*
 * What a booking takes and gives back, inside a transaction of its command. Rooms before stock, ids ascending inside each, so
 * that two commands never wait for each other in a circle.
 */

export type Claim = {
  bookingId: string;
  /** Whose holds give way: their own. */
  leave: MayHold;
  during: Interval;
  equipment: EquipmentRequest[];
  /** It had its equipment before: what was lent to it needs no time to arrive. */
  isKnown?: boolean;
};

/**
 * Takes everything, or throws: the caller's transaction then takes nothing.
 *
 * @throws DomainError conflict booking.slot_taken
 */
export async function take(ctx: Context, claim: Claim): Promise<void> {
  await holdRooms(ctx, claim);
  await takeStock(ctx, claim);
}

/** Fewer rows back than sent means somebody else was first. */
async function holdRooms(ctx: Context, { bookingId, ...claim }: Claim): Promise<void> {
  const rows = await rowsOf<{ missing: number }>(
    ctx.db,
    sql`
      with ${takenRooms(ctx, { ...claim, bookingId: sql`${bookingId}::uuid` })}
      select ((select count(*) from part) - count(*))::int as missing from taken`,
  );
  if (rows[0]?.missing !== 0) throw new DomainError("conflict", { code: "booking.slot_taken" });
}

/**
 * `part` (what is to be held), `ran_out`, `served` and `taken`, as parts of a statement. The
 * constraint decides who was first: whatever somebody else holds is not among `taken`. Holds that
 * ran out, and the holder's own as a whole, are deleted before anything is inserted, and after the
 * booking: that it is there is asked for first (turns.ts).
 */
export function takenRooms(
  ctx: Context,
  { bookingId, leave, during }: Omit<Claim, "bookingId" | "equipment"> & { bookingId: SQL },
): SQL {
  const { rooms, personId } = leave;
  const parts = rooms
    .flatMap((room) =>
      room.holds.map((id) => ({ id, held: intervalToText(heldFor(during, room)) })),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const spaceId = sql`${rooms[0]?.spaceId ?? null}::uuid`;
  return sql`part as (select * from unnest(${sql.param(parts.map(({ id }) => id))}::uuid[],
      ${sql.param(parts.map(({ held }) => held))}::tstzrange[]) as part(id, held)),
    ran_out as (delete from allocation hold using part
      where ${bookingId} is not null and hold.space_id = ${spaceId} and hold.resource_id = part.id
        and hold.active
        and ${overlaps("hold", sql`part.held`)} and hold.kind = 'hold'
          and hold.expires_at <= ${ctx.now.toString()}::timestamptz
      returning 1),
    served as (delete from allocation hold
      where ${bookingId} is not null and hold.space_id = ${spaceId} and hold.kind = 'hold'
        and hold.held_by = ${personId}::uuid
        and exists (select from allocation own join part on own.resource_id = part.id
          and ${overlaps("own", sql`part.held`)}
          where own.space_id = ${spaceId} and own.active and own.kind = 'hold'
            and own.held_by = ${personId}::uuid)
      returning 1),
    taken as (insert into allocation (space_id, resource_id, booking_id, during)
      select ${spaceId}, part.id, ${bookingId}, part.held
      from part cross join (select count(*) from ran_out) as first
      cross join (select count(*) from served) as second order by part.id
      on conflict do nothing returning 1)`;
}

/** Equipment to take from stock for a request: what the rooms have themselves is left out. */
export function stockRequests({
  rooms,
  equipment,
}: Pick<MayHold, "rooms"> & Pick<Claim, "equipment">): EquipmentRequest[] {
  const inRooms = (kind: string) => rooms.some(({ features }) => features.includes(kind));
  return equipment.filter(({ kind, quantity }) => quantity > 1 || !inRooms(kind));
}

/**
 * Takes pieces of stock, of the space or lent to it.
 *
 * @throws DomainError invalid booking.no_such_equipment
 */
export async function takeStock(
  ctx: Context,
  { bookingId, leave, during, equipment, isKnown = false }: Claim,
): Promise<void> {
  const { db } = ctx;
  const { rooms } = leave;
  const [room] = rooms;
  if (!room) return;
  const holds = rooms.flatMap((each) => each.holds);
  const chosen: { resourceId: string; spaceId: string; quantity: number; during: string }[] = [];
  for (const { kind, quantity } of stockRequests({ rooms, equipment })) {
    const range = sql`requested.during`;
    const found = await rowsOf<{ resourceId: string; spaceId: string; away: string }>(
      db,
      sql`
        select thing.id as resource_id, thing.space_id, (${awayFor(range)})::text as away
        from resource thing cross join (select ${intervalToText(during)}::tstzrange
          as during) requested
          cross join (select ${room.spaceId}::uuid as space_id,
          ${sql.param(holds)}::uuid[] as holds) room
        where thing.equipment_kind = ${kind} and ${worksAt(range)}
          and ${isKnown ? sql`(thing.space_id = room.space_id or thing.lendable)` : canCome(ctx, range)}
          and (thing.stays_in is null or thing.stays_in = any(room.holds))
        order by (thing.quantity - peak_stock_use(thing.id,
          ${awayFor(range)}) >= ${quantity}::int) desc,
          (thing.stays_in is not null) desc, (thing.space_id = room.space_id) desc,
          thing.travel_minutes, thing.id
        limit 1`,
    );
    const [stock] = found;
    if (!stock) throw new DomainError("invalid", { code: "booking.no_such_equipment" });
    chosen.push({
      resourceId: stock.resourceId,
      spaceId: stock.spaceId,
      quantity,
      during: stock.away,
    });
  }
  chosen.sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
  for (const { during: away, ...taken } of chosen)
    await db
      .insert(stockAllocations)
      .values({ ...taken, bookingId, during: sql`${away}::tstzrange` });
}

/** Gives back all that bookings of one space hold. */
export async function release(
  db: Database,
  spaceId: string,
  ...bookingIds: string[]
): Promise<void> {
  const ids = sql.param(bookingIds);
  await db.execute(
    sql`delete from allocation where space_id = ${spaceId} and booking_id = any(${ids}::uuid[])`,
  );
  await db.delete(stockAllocations).where(inArray(stockAllocations.bookingId, bookingIds));
}

/**
 * Gives back what lies before a start that became later, and after an end that came early; the time
 * to make ready and to tidy up, and the way of what was lent, stay as long.
 */
export async function releaseOutside(
  db: Database,
  booking: { id: string; spaceId: string; during: Interval },
  { start, end }: Interval,
) {
  const from = sql`lower(during) + (${start.toString()}::timestamptz - ${booking.during.start.toString()}::timestamptz)`;
  const shortened = sql`tstzrange(${from}, greatest(
    upper(during) - (${booking.during.end.toString()}::timestamptz - ${end.toString()}::timestamptz), ${from} + interval '1 minute'))`;
  await db.execute(sql`update allocation set during = ${shortened}
    where space_id = ${booking.spaceId} and booking_id = ${booking.id}`);
  const rows = await rowsOf<{
    resourceId: string;
    spaceId: string;
    quantity: number;
    during: string;
  }>(
    db,
    sql`
      delete from stock_allocation where booking_id = ${booking.id}
      returning resource_id, space_id, quantity, (${shortened})::text as during`,
  );
  for (const { during, ...piece } of rows.sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1)))
    await db
      .insert(stockAllocations)
      .values({ ...piece, bookingId: booking.id, during: sql`${during}::tstzrange` });
}
