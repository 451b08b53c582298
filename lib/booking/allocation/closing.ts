import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalToText } from "#db/types.ts";
import { takenWithin } from "./fitness.ts";

/**
 * Takes rooms of a space for a closure: every moment of the windows that no other closure has.
 * Holds in the way are deleted, each with all of its rooms.
 *
 * @param rooms ids of rooms without parts
 * @returns false when a booking stood in the way: then the caller's transaction must be rolled back
 */
export async function takeForClosure(
  db: Database,
  spaceId: string,
  closureId: string,
  rooms: string[],
  windows: Interval[],
): Promise<boolean> {
  const inTheWay = takenWithin(sql`held.kind, held.held_by`, {
    start: sql`lower(part.window_)`,
    end: sql`upper(part.window_)`,
  });
  const rows = await rowsOf<{ wanted: number; taken: number }>(
    db,
    sql`
      with room as (select ${spaceId}::uuid as space_id),
      part as (select id, window_ from unnest(${sql.param(rooms)}::uuid[]) as id
        cross join unnest(${sql.param(windows.map(intervalToText))}::tstzrange[]) as window_),
      freed as (delete from allocation hold where hold.space_id = ${spaceId} and hold.kind = 'hold'
        and hold.held_by in (
        select hit.held_by from room cross join part cross join lateral (${inTheWay}) hit
        where hit.kind = 'hold') returning 1),
      wanted as materialized (select part.id, piece from room cross join part
      cross join lateral unnest(tstzmultirange(part.window_) - coalesce((
        select range_agg(closed.during) from (${inTheWay}) closed
        where closed.kind = 'closure'), '{}')) as piece),
      taken as (insert into allocation (space_id, resource_id, kind, closure_id, during)
        select ${spaceId}::uuid, wanted.id, 'closure', ${closureId}::uuid, wanted.piece
        from wanted cross join (select count(*) from freed) as first
        order by wanted.id, wanted.piece
        on conflict do nothing returning 1)
      select (select count(*) from wanted)::int as wanted, (select count(*) from taken)::int as taken`,
  );
  return rows[0]?.wanted === rows[0]?.taken;
}
