import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalToText } from "#db/types.ts";
import { refusalBefore } from "#lib/booking/allocation/bookability.ts";
import {
  equippedSpaces,
  equippedWith,
  inEquippedSpace,
  isFree,
  isWelcome,
  maySee,
  refusingSpaces,
  takesBookings,
} from "#lib/booking/allocation/fitness.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { withinBudget } from "#lib/foundation/identity/programs/work.ts";
import type { Reason } from "#lib/foundation/platform/errors/errors.ts";
import { isOpenDuring } from "#lib/places/spaces/openness.ts";
import { distanceKm } from "#lib/places/spaces/queries.ts";
import {
  type Alternative,
  type AvailableRoom,
  findAvailability,
  freeRooms,
  isAcrossBorder,
  isWhere,
  type Search,
} from "./free-rooms.ts";

/*
 * What the search bar and `GET /api/v1/availability` answer: free rooms, or the ways that remain. Whatever is offered here can be
 * booked at once by whoever asked.
 */

/**
 * Another time, a slightly smaller room, two rooms of one space together, or a room outside the
 * area asked for.
 */
export type Offer = Alternative & {
  kind: "time" | "smaller" | "together" | "elsewhere";
  /** All rooms, when it takes more than one. */
  resources?: string[];
};

export type SearchAnswer = {
  items: AvailableRoom[];
  /** There are more rooms than these: the next page holds them. */
  hasMore: boolean;
  alternatives: Offer[];
  /** Rooms that would do and are taken: they can be waited for. */
  waitlist: AvailableRoom[];
};

/** A room that takes three quarters of the group is worth a look. */
const NEARLY = 0.75;
const OF_EACH_KIND = 3;
const ELSEWHERE_KM = 30;

/** Free rooms, the best fit first; when there is none, what else there is. */
export function searchRooms(ctx: Context, search: Search): Promise<SearchAnswer> {
  return withinBudget(ctx, () => searched(ctx, search));
}

async function searched(ctx: Context, search: Search): Promise<SearchAnswer> {
  const { items, hasMore, alternatives: times } = await findAvailability(ctx, search);
  const isPastTheEnd = (search.page ?? 1) > 1;
  if (items.length > 0 || isPastTheEnd) return { items, hasMore, alternatives: [], waitlist: [] };
  const [smaller, together, elsewhere, waitlist] = [
    await smallerRooms(ctx, search),
    await roomsTogether(ctx, search),
    await otherSpaces(ctx, search),
    await takenRooms(ctx, search),
  ];
  const alternatives: Offer[] = [
    ...times.map((room): Offer => ({ ...room, kind: "time" })),
    ...smaller.map((room): Offer => ({ ...room, kind: "smaller" })),
    ...together,
    ...elsewhere.map((room): Offer => ({ ...room, kind: "elsewhere" })),
  ];
  return { items, hasMore, alternatives, waitlist };
}

function smallerRooms(ctx: Context, search: Search): Promise<Alternative[]> {
  const least = Math.ceil(search.people * NEARLY);
  if (least >= search.people) return Promise.resolve([]);
  return freeRooms(ctx, { ...search, people: least, smallerThan: search.people }, [search], {
    perTime: OF_EACH_KIND,
    limit: OF_EACH_KIND,
  });
}

/** The same time outside the space or the area asked for, and not too far from it. */
async function otherSpaces(ctx: Context, search: Search): Promise<Alternative[]> {
  const { spaceSlug, bbox, radiusKm, roomId: _, ...anywhere } = search;
  if (!spaceSlug && !bbox && !radiusKm) return [];
  const near = anywhere.near ?? (bbox ? middleOf(bbox) : await pointOf(ctx, spaceSlug ?? ""));
  const reach = Math.max(ELSEWHERE_KM, 2 * (radiusKm ?? 0));
  return freeRooms(ctx, { ...anywhere, near, radiusKm: reach }, [search], {
    perTime: OF_EACH_KIND,
    limit: OF_EACH_KIND,
  });
}

function middleOf({ west, south, east, north }: NonNullable<Search["bbox"]>) {
  return { lat: (south + north) / 2, lon: (west + east) / 2 };
}

async function pointOf(
  ctx: Context,
  slug: string,
): Promise<{ lat: number; lon: number } | undefined> {
  const rows = await rowsOf<{ lat: number; lon: number }>(
    ctx.db,
    sql`select lat, lon from space where slug = ${slug}`,
  );
  return rows[0];
}

/**
 * Two rooms of one space that are both free, and together hold the group: the fewest empty seats
 * first. The longer of their times to make ready counts for both, so that a pair is looked up in
 * the calendar once.
 *
 * @param only the rooms to look at: to see whether a pair is still free
 */
export async function roomsTogether(
  ctx: Context,
  search: Search,
  only?: string[],
): Promise<Offer[]> {
  const { people, equipment, near, features = [], start, end } = search;
  const minutes = start.until(end).total("minutes");
  if (!Number.isInteger(minutes) || minutes <= 0 || Temporal.Instant.compare(start, ctx.now) < 0)
    return [];
  const distance = near ? distanceKm(near) : sql`null::float8`;
  const bestFirst = sql`capacity, distance_km, room_name, room_id, other_id`;
  const given = [
    sql`refusing as materialized (${refusingSpaces(ctx, { minutes, during: sql`input.during` })})`,
    ...equipment.flatMap((input, at) => equippedSpaces(ctx, input, at)),
  ];
  const rows = await rowsOf<Omit<Offer, "equipment" | "kind"> & { otherId: string }>(
    ctx.db,
    sql`
      select free.* from (select ${intervalToText({ start, end })}::tstzrange as during) input
      cross join lateral (
        with ${sql.join(given, sql`, `)}, half as materialized (
          select room.* from resource room join space on space.id = room.space_id
          where ${only ? sql`room.id = any(${sql.param(only)}::uuid[])` : sql`room.capacity < ${people}::int`}
            and ${takesBookings(ctx, { minutes, start: sql`lower(input.during)` })}
            and ${maySee(ctx)} and ${isWelcome(ctx)}
              and room.features @> ${sql.param(features)}::text[]
            and ${isWhere(search)}
            and ${isOpenDuring(sql`room.space_id`, sql`input.during`)}
        ), pair as materialized (
          select one.id as room_id, other.id as other_id,
            concat(one.name, ' + ', other.name) collate reading_order as room_name,
            one.capacity + other.capacity as capacity, one.holds || other.holds as holds,
            array(select unnest(one.features) intersect select unnest(other.features)) as shared,
            one.features || other.features as features, one.space_id, space.slug as space_slug,
            space.name as space_name,
            space.city, space.region, space.time_zone,
            round((${distance})::numeric, 1)::float8 as distance_km,
            ${isAcrossBorder(near)} as is_across_border,
            greatest(one.buffer_before_minutes,
            other.buffer_before_minutes) as buffer_before_minutes,
            greatest(one.buffer_minutes, other.buffer_minutes) as buffer_minutes
          from half one join half other on other.space_id = one.space_id
            and not one.holds && other.holds
              and (one.capacity, one.id) > (other.capacity, other.id)
            join space on space.id = one.space_id
          where one.capacity + other.capacity >= ${people}::int
          order by ${bestFirst}
        )
        select room_id, other_id, room_name, capacity, shared as features,
          is_across_border, space_slug, space_name, city, region, time_zone, distance_km
        from pair room where ${isFree(ctx, "room", sql`input.during`)}
          ${sql.join(equipment.map(inEquippedSpace), sql` `)}
        order by ${bestFirst} limit ${OF_EACH_KIND}) free`,
  );
  return rows.map(({ otherId, ...pair }) => ({
    ...pair,
    kind: "together",
    resources: [pair.roomId, otherId],
    equipment,
    start: start.toString(),
    end: end.toString(),
  }));
}

/**
 * Rooms that would do and are taken then, with everything that is wished in reach: the best fit
 * first.
 */
async function takenRooms(ctx: Context, search: Search): Promise<AvailableRoom[]> {
  const { people, equipment, near, features = [], start, end } = search;
  const minutes = start.until(end).total("minutes");
  if (!Number.isInteger(minutes) || minutes <= 0 || Temporal.Instant.compare(start, ctx.now) < 0)
    return [];
  const during = sql`${intervalToText({ start, end })}::tstzrange`;
  const distance = near ? distanceKm(near) : sql`null::float8`;
  const rows = await rowsOf<Omit<AvailableRoom, "equipment">>(
    ctx.db,
    sql`
      with refusing as materialized (${refusingSpaces(ctx, { minutes, during })})
      select room.id as room_id, room.name as room_name, room.capacity, room.features,
        ${isAcrossBorder(near)} as is_across_border, space.slug as space_slug,
        space.name as space_name, space.city, space.region, space.time_zone,
        round((${distance})::numeric, 1)::float8 as distance_km
      from resource room join space on space.id = room.space_id
      where room.capacity >= ${people}::int
        and ${takesBookings(ctx, { minutes, start: sql`${start.toString()}::timestamptz` })}
        and ${maySee(ctx)} and ${isWelcome(ctx)} and room.features @> ${sql.param(features)}::text[]
          and ${isWhere(search)}
        and ${isOpenDuring(sql`room.space_id`, during)}
        and ${equippedWith(ctx, equipment, null)}
      order by room.capacity, distance_km, room.name collate reading_order, room.id limit ${OF_EACH_KIND}`,
  );
  return rows.map((room) => ({ ...room, equipment }));
}

/**
 * What of the asker's own, rather than of the rooms, leaves nothing to offer: a limit that is
 * reached, say.
 */
export async function ownLimit(ctx: Context, search: Search): Promise<Reason | null> {
  if (ctx.actor.kind !== "person") return null;
  const anybody: Context = { ...ctx, actor: { kind: "visitor" } };
  const [free] = await freeRooms(anybody, search, [search], { perTime: 1, limit: 1 });
  return free ? refusalBefore(ctx, [free.roomId], search) : null;
}

const STARTS_AT_ONCE = 4;

/**
 * Rooms for a length of time somewhere within each of some windows, in order of time: a choice over
 * all of them. Times one after the other are looked at first, then those in between.
 *
 * @param windows one for each day, say
 * @param minutes how long a room is needed
 */
export function roomsWithin(
  ctx: Context,
  search: Omit<Search, "start" | "end">,
  windows: Interval[],
  minutes: number,
): Promise<Alternative[]> {
  return withinBudget(ctx, () => roomsIn(ctx, search, windows, minutes));
}

async function roomsIn(
  ctx: Context,
  search: Omit<Search, "start" | "end">,
  windows: Interval[],
  minutes: number,
): Promise<Alternative[]> {
  const { limit = 10 } = search;
  const each = Math.max(2, Math.ceil(limit / windows.length));
  const found: Alternative[] = [];
  for (const window of windows) {
    const inWindow: Alternative[] = [];
    const starts = startsIn(window, minutes, ctx.now);
    // A few first, for most are free; then more at once, for then few are.
    for (let count = STARTS_AT_ONCE; starts.length > 0 && inWindow.length < each; count *= 4) {
      const times = starts
        .splice(0, count)
        .map((start) => ({ start, end: start.add({ minutes }) }));
      const [first] = times as [Interval];
      inWindow.push(
        ...(await freeRooms(ctx, { ...search, ...first }, times, { perTime: 1, limit: each })),
      );
    }
    found.push(...inWindow.slice(0, each).sort((one, other) => (one.start < other.start ? -1 : 1)));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

const BETWEEN_MINUTES = 30;

/**
 * Where a length of time can start within a window, from now on: one after the other, then every
 * half hour between.
 */
export function startsIn(
  { start, end }: Interval,
  minutes: number,
  now: Temporal.Instant,
): Temporal.Instant[] {
  const every = (step: number) =>
    Array.from(
      { length: Math.floor((start.until(end).total("minutes") - minutes) / step) + 1 },
      (_, at) => start.add({ minutes: at * step }),
    );
  const inTurn = every(minutes);
  const isInTurn = new Set(inTurn.map(String));
  return [...inTurn, ...every(BETWEEN_MINUTES).filter((at) => !isInTurn.has(String(at)))].filter(
    (at) => Temporal.Instant.compare(at, now) >= 0,
  );
}
