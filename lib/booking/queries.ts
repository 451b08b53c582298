import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, can } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { distanceKm } from "#lib/spaces/queries.ts";
import type { BookableRoom } from "./rules.ts";
import type { EquipmentWish } from "./schema.ts";

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
  equipment: EquipmentWish[];
};

export type Search = Interval & {
  people: number;
  equipment: EquipmentWish[];
  near?: { lat: number; lon: number };
  radiusKm?: number;
  spaceSlug?: string;
  roomId?: string;
  limit?: number;
};

export type Alternative = AvailableRoom & { start: string; end: string };

/** Other times of the same length, in minutes from the one asked for, nearest first. */
const SHIFTS = [30, -30, 60, -60, 120, -120, 1440, -1440, 2880];
const ALTERNATIVES = 5;

/** Rooms that can be booked for this time, the smallest sufficient first, then the nearest; else other times. */
export async function findAvailability(
  ctx: Context,
  search: Search,
): Promise<{ items: AvailableRoom[]; alternatives: Alternative[] }> {
  const { limit = 10 } = search;
  const found = await freeRooms(ctx, search, [search], { perTime: limit, limit });
  const items = found.map(({ start: _, end: __, ...room }) => room);
  return { items, alternatives: items.length > 0 ? [] : await findAlternatives(ctx, search) };
}

/** What is free at other times of the same length: for whoever came too late. */
export async function findAlternatives(ctx: Context, search: Search): Promise<Alternative[]> {
  const times = SHIFTS.map((minutes) => ({
    start: search.start.add({ minutes }),
    end: search.end.add({ minutes }),
  }));
  return freeRooms(ctx, search, times, { perTime: 2, limit: ALTERNATIVES });
}

/**
 * The rooms free at each of these times, which are equally long; times in the order given.
 *
 * Rooms that would do are put in order first and looked up in the calendar one by one until enough are free: `offset 0`
 * keeps the planner from looking up all of them.
 */
export async function freeRooms(
  ctx: Context,
  { people, equipment, near, radiusKm, spaceSlug, roomId }: Search,
  times: Interval[],
  { perTime, limit }: { perTime: number; limit: number },
): Promise<Alternative[]> {
  const future = times.filter(
    ({ start, end }) =>
      Temporal.Instant.compare(start, ctx.now) >= 0 && Temporal.Instant.compare(start, end) < 0,
  );
  const [first] = future;
  if (!first) return [];
  const minutes = Math.round(first.start.until(first.end).total("minutes"));
  const distance = near ? distanceKm(near) : sql`null::float8`;
  // The same words inside and outside, so that the planner sees one order and sorts once.
  const bestFirst = sql`capacity, ${near ? sql`"distanceKm", ` : sql``}"roomName", "roomId"`;

  const { rows } = await ctx.db.execute<
    Omit<Alternative, "equipment" | "start" | "end"> & { during: string }
  >(
    sql`select wish.during::text as during, free.* from unnest(${sql.param(future.map(intervalToText))}::tstzrange[])
      with ordinality as wish(during, position)
    cross join lateral (
      with ${sql.join([openSpaces, ...equipment.map(equippedSpaces)], sql`, `)}, suitable as materialized (
        select room.id as "roomId", room.name as "roomName", room.capacity, room.features,
          space.slug as "spaceSlug", space.name as "spaceName", space.city, space.region,
          space.time_zone as "timeZone", round((${distance})::numeric, 1)::float8 as "distanceKm",
          space.id as space_id, tstzrange(lower(wish.during),
            upper(wish.during) + make_interval(mins => room.buffer_minutes)) as held_for
        from resource room join space on space.id = room.space_id
        where room.kind in ('room', 'desk') and room.out_of_service_reason is null
          and room.capacity >= ${people}::int
          and ${minutes}::int between room.min_minutes and room.max_minutes
          and mod(${minutes}::int, room.step_minutes) = 0
          and lower(wish.during) <= ${ctx.now.toString()}::timestamptz + make_interval(hours => 24 * room.horizon_days)
          ${spaceSlug ? sql`and space.slug = ${spaceSlug}` : sql``}
          ${roomId ? sql`and room.id = ${roomId}` : sql``}
          ${near && radiusKm ? sql`and (${distance}) <= ${radiusKm}` : sql``}
          and space.id in (select space_id from open_space)
          ${sql.join(equipment.map(hasEquipment), sql` `)}
        order by ${bestFirst}
      )
      select "roomId", "roomName", capacity, features, "spaceSlug", "spaceName", city, region, "timeZone", "distanceKm"
      from suitable where not exists (select from allocation held
        where held.space_id = suitable.space_id and held.resource_id = suitable."roomId"
          and held.active and held.during && suitable.held_for offset 0)
      order by ${bestFirst} limit ${perTime}) free
    order by wish.position, ${bestFirst}
    limit ${limit}`,
  );
  return rows.map(({ during, ...room }) => {
    const { start, end } = intervalFromText(during);
    return { ...room, equipment, start: start.toString(), end: end.toString() };
  });
}

// Asked once for each time, not once for each room.
const openSpaces = sql`open_space as materialized (
  select opening.space_id from opening where opening.during @> wish.during)`;

/** Spaces with enough pieces left all the time. */
function equippedSpaces({ kind, quantity }: EquipmentWish, position: number): SQL {
  return sql`${equipped(position)} as materialized (
    select thing.space_id from resource thing where thing.equipment_kind = ${kind} and thing.out_of_service_reason is null
      and thing.quantity - peak_stock_use(thing.id, wish.during) >= ${quantity}::int)`;
}

/** A room that has the thing itself, or stands in such a space. */
function hasEquipment({ kind, quantity }: EquipmentWish, position: number): SQL {
  return sql`and (${quantity}::int = 1 and ${kind} = any(room.features)
    or room.space_id in (select space_id from ${equipped(position)}))`;
}

function equipped(position: number): SQL {
  return sql`${sql.identifier(`equipped_${position}`)}`;
}

export type RoomToBook = BookableRoom & {
  id: string;
  spaceId: string;
  bufferMinutes: number;
  features: string[];
};

/** The room and its space's openings around a time. @throws DomainError not_found */
export async function bookableRoom(
  ctx: Context,
  roomId: string,
  { start, end }: Interval,
): Promise<RoomToBook> {
  const window = Temporal.Instant.compare(start, end) < 0 ? intervalToText({ start, end }) : "empty";
  const { rows } = await ctx.db.execute<Omit<RoomToBook, "openings"> & { openings: string[] }>(sql`
    select room.id, room.space_id as "spaceId", room.capacity, room.features,
      room.min_minutes as "minMinutes", room.max_minutes as "maxMinutes", room.step_minutes as "stepMinutes",
      room.buffer_minutes as "bufferMinutes", room.horizon_days as "horizonDays",
      room.out_of_service_reason as "outOfServiceReason",
      array(select during::text from opening where opening.space_id = room.space_id
        and opening.during && ${window}::tstzrange) as openings
    from resource room where room.id = ${roomId} and room.kind in ('room', 'desk')`);
  const [room] = rows;
  if (!room) throw new DomainError("not_found", { code: "booking.unknown_room" });
  return { ...room, openings: room.openings.map(intervalFromText) };
}

export type BookingView = {
  id: string;
  status: "confirmed" | "cancelled";
  roomId: string;
  roomName: string;
  spaceId: string;
  spaceSlug: string;
  spaceName: string;
  address: string;
  lat: number;
  lon: number;
  timeZone: string;
  during: Interval;
  people: number;
  equipment: EquipmentWish[];
  purpose: string;
  bookedBy: string;
  /** The series it is a date of. */
  seriesId: string | null;
  sequence: number;
  version: number;
};

const bookingView = sql`
  select booking.id, booking.status, booking.room_id as "roomId", room.name as "roomName",
    space.id as "spaceId", space.slug as "spaceSlug", space.name as "spaceName",
    concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address,
    space.lat, space.lon, space.time_zone as "timeZone", booking.during::text as during, booking.people, booking.purpose,
    booking.booked_by as "bookedBy", booking.series_id as "seriesId", booking.sequence, booking.version,
    coalesce((select jsonb_agg(jsonb_build_object('kind', thing.equipment_kind, 'quantity', taken.quantity) order by thing.equipment_kind)
      from stock_allocation taken join resource thing on thing.id = taken.resource_id
      where taken.booking_id = booking.id and (taken.active or booking.status = 'cancelled')), '[]'::jsonb) as equipment
  from booking join resource room on room.id = booking.room_id join space on space.id = booking.space_id`;

type BookingRow = Omit<BookingView, "during"> & { during: string };

/** A booking, for whoever made it and for the staff of its space; to others it does not exist. */
export async function findBooking(ctx: Context, id: string): Promise<BookingView | null> {
  const person = authenticated(ctx.actor);
  const booking = await readBooking(ctx.db, id);
  if (!booking) return null;
  const { bookedBy, spaceId } = booking;
  return bookedBy === person.personId || can(ctx.actor, "booking.manage", { spaceId }) ? booking : null;
}

/** A booking whoever asks: for what the network itself does, such as writing the confirmation. */
export async function readBooking(db: Database, id: string): Promise<BookingView | null> {
  const { rows } = await db.execute<BookingRow>(sql`${bookingView} where booking.id = ${id}`);
  const [row] = rows;
  return row ? { ...row, during: intervalFromText(row.during) } : null;
}

/** The actor's own bookings that are not over, next first. */
export async function myBookings(ctx: Context): Promise<BookingView[]> {
  const { personId } = authenticated(ctx.actor);
  const { rows } = await ctx.db.execute<BookingRow>(sql`${bookingView}
    where booking.booked_by = ${personId} and upper(booking.during) > ${ctx.now.toString()}::timestamptz
      and booking.status = 'confirmed'
    order by lower(booking.during) limit 50`);
  return rows.map((row) => ({ ...row, during: intervalFromText(row.during) }));
}

export type RoomView = {
  roomId: string;
  roomName: string;
  spaceSlug: string;
  spaceName: string;
  address: string;
  timeZone: string;
};

/** What a person sees of a room before booking it. */
export async function findRoom(ctx: Context, roomId: string): Promise<RoomView | null> {
  const { rows } = await ctx.db.execute<RoomView>(sql`
    select room.id as "roomId", room.name as "roomName", space.slug as "spaceSlug", space.name as "spaceName",
      space.time_zone as "timeZone", concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address
    from resource room join space on space.id = room.space_id
    where room.id = ${roomId} and room.kind in ('room', 'desk')`);
  return rows[0] ?? null;
}

export type SuitableSpace = {
  slug: string;
  name: string;
  city: string;
  region: string;
  distanceKm: number | null;
};

/** Spaces with a room large enough and everything that is needed, whenever it is free. Nearest first; pages from 1. */
export async function suitableSpaces(
  ctx: Context,
  { people, equipment, minutes, near, page, size }: SuitableSearch,
): Promise<{ items: SuitableSpace[]; total: number }> {
  const distance = near ? distanceKm(near) : sql`null::float8`;
  const { rows } = await ctx.db.execute<SuitableSpace & { total: number }>(sql`
    select space.slug, space.name, space.city, space.region,
      round((${distance})::numeric, 1)::float8 as "distanceKm", count(*) over ()::int as total
    from space where exists (
      select from resource room where room.space_id = space.id and room.kind in ('room', 'desk')
        and room.out_of_service_reason is null and room.capacity >= ${people}::int
        and ${minutes}::int between room.min_minutes and room.max_minutes
        ${sql.join(
          equipment.map(
            ({ kind, quantity }) => sql`and (${quantity}::int = 1 and ${kind} = any(room.features) or exists (
              select from resource thing where thing.space_id = space.id and thing.equipment_kind = ${kind}
                and thing.out_of_service_reason is null and thing.quantity >= ${quantity}))`,
          ),
          sql` `,
        )})
    order by "distanceKm" nulls last, space.name, space.slug
    limit ${size} offset ${(page - 1) * size}`);
  return { items: rows.map(({ total: _, ...item }) => item), total: rows[0]?.total ?? 0 };
}

export type SuitableSearch = {
  people: number;
  equipment: EquipmentWish[];
  minutes: number;
  near?: { lat: number; lon: number };
  page: number;
  size: number;
};
