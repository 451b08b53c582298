import { sql } from "drizzle-orm";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { isOpeningWithin } from "#lib/places/spaces/openness.ts";
import { keptForOthers } from "./fitness.ts";
import { firstGap } from "./gaps.ts";

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
 * The rooms of some spaces that everybody may book and that work, smallest first, with their hours and what is taken of them for
 * whoever asks. To show a day at a glance: what can be booked, search and free times say.
 */
export async function roomTimes(ctx: Context, slugs: string[], within: Interval): Promise<RoomTimes[]> {
  if (slugs.length === 0) return [];
  const window = sql`${intervalToText(within)}::tstzrange`;
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const { rows } = await ctx.db.execute<
    Omit<RoomTimes, "openings" | "taken"> & { openings: string[]; taken: string[] }
  >(sql`
    select space.slug as "spaceSlug", space.time_zone as "timeZone", room.id as "roomId", room.name as "roomName",
      room.min_minutes as "minMinutes",
      array(select during::text from opening where ${isOpeningWithin(sql`space.id`, window)} order by during) as openings,
      array(select unnest(range_agg(busy.during))::text from (
        select held.during from allocation held where held.space_id = room.space_id and held.resource_id = any(room.holds)
          and held.active and held.kind <> 'hold' and held.during && ${window}
        union all select kept.during ${keptForOthers("room", window, personId)}) busy) as taken
    from space join resource room on room.space_id = space.id
    where space.slug = any(${sql.param(slugs)}::text[]) and room.kind in ('room', 'desk') and room.bookable_by = 'everyone'
      and (room.out_of_service_reason is null or room.out_of_service_until <= ${ctx.now.toString()}::timestamptz)
    order by space.slug, room.capacity, room.name, room.id`);
  return rows.map(({ openings, taken, ...room }) => ({
    ...room,
    openings: openings.map(intervalFromText),
    taken: taken.map(intervalFromText),
  }));
}

const DAYS_AHEAD = 4;
/** Long enough to sit down for. */
const USEFUL_MINUTES = 60;

/** The first time at which a room of each space is free for an hour, within a few days. */
export async function nextFreeOf(
  ctx: Context,
  slugs: string[],
): Promise<Map<string, { roomName: string; from: Temporal.Instant }>> {
  const rooms = await roomTimes(ctx, slugs, { start: ctx.now, end: ctx.now.add({ hours: 24 * DAYS_AHEAD }) });
  const found = new Map<string, { roomName: string; from: Temporal.Instant }>();
  for (const { spaceSlug, roomName, minMinutes, openings, taken } of rooms) {
    const gap = firstGap(openings, taken, ctx.now, Math.max(USEFUL_MINUTES, minMinutes));
    const known = found.get(spaceSlug);
    if (gap && (!known || Temporal.Instant.compare(gap.start, known.from) < 0))
      found.set(spaceSlug, { roomName, from: gap.start });
  }
  return found;
}
