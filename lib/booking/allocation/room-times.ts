import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { type Interval, instantFromText, intervalFromText, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { openingsWithin } from "#lib/places/spaces/openness.ts";
import { heldWithin, keptForOthers } from "./fitness.ts";
import { nextQuarter } from "./gaps.ts";

/** When a room is open and when it is taken: by whom, and by how many, is not in it. */
export type RoomTimes = {
  spaceSlug: string;
  timeZone: string;
  roomId: string;
  roomName: string;
  minMinutes: number;
  openings: Interval[];
  taken: Interval[];
};

/**
 * The rooms of some spaces that everybody may book and that work, smallest first, with their hours
 * and what is taken of them for whoever asks. To show a day at a glance: what can be booked, search
 * and free times say.
 */
export async function roomTimes(
  ctx: Context,
  slugs: string[],
  within: Interval,
): Promise<RoomTimes[]> {
  if (slugs.length === 0) return [];
  const window = sql`${intervalToText(within)}::tstzrange`;
  const rows = await rowsOf<
    Omit<RoomTimes, "openings" | "taken"> & { openings: string[]; taken: string[] }
  >(
    ctx.db,
    sql`
      select space.slug as space_slug, space.time_zone, room.id as room_id, room.name as room_name,
        room.min_minutes,
        array(select during::text from (${openingsWithin(sql`space.id`, window)}) opening
        order by during) as openings,
        array(select unnest(${takenOf(ctx, window)})::text) as taken
      from ${roomsForAll(ctx, slugs)}
      order by space.slug, room.capacity, room.name collate reading_order, room.id`,
  );
  return rows.map(({ openings, taken, ...room }) => ({
    ...room,
    openings: openings.map(intervalFromText),
    taken: taken.map(intervalFromText),
  }));
}

const DAYS_AHEAD = 4;
/** Long enough to sit down for. */
export const USEFUL_MINUTES = 60;

export type NextFree = { roomName: string; from: Temporal.Instant };

/**
 * The first time at which a room of each space is free for an hour, within a few days: what {@link
 * firstGap} finds in the times of its rooms, worked out where they lie.
 */
export async function nextFreeOf(ctx: Context, slugs: string[]): Promise<Map<string, NextFree>> {
  if (slugs.length === 0) return new Map();
  const start = nextQuarter(ctx.now);
  const window = sql`${intervalToText({ start, end: ctx.now.add({ hours: 24 * DAYS_AHEAD }) })}::tstzrange`;
  const rows = await rowsOf<{ spaceSlug: string; roomName: string; start: string }>(
    ctx.db,
    sql`
      select distinct on (space.slug) space.slug as space_slug, room.name as room_name,
        lower(gap.during)::text as start
      from ${roomsForAll(ctx, slugs)}
        cross join lateral (select ${takenOf(ctx, window)} as times) taken
        cross join lateral (
          select left_over as during from (${openingsWithin(sql`space.id`, window)}) opening
            cross join lateral unnest(tstzmultirange(opening.during * ${window})
              - coalesce(taken.times, '{}')) as left_over
          where upper(left_over) - lower(left_over)
            >= make_interval(mins => greatest(${USEFUL_MINUTES}::int, room.min_minutes))
          order by lower(left_over) limit 1) gap
      order by space.slug, lower(gap.during), room.capacity, room.name collate reading_order, room.id`,
  );
  return new Map(
    rows.map((row) => [
      row.spaceSlug,
      { roomName: row.roomName, from: instantFromText(row.start) },
    ]),
  );
}

/**
 * Rooms and desks of spaces that everybody may book and that work, as the tables `space` and `room`
 * of a query.
 */
function roomsForAll(ctx: Context, slugs: string[]): SQL {
  return sql`space join resource room on room.space_id = space.id and space.slug = any(${sql.param(slugs)}::text[])
    and room.kind in ('room', 'desk') and room.bookable_by = 'everyone'
    and (room.out_of_service_reason is null or room.out_of_service_until <= ${ctx.now.toString()}::timestamptz)`;
}

/**
 * What is taken of the row `room` within a range for whoever asks, as a multirange; null when it is
 * nothing.
 */
function takenOf(ctx: Context, window: SQL): SQL {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const taken = heldWithin(
    (moment) => sql`from allocation held
      where held.space_id = room.space_id and held.resource_id = part.id
        and held.active and held.kind <> 'hold' and upper(held.during) > ${moment}`,
    { start: sql`lower(${window})`, end: sql`upper(${window})` },
  );
  return sql`(select range_agg(busy.during) from (
    select had.during from unnest(room.holds) as part(id) cross join lateral (${taken}) had
    union all select kept.during ${keptForOthers("room", window, personId)}) busy)`;
}
