import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import {
  equippedWith,
  isFreeBeside,
  isWelcome,
  maySee,
  obstacleColumns,
  refusingSpaces,
  takesBookings,
} from "#lib/booking/allocation/fitness.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { withinBudget } from "#lib/foundation/identity/programs/work.ts";
import { daysOf } from "#lib/foundation/platform/time/days.ts";
import { isOpeningWithin } from "#lib/places/spaces/openness.ts";

/** A room that suits, free from then on for as long as was asked. */
export type FreeTime = { roomId: string; roomName: string; during: Interval };

export type TimesInput = {
  spaceSlug: string;
  people: number;
  minutes: number;
  equipment: EquipmentRequest[];
  /** Only this room. */
  roomId?: string;
  /** A booking that would move: its own time is no obstacle. */
  moving?: string;
};

const START_EVERY = "30 minutes";

/**
 * Every half hour from which a room of the space is free, with the smallest room that suits. In
 * order of time.
 */
export function findFreeTimes(
  ctx: Context,
  input: TimesInput,
  within: Interval,
): Promise<FreeTime[]> {
  return withinBudget(ctx, () => freeTimes(ctx, input, within));
}

/**
 * What takes a room is read once for all its times, and each time is compared with that: looked up
 * time by time, thirty rooms over three days are four thousand searches of the calendar.
 */
async function freeTimes(ctx: Context, input: TimesInput, within: Interval): Promise<FreeTime[]> {
  const { spaceSlug, people, minutes, equipment, roomId, moving } = input;
  const from = Temporal.Instant.compare(within.start, ctx.now) < 0 ? ctx.now : within.start;
  if (Temporal.Instant.compare(from, within.end) >= 0) return [];
  const reach = { start: from, end: within.end.add({ minutes }) };
  const length = sql`make_interval(mins => ${minutes}::int)`;
  const rows = await rowsOf<{ roomId: string; roomName: string; during: string }>(
    ctx.db,
    sql`
      with candidate as materialized (
        select room.*, ${obstacleColumns(ctx, "room", sql`${intervalToText(reach)}::tstzrange`, moving)}
        from resource room join space on space.id = room.space_id
        where space.slug = ${spaceSlug} and room.kind in ('room', 'desk')
          and room.capacity >= ${people}::int and ${maySee(ctx)}
          ${roomId ? sql`and room.id = ${roomId}` : sql``}
        order by room.capacity, room.name collate reading_order, room.id
      ), time as materialized (
        select start, tstzrange(start, start + ${length}) as during
        from space join opening
          on ${isOpeningWithin(sql`space.id`, sql`${intervalToText(within)}::tstzrange`)}
          cross join lateral generate_series(${firstStart(from)},
            least(upper(opening.during) - ${length}, ${within.end.toString()}::timestamptz),
            ${START_EVERY}::interval) as start
        where space.slug = ${spaceSlug} and start < ${within.end.toString()}::timestamptz
      )
      select free.room_id, free.room_name, time.during::text as during
      from time cross join lateral (
        with refusing as materialized (${refusingSpaces(ctx, { minutes, during: sql`time.during` })})
        select room.id as room_id, room.name as room_name
        from candidate room
        where ${isFreeBeside("room", sql`time.during`)}
          and ${takesBookings(ctx, { minutes, start: sql`time.start` })}
          and ${isWelcome(ctx)} and ${equippedWith(ctx, equipment, sql`time.during`)}
        order by room.capacity, room.name collate reading_order, room.id limit 1) free
      order by time.start`,
  );
  return rows.map(({ during, ...room }) => ({ ...room, during: intervalFromText(during) }));
}

/**
 * The first half hour of an `opening`, counted from where it begins, that is not before a moment.
 */
function firstStart(from: Temporal.Instant): SQL {
  return sql`lower(opening.during) + ${START_EVERY}::interval * greatest(0,
    ceil(extract(epoch from ${from.toString()}::timestamptz - lower(opening.during)) / extract(epoch from ${START_EVERY}::interval)))::int`;
}

/**
 * Few enough to choose from: the first, and then each that starts at least an hour after the one
 * before.
 */
export function hourly<T extends { during: Interval }>(times: T[]): T[] {
  const kept: T[] = [];
  for (const time of times) {
    const before = kept.at(-1)?.during.start;
    if (!before || before.until(time.during.start).total("minutes") >= 60) kept.push(time);
  }
  return kept;
}

/**
 * The hours of a day, counted from each opening, in which nothing that suits can begin though the
 * place is open long enough after.
 *
 * @param free the times that can be chosen on that day, and on others
 * @param hours how long somebody wants to stay
 */
export function takenHours(
  openings: Interval[],
  free: { during: Interval }[],
  {
    day,
    hours,
    now,
    timeZone,
  }: { day: Temporal.PlainDate; hours: number; now: Temporal.Instant; timeZone: string },
): Interval[] {
  const within = daysOf(day, 1, timeZone);
  return openings
    .flatMap((opening) => hoursOf(opening, hours, within))
    .filter(({ start }) => Temporal.Instant.compare(start, now) >= 0)
    .filter(({ start }) => {
      const next = start.add({ hours: 1 });
      return !free.some(({ during }) => isBetween(during.start, start, next));
    });
}

/**
 * Every hour of a day at which somebody could begin and still leave before it closes.
 *
 * @param opening may be as long as a year, where a house is open day and night
 */
function hoursOf(opening: Interval, hours: number, within: Interval): Interval[] {
  const hoursUntil = (moment: Temporal.Instant) => opening.start.until(moment).total("hours");
  const first = Math.max(0, Math.ceil(hoursUntil(within.start)));
  const last = Math.min(Math.ceil(hoursUntil(within.end)) - 1, hoursUntil(opening.end) - hours);
  const count = Math.max(0, Math.floor(last) - first + 1);
  return Array.from({ length: count }, (_, at) => ({
    start: opening.start.add({ hours: first + at }),
    end: opening.start.add({ hours: first + at + hours }),
  }));
}

const isBetween = (at: Temporal.Instant, from: Temporal.Instant, to: Temporal.Instant) =>
  Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, to) < 0;
