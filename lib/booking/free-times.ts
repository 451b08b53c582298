import { sql } from "drizzle-orm";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/identity/context.ts";
import { withinBudget } from "#lib/identity/work.ts";
import { equippedWith, isFree, isWelcome, maySee, refusingSpaces, takesBookings } from "./fitness.ts";
import type { EquipmentWish } from "./schema.ts";

/** A room that suits, free from then on for as long as was asked. */
export type FreeTime = { roomId: string; roomName: string; during: Interval };

export type TimesWish = {
  spaceSlug: string;
  people: number;
  minutes: number;
  equipment: EquipmentWish[];
  /** Only this room. */
  roomId?: string;
  /** A booking that would move: its own time is no obstacle. */
  moving?: string;
};

const START_EVERY = "30 minutes";

/** Every half hour from which a room of the space is free, with the smallest room that suits. In order of time. */
export function findFreeTimes(ctx: Context, wish: TimesWish, within: Interval): Promise<FreeTime[]> {
  return withinBudget(ctx, () => freeTimes(ctx, wish, within));
}

async function freeTimes(ctx: Context, wish: TimesWish, within: Interval): Promise<FreeTime[]> {
  const { spaceSlug, people, minutes, equipment, roomId, moving } = wish;
  const length = sql`make_interval(mins => ${minutes}::int)`;
  const during = sql`tstzrange(start, start + ${length})`;
  const { rows } = await ctx.db.execute<{ roomId: string; roomName: string; during: string }>(sql`
    select free."roomId", free."roomName", ${during}::text as during
    from space join opening on opening.space_id = space.id and opening.during && ${intervalToText(within)}::tstzrange
      cross join lateral generate_series(lower(opening.during), upper(opening.during) - ${length}, ${START_EVERY}::interval) as start
      cross join lateral (
        with refusing as materialized (${refusingSpaces(ctx, { minutes, during, moving })})
        select room.id as "roomId", room.name as "roomName"
        from resource room
        where room.space_id = space.id and room.capacity >= ${people}::int
          and ${takesBookings(ctx, { minutes, start: sql`start` })} and ${maySee(ctx)} and ${isWelcome(ctx)}
          ${roomId ? sql`and room.id = ${roomId}` : sql``}
          and ${isFree(ctx, "room", during, moving)}
          and ${equippedWith(ctx, equipment, during)}
        order by room.capacity, room.name, room.id limit 1) free
    where space.slug = ${spaceSlug} and start >= ${ctx.now.toString()}::timestamptz
      and start >= ${within.start.toString()}::timestamptz and start < ${within.end.toString()}::timestamptz
    order by start`);
  return rows.map(({ during, ...room }) => ({ ...room, during: intervalFromText(during) }));
}

/** Few enough to choose from: the first, and then each that starts at least an hour after the one before. */
export function hourly<T extends { during: Interval }>(times: T[]): T[] {
  const kept: T[] = [];
  for (const time of times) {
    const before = kept.at(-1)?.during.start;
    if (!before || before.until(time.during.start).total("minutes") >= 60) kept.push(time);
  }
  return kept;
}
