import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import {
  equippedSpaces,
  inEquippedSpace,
  isFree,
  isWelcome,
  maySee,
  moved,
  refusingSpaces,
  takesBookings,
} from "#lib/booking/allocation/fitness.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { isOpenDuring } from "#lib/places/spaces/openness.ts";
import { distanceKm } from "#lib/places/spaces/queries.ts";

export type AvailableRoom = {
  roomId: string;
  roomName: string;
  capacity: number;
  features: string[];
  spaceSlug: string;
  spaceName: string;
  city: string;
  region: string;
  timeZone: string;
  /** As the crow flies; null when nobody said where from. */
  distanceKm: number | null;
  /** It lies in another country than the space nearest to where somebody looks from. */
  isAcrossBorder: boolean;
  equipment: EquipmentRequest[];
};

export type Search = Interval & {
  people: number;
  equipment: EquipmentRequest[];
  near?: { lat: number; lon: number };
  radiusKm?: number;
  /** A part of the map, in degrees. */
  bbox?: { west: number; south: number; east: number; north: number };
  /** What the room itself must have, all of it. */
  features?: string[];
  spaceSlug?: string;
  roomId?: string;
  /** Only rooms of the space of this one. */
  besideRoom?: string;
  limit?: number;
  /** Counted from 1: each page holds `limit` rooms. */
  page?: number;
  /** Only rooms that take fewer than this; then the largest come first. */
  smallerThan?: number;
};

export type Alternative = AvailableRoom & { start: string; end: string };

/** Other times of the same length, in minutes from the one asked for, nearest first. */
const SHIFTS = [30, -30, 60, -60, 120, -120, 1440, -1440, 2880];
const ALTERNATIVES = 5;

/** Rooms that can be booked for this time, the best fit first; else other times. */
export async function findAvailability(
  ctx: Context,
  search: Search,
): Promise<{ items: AvailableRoom[]; hasMore: boolean; alternatives: Alternative[] }> {
  const { limit = 10, page = 1 } = search;
  const most = page * limit + 1;
  const found = await freeRooms(ctx, search, [search], { perTime: most, limit: most });
  const items = found
    .slice((page - 1) * limit, page * limit)
    .map(({ start: _, end: __, ...room }) => room);
  return {
    items,
    hasMore: found.length === most,
    alternatives: found.length > 0 ? [] : await findAlternatives(ctx, search),
  };
}

/** Whether anything that was asked for is free at that time. */
export async function isAnyFree(ctx: Context, search: Search): Promise<boolean> {
  return (await freeRooms(ctx, search, [search], { perTime: 1, limit: 1 })).length > 0;
}

/** What is free at other times of the same length: for whoever came too late. */
export async function findAlternatives(ctx: Context, search: Search): Promise<Alternative[]> {
  return freeRooms(ctx, search, timesAround(search), { perTime: 2, limit: ALTERNATIVES });
}

/** What else the space of a room has: other rooms at the time asked for, then the nearest times. */
export async function findBeside(
  ctx: Context,
  { roomId, ...search }: Search,
): Promise<Alternative[]> {
  const times = [search, ...timesAround(search)];
  return freeRooms(ctx, { ...search, besideRoom: roomId }, times, {
    perTime: 2,
    limit: ALTERNATIVES,
  });
}

function timesAround(search: Interval): Interval[] {
  return SHIFTS.map((minutes) => ({
    start: search.start.add({ minutes }),
    end: search.end.add({ minutes }),
  }));
}

/**
 * The rooms free at each of these times, which are equally long; times in the order given. At each
 * time rooms within five kilometres come first, then those within fifteen, then the others; of
 * each, the smallest that suffices, of those the nearest, of those the one for which the least is
 * moved.
 *
 * Rooms that would do are walked in this order, and asked one by one whether their space is open
 * and they are free, until enough are. Where nobody said from where, the index on capacity gives
 * the order: rooms that are larger than the last one found are never read. The `limit` stands on a
 * query without an order of its own: only then does the planner read the inner one as far as it is
 * needed, and `offset 0` keeps it from asking every room first. Only what the order and the
 * calendar need is carried through the sorting: names and features are read for those that are
 * returned. The distances are joined by `full join`, which can only be hashed: the planner expects
 * one room, and would compare every room with every space. Spaces without such a room are then left
 * out.
 *
 * Times come one after the other, and none is looked at once enough rooms are found: the time at
 * which that was may lack some of its rooms, and these are beyond the `limit`.
 */
export async function freeRooms(
  ctx: Context,
  {
    people,
    equipment,
    near,
    radiusKm,
    bbox,
    features,
    spaceSlug,
    roomId,
    besideRoom,
    smallerThan,
  }: Search,
  times: Interval[],
  { perTime, limit }: { perTime: number; limit: number },
): Promise<Alternative[]> {
  const future = times.filter(
    ({ start, end }) =>
      Temporal.Instant.compare(start, ctx.now) >= 0 && Temporal.Instant.compare(start, end) < 0,
  );
  const [first] = future;
  if (!first) return [];
  const minutes = first.start.until(first.end).total("minutes");
  // Lengths go up in whole minutes: no room is let by the second.
  if (!Number.isInteger(minutes)) return [];
  const isOfMany = Boolean(near || bbox);
  // The same words inside and outside, so that the planner sees one order and sorts once.
  const bestFirst = orderOf({ near, smallerThan, equipment });

  const rows = await rowsOf<
    Omit<Alternative, "equipment" | "start" | "end"> & {
      during: string;
      position: string;
      band: number;
      moved: number;
    }
  >(
    ctx.db,
    sql`select * from (select input.during::text as during, input.position, free.* from unnest(${sql.param(future.map(intervalToText))}::tstzrange[])
      with ordinality as input(during, position)
    cross join lateral (
      with ${sql.join([refusing(ctx, minutes), ...(isOfMany ? [spacesSearched({ bbox, near, radiusKm })] : []), ...equipment.flatMap((input, at) => equippedSpaces(ctx, input, at))], sql`, `)},
      best as (
        select * from (
          select room.id as room_id, room.name collate reading_order as room_name, room.capacity,
            ${near ? sql`searched.distance_km, searched.band` : sql`null::float8 as distance_km, 0 as band`},
            ${equipment.length > 0 ? moved(equipment) : sql`0`} as moved, room.space_id, room.holds,
            room.buffer_before_minutes, room.buffer_minutes, input.during as requested
          from (select room.* from resource room
            where room.capacity >= ${people}::int
              and ${takesBookings(ctx, { minutes, start: sql`lower(input.during)` })}
            and ${maySee(ctx)} and ${isWelcome(ctx)}
              and ${isInSpaceAsked({ spaceSlug, roomId, besideRoom })}
            ${isOfMany ? sql`and (room.space_id in (select id from searched)) is true` : sql``}
            ${smallerThan ? sql`and room.capacity < ${smallerThan}::int` : sql``}
            ${features?.length ? sql`and room.features @> ${sql.param(features)}::text[]` : sql``}
            ${roomId ? sql`and room.id = ${roomId}` : sql``}
            ${sql.join(equipment.map(inEquippedSpace), sql` `)}
              ${near ? sql`offset 0` : sql``}) room
            ${near ? sql`full join searched on searched.id = room.space_id where coalesce(room.id is not null, false)` : sql``}
          order by ${bestFirst} offset 0
        ) suitable where ${isOpenDuring(sql`suitable.space_id`, sql`suitable.requested`)}
          and ${isFree(ctx, "suitable", sql`suitable.requested`)}
        limit ${perTime}
      )
      select best.room_id, best.room_name, best.capacity, room.features, space.slug as space_slug,
        space.name as space_name, space.city, space.region, space.time_zone, best.distance_km,
        best.band, ${isAcrossBorder(near)} as is_across_border, best.moved
      from best join space on space.id = best.space_id join resource room on room.id = best.room_id
      offset 0) free
    limit ${limit + perTime - 1}) found
    order by position, ${bestFirst}
    limit ${limit}`,
  );
  return rows.map(({ during, position: _, band: __, moved: ___, ...room }) => {
    const { start, end } = intervalFromText(during);
    return { ...room, equipment, start: start.toString(), end: end.toString() };
  });
}

/** Columns that put the best room first. */
function orderOf({
  near,
  smallerThan,
  equipment,
}: Pick<Search, "near" | "smallerThan" | "equipment">): SQL {
  const columns = [
    ...(near ? [sql`band`] : []),
    smallerThan ? sql`-capacity` : sql`capacity`,
    ...(near ? [sql`distance_km`] : []),
    ...(equipment.length > 0 ? [sql`moved`] : []),
    sql`room_name`,
    sql`room_id`,
  ];
  return sql.join(columns, sql`, `);
}

/** Up to how many kilometres a room is near, and not far: what lies further is a third band. */
export const BANDS_KM = [5, 15] as const;

function bandOf(distance: SQL): SQL {
  const [near, notFar] = BANDS_KM;
  return sql`case when (${distance}) <= ${near} then 0 when (${distance}) <= ${notFar} then 1 else 2 end`;
}

/**
 * A `space` lies in another country than the point; none does where nobody said from where. The
 * inner one is the nearest of the network, whose country is taken for that of the point.
 */
export function isAcrossBorder(near: Search["near"]): SQL {
  return near
    ? sql`space.country <> (select space.country from space order by ${distanceKm(near)} limit 1)`
    : sql`false`;
}

/** A `space` is the one asked for, lies in the part of the map, and is near enough. */
export function isWhere({
  spaceSlug,
  bbox,
  near,
  radiusKm,
}: Pick<Search, "spaceSlug" | "bbox" | "near" | "radiusKm">): SQL {
  const asked = [
    spaceSlug && sql`space.slug = ${spaceSlug}`,
    bbox &&
      sql`space.lon between ${bbox.west} and ${bbox.east} and space.lat between ${bbox.south} and ${bbox.north}`,
    near && radiusKm && sql`(${distanceKm(near)}) <= ${radiusKm}`,
  ].filter((condition) => typeof condition === "object");
  return asked.length > 0 ? sql.join(asked, sql` and `) : sql`true`;
}

/**
 * The spaces in a part of the map, with how far each is from where somebody looks. Asked once, not
 * once for each room.
 */
function spacesSearched({ near, ...where }: Pick<Search, "bbox" | "near" | "radiusKm">): SQL {
  const distance = near && distanceKm(near);
  return sql`searched as materialized (
    select space.id${distance ? sql`, round((${distance})::numeric, 1)::float8 as distance_km, ${bandOf(distance)} as band` : sql``}
    from space where ${isWhere({ near, ...where })})`;
}

/** A `room` is of the one space that is asked for, if one is. */
function isInSpaceAsked({
  spaceSlug,
  roomId,
  besideRoom,
}: Pick<Search, "spaceSlug" | "roomId" | "besideRoom">): SQL {
  const asked = [
    spaceSlug && sql`room.space_id = (select id from space where slug = ${spaceSlug})`,
    (roomId ?? besideRoom) &&
      sql`room.space_id = (select space_id from resource where id = ${roomId ?? besideRoom}::uuid)`,
  ].filter((condition) => typeof condition === "object");
  return asked.length > 0 ? sql.join(asked, sql` and `) : sql`true`;
}

function refusing(ctx: Context, minutes: number): SQL {
  return sql`refusing as materialized (${refusingSpaces(ctx, { minutes, during: sql`input.during` })})`;
}
