import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { overlaps } from "./fitness.ts";
import type { RoomToBook } from "./rooms-to-book.ts";
import { heldFor } from "./rules.ts";

/*
 * Holds: allocations of kind `hold`, which keep a room for one person until they expire.
 */

/**
 * Takes a room for somebody until a moment. Expired holds in the way are deleted first.
 *
 * @returns false when any part of the room was taken by somebody else: then the caller's
 *   transaction must be rolled back
 */
export async function insertHold(
  { db, now }: Context,
  {
    room,
    during,
    personId,
    until,
  }: { room: RoomToBook; during: Interval; personId: string; until: string },
): Promise<boolean> {
  const held = intervalToText(heldFor(during, room));
  const parts = room.holds.toSorted();
  const rows = await rowsOf<{ taken: number }>(
    db,
    sql`
      with freed as (delete from allocation hold where space_id = ${room.spaceId}
        and resource_id = any(${sql.param(parts)}::uuid[])
        and kind = 'hold' and active and ${overlaps("hold", sql`${held}::tstzrange`)}
          and expires_at <= ${now.toString()}::timestamptz returning 1),
      taken as (insert into allocation (space_id, resource_id, kind, during, held_by, expires_at)
        select ${room.spaceId}::uuid, part.id, 'hold', ${held}::tstzrange, ${personId}::uuid,
          ${until}::timestamptz
        from unnest(${sql.param(parts)}::uuid[]) as part(id)
        cross join (select count(*) from freed) as first
        on conflict do nothing returning 1)
      select count(*)::int as taken from taken`,
  );
  return rows[0]?.taken === parts.length;
}

/** Deletes every hold of a person, in all spaces. */
export async function deleteHoldsOf(db: Database, personId: string): Promise<void> {
  await db.execute(sql`delete from allocation where (space_id, id) in (
    select space_id, id from allocation where kind = 'hold' and held_by = ${personId} order by resource_id for update)`);
}

/** Whether a person holds one of these rooms at some moment of an interval. */
export async function holdsAnyRoom(
  db: Database,
  personId: string,
  roomIds: string[],
  during: Interval,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    select from resource room join allocation held on held.space_id = room.space_id
      and held.resource_id = any(room.holds)
    where room.id = any(${sql.param(roomIds)}::uuid[]) and held.kind = 'hold' and held.active
      and held.held_by = ${personId} and ${overlaps("held", sql`${intervalToText(during)}::tstzrange`)} limit 1`);
  return rowCount === 1;
}

/**
 * Deletes expired holds. They keep nobody out; this keeps the table small.
 *
 * @returns how many were deleted
 */
export async function sweepHolds({ db, now }: Context): Promise<number> {
  const { rowCount } = await db.execute(sql`delete from allocation where (space_id, id) in (
    select space_id, id from allocation where kind = 'hold'
      and expires_at <= ${now.toString()}::timestamptz
    for update skip locked)`);
  return rowCount ?? 0;
}
