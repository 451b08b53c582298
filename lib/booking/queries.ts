import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, can } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
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
  const items = await freeRooms(ctx, search);
  return { items, alternatives: items.length > 0 ? [] : await findAlternatives(ctx, search) };
}

/** What is free at other times of the same length: for whoever came too late. */
export async function findAlternatives(ctx: Context, search: Search): Promise<Alternative[]> {
  const found: Alternative[] = [];
  for (const minutes of SHIFTS) {
    const shifted = { start: search.start.add({ minutes }), end: search.end.add({ minutes }) };
    const rooms = await freeRooms(ctx, { ...search, ...shifted, limit: 2 });
    found.push(
      ...rooms.map((room) => ({ ...room, start: shifted.start.toString(), end: shifted.end.toString() })),
    );
    if (found.length >= ALTERNATIVES) break;
  }
  return found.slice(0, ALTERNATIVES);
}

async function freeRooms(ctx: Context, search: Search): Promise<AvailableRoom[]> {
  const { start, end, people, equipment, near, radiusKm, spaceSlug, roomId, limit = 10 } = search;
  if (Temporal.Instant.compare(start, ctx.now) < 0 || Temporal.Instant.compare(start, end) >= 0) return [];
  const during = sql`${intervalToText({ start, end })}::tstzrange`;
  const minutes = Math.round(start.until(end).total("minutes"));
  const daysAhead = ctx.now.until(start).total("hours") / 24;
  const distance = near ? distanceKm(near) : sql`null::float8`;

  const { rows } = await ctx.db.execute<Omit<AvailableRoom, "equipment">>(sql`
    select room.id as "roomId", room.name as "roomName", room.capacity, room.features,
      space.slug as "spaceSlug", space.name as "spaceName", space.city, space.region,
      space.time_zone as "timeZone", round((${distance})::numeric, 1)::float8 as "distanceKm"
    from resource room join space on space.id = room.space_id
    where room.kind in ('room', 'desk') and room.out_of_service_reason is null
      and room.capacity >= ${people}::int
      and ${minutes}::int between room.min_minutes and room.max_minutes
      and mod(${minutes}::int, room.step_minutes) = 0
      and ${daysAhead}::float8 <= room.horizon_days
      ${spaceSlug ? sql`and space.slug = ${spaceSlug}` : sql``}
      ${roomId ? sql`and room.id = ${roomId}` : sql``}
      ${near && radiusKm ? sql`and (${distance}) <= ${radiusKm}` : sql``}
      and exists (select from opening where opening.space_id = space.id and opening.during @> ${during})
      and not exists (select from allocation held where held.space_id = room.space_id and held.resource_id = room.id
        and held.active and held.during && tstzrange(${start.toString()}::timestamptz,
          ${end.toString()}::timestamptz + make_interval(mins => room.buffer_minutes)))
      ${sql.join(
        equipment.map((wish) => hasEquipment(wish, during)),
        sql` `,
      )}
    order by room.capacity, "distanceKm" nulls last, room.name, room.id
    limit ${limit}`);
  return rows.map((row) => ({ ...row, equipment }));
}

/** A room that has the thing itself, or a space with enough pieces left all the time. */
export function hasEquipment({ kind, quantity }: EquipmentWish, during: SQL): SQL {
  return sql`and (${quantity}::int = 1 and ${kind} = any(room.features) or exists (
    select from resource thing where thing.space_id = room.space_id and thing.equipment_kind = ${kind}
      and thing.out_of_service_reason is null
      and thing.quantity - peak_stock_use(thing.id, ${during}) >= ${quantity}))`;
}

/** Great-circle distance; exact enough on the scale of a region. */
function distanceKm({ lat, lon }: { lat: number; lon: number }): SQL {
  return sql`6371 * 2 * asin(sqrt(power(sin(radians(space.lat - ${lat}) / 2), 2)
    + cos(radians(${lat}::float8)) * cos(radians(space.lat)) * power(sin(radians(space.lon - ${lon}) / 2), 2)))`;
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
  sequence: number;
  version: number;
};

const bookingView = sql`
  select booking.id, booking.status, booking.room_id as "roomId", room.name as "roomName",
    space.id as "spaceId", space.slug as "spaceSlug", space.name as "spaceName",
    concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address,
    space.lat, space.lon, space.time_zone as "timeZone", booking.during::text as during, booking.people, booking.purpose,
    booking.booked_by as "bookedBy", booking.sequence, booking.version,
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
