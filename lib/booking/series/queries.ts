import { sql } from "drizzle-orm";
import { listed, STANDING } from "#db/booking-states.ts";
import { rowsOf } from "#db/rows.ts";
import { type Interval, instantFromText, intervalFromText, intervalToText } from "#db/types.ts";
import { overlaps } from "#lib/booking/allocation/fitness.ts";
import { bookableRoom } from "#lib/booking/allocation/rooms-to-book.ts";
import { type Refusal, refusalFor } from "#lib/booking/allocation/rules.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import { checkLayout } from "#lib/booking/bookings/layouts.ts";
import { titleOfBooking, titleOfSeries } from "#lib/booking/bookings/title.ts";
import { freeRooms } from "#lib/booking/search/free-rooms.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise, can, isIn } from "#lib/foundation/identity/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { layoutNames } from "#lib/places/spaces/layouts.ts";
import type { DateState, OtherRoom } from "./choices.ts";
import { windowFrom, withEnd } from "./from-now-on.ts";
import { fromFirstDate, occurrencesOf, type Timing } from "./rules.ts";
import type { SeriesInput } from "./schema.ts";

export type Place = {
  spaceId: string;
  spaceSlug: string;
  spaceName: string;
  timeZone: string;
  roomName: string;
  /** How far ahead the room can be booked. */
  horizonDays: number;
};

/** Where a room is, for the staff of its space. @throws DomainError not_found, forbidden */
export async function placeOf(ctx: Context, roomId: string): Promise<Place> {
  const rows = await rowsOf<Place>(
    ctx.db,
    sql`
      select space.id as space_id, space.slug as space_slug, space.name as space_name,
        space.time_zone, room.name as room_name, room.horizon_days
      from spaces_resource room join spaces_space space on space.id = room.space_id
      where room.id = ${roomId} and room.kind in ('room', 'desk')`,
  );
  const [place] = rows;
  if (!place) throw new DomainError("not_found", { code: "booking.unknown_room" });
  authorise(ctx.actor, "booking.manage", { spaceId: place.spaceId });
  return place;
}

/**
 * Each date of a series that somebody would book, and whether it can be.
 *
 * @throws DomainError invalid
 */
export async function previewSeries(ctx: Context, input: SeriesInput): Promise<DateState[]> {
  const { spaceSlug, timeZone, horizonDays } = await placeOf(ctx, input.roomId);
  const { roomId, people, equipment } = input;
  await checkLayout(ctx, input.layoutId ?? null, { roomId, people });
  const ended = withEnd(input, timeZone, windowFrom(ctx.now, timeZone, horizonDays));
  const wanted = occurrencesOf(fromFirstDate(ended, timeZone), timeZone).map((occurrence) => ({
    ...occurrence,
    roomId,
    people,
  }));
  return statesOf(ctx, spaceSlug, wanted, equipment);
}

/** A date that is wanted, and where. */
export type Wanted = {
  start: Temporal.PlainDateTime;
  during: Interval;
  roomId: string;
  people: number;
};

/**
 * How these dates stand, in a handful of statements however many they are. What is said to be free
 * here is what search says and what a booking asks, and so are the other rooms.
 */
export async function statesOf(
  ctx: Context,
  spaceSlug: string,
  wanted: Wanted[],
  equipment: EquipmentRequest[],
): Promise<DateState[]> {
  const refusals = await refusalsOf(ctx, wanted);
  const isFree = await freeAmong(ctx, wanted, equipment);
  const states = wanted.map((date, position): DateState => {
    const free = refusals[position] === null && isFree.has(date);
    return {
      ...date,
      state: free ? "free" : "clash",
      reason: refusals[position] ?? null,
      takenBy: null,
      rooms: [],
    };
  });

  const clashing = states.filter(({ state }) => state === "clash");
  await nameObstacles(ctx, clashing, equipment);
  await findOtherRooms(ctx, spaceSlug, clashing, equipment);
  return states;
}

async function refusalsOf(ctx: Context, wanted: Wanted[]): Promise<(Refusal | null)[]> {
  const rooms = new Map<string, Awaited<ReturnType<typeof bookableRoom>>>();
  for (const [roomId, dates] of Map.groupBy(wanted, ({ roomId }) => roomId))
    rooms.set(roomId, await bookableRoom(ctx, roomId, wholeOf(dates)));
  return wanted.map((date) => {
    const room = rooms.get(date.roomId);
    return room ? refusalFor({ ...date.during, people: date.people }, room, ctx.now) : null;
  });
}

function wholeOf(dates: Wanted[]): Interval {
  const order = Temporal.Instant.compare;
  const starts = dates.map(({ during }) => during.start).sort(order);
  const ends = dates.map(({ during }) => during.end).sort(order);
  return { start: starts[0] as Temporal.Instant, end: ends.at(-1) as Temporal.Instant };
}

/**
 * Dates that search finds free in their own room. It takes times of one length at a time, so they
 * are asked by length.
 */
async function freeAmong(
  ctx: Context,
  wanted: Wanted[],
  equipment: EquipmentRequest[],
): Promise<Set<Wanted>> {
  const free = new Set<Wanted>();
  for (const dates of Map.groupBy(wanted, (date) => `${date.roomId} ${sizeOf(date)}`).values()) {
    const [{ roomId, people }] = dates as [Wanted];
    const times = dates.map(({ during }) => during);
    const found = await freeRooms(ctx, { ...times[0]!, people, equipment, roomId }, times, {
      perTime: 1,
      limit: times.length,
    });
    const starts = new Set(found.map(({ start }) => start));
    for (const date of dates) if (starts.has(date.during.start.toString())) free.add(date);
  }
  return free;
}

const OTHER_ROOMS = 3;

async function findOtherRooms(
  ctx: Context,
  spaceSlug: string,
  clashing: DateState[],
  equipment: EquipmentRequest[],
): Promise<void> {
  for (const dates of Map.groupBy(clashing, sizeOf).values()) {
    const [{ people }] = dates as [DateState];
    const times = dates.map(({ during }) => during);
    const found = await freeRooms(ctx, { ...times[0]!, people, equipment, spaceSlug }, times, {
      perTime: OTHER_ROOMS,
      limit: OTHER_ROOMS * times.length,
    });
    const byStart = Map.groupBy(found, ({ start }) => start);
    for (const date of dates) {
      date.rooms = (byStart.get(date.during.start.toString()) ?? [])
        .map(({ roomId, roomName, capacity }): OtherRoom => ({ roomId, roomName, capacity }))
        .filter(({ roomId }) => roomId !== date.roomId);
      if (date.rooms.length > 0) date.state = "elsewhere";
    }
  }
}

function sizeOf({ during, people }: Wanted): string {
  return `${during.start.until(during.end).total("minutes")} ${people}`;
}

/**
 * What stands where a date should be. Without an obstacle in the room, it is equipment that lacks.
 */
async function nameObstacles(
  ctx: Context,
  clashing: DateState[],
  equipment: EquipmentRequest[],
): Promise<void> {
  const unnamed = clashing.filter(({ reason }) => reason === null);
  if (unnamed.length === 0) return;
  const rows = await rowsOf<{ position: number; takenBy: string | null }>(
    ctx.db,
    sql`
      select input.position::int as position, obstacle.taken_by
      from unnest(${sql.param(unnamed.map(({ roomId }) => roomId))}::uuid[],
        ${sql.param(unnamed.map(({ during }) => intervalToText(during)))}::tstzrange[])
        with ordinality as input(room_id, during, position)
      join spaces_resource room on room.id = input.room_id
      cross join lateral (
        select coalesce(${titleOfBooking(languageOf(ctx))}, person.display_name,
          closure.reason) as taken_by
        from allocation_taken held left join bookings_booking booking
          on booking.id = held.booking_id left join closures_closure closure
          on closure.id = held.closure_id
          left join identity_person person on person.id = booking.booked_by
        where held.space_id = room.space_id and held.resource_id = any(room.holds) and held.active
          and ${overlaps(
            "held",
            sql`tstzrange(lower(input.during) - make_interval(mins => room.buffer_before_minutes),
              upper(input.during) + make_interval(mins => room.buffer_minutes))`,
          )}
        order by lower(held.during) limit 1) obstacle`,
  );
  const obstacles = new Map(rows.map(({ position, takenBy }) => [position - 1, takenBy]));
  unnamed.forEach((date, position) => {
    const inRoom = obstacles.has(position) || equipment.length === 0;
    date.reason = { code: inRoom ? "booking.slot_taken" : "booking.equipment_taken" };
    date.takenBy = obstacles.get(position) ?? null;
  });
}

/** One date of a series that is kept: its booking, which may have been changed by hand since. */
export type SeriesDate = {
  bookingId: string;
  /** Its start by the rule, in wall time; stays when the booking moves. */
  occurrence: Temporal.PlainDateTime;
  during: Interval;
  roomId: string;
  roomName: string;
  people: number;
  /** How its room is set up, and what that is called; null where it stays as it is. */
  layoutId: string | null;
  layout: Title | null;
  status: string;
  sequence: number;
  version: number;
};

export type SeriesView = Place &
  Timing & {
    id: string;
    address: string;
    roomId: string;
    people: number;
    equipment: EquipmentRequest[];
    purpose: string;
    /** How its room is set up, and what that is called; null where it stays as it is. */
    layoutId: string | null;
    layout: Title | null;
    /** The title of the sessions that take place on its dates, in each of their languages. */
    session: Title | null;
    bookedBy: string;
    /** The series this one was split from. */
    follows: string | null;
    sequence: number;
    version: number;
    cancelledAt: Temporal.Instant | null;
    dates: SeriesDate[];
  };

type SeriesRow = Omit<SeriesView, keyof Timing | "dates" | "cancelledAt"> & {
  rule: string;
  firstStart: string;
  firstEnd: string;
  extraStarts: string[];
  excludedStarts: string[];
  cancelledAt: string | null;
};

/**
 * A series with its dates, for the staff of its space and for whoever booked it; to others it does
 * not exist.
 */
export async function findSeries(ctx: Context, id: string): Promise<SeriesView | null> {
  const { personId } = authenticated(ctx.actor, "booking.request", "booking.manage");
  const series = await readSeries(ctx.db, id);
  if (!series) return null;
  const mayKnow =
    series.bookedBy === personId || can(ctx.actor, "booking.manage", { spaceId: series.spaceId });
  return mayKnow ? series : null;
}

/** A series whoever asks: for what the network itself does, such as writing about it. */
export async function readSeries(db: Context["db"], id: string): Promise<SeriesView | null> {
  const rows = await rowsOf<SeriesRow>(
    db,
    sql`
      select series.id, series.space_id, space.slug as space_slug, space.name as space_name,
        space.time_zone, series.room_id, room.name as room_name, series.rule,
        to_json(series.first_start) #>> '{}' as first_start,
        to_json(series.first_end) #>> '{}' as first_end,
        to_json(series.extra_starts) as extra_starts,
        to_json(series.excluded_starts) as excluded_starts,
        series.people, series.equipment, series.purpose, series.booked_by, series.follows,
        series.layout_id,
        ${layoutNames(sql`series.layout_id`)} as layout,
        concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address,
        (select session.title from bookings_booking dated join sessions_session session
          on session.booking_id = dated.id
          where dated.series_id = series.id
          order by lower(dated.during) desc, dated.id limit 1) as session,
        series.sequence, series.version, series.cancelled_at::text as cancelled_at
      from series join spaces_space space on space.id = series.space_id join spaces_resource room
        on room.id = series.room_id
      where series.id = ${id}`,
  );
  const [row] = rows;
  if (!row) return null;
  const dates = await rowsOf<
    Omit<SeriesDate, "occurrence" | "during"> & { occurrence: string; during: string }
  >(
    db,
    sql`
      select booking.id as booking_id, to_json(booking.occurrence) #>> '{}' as occurrence,
        booking.during::text as during,
        booking.room_id, room.name as room_name, booking.people, booking.layout_id,
        ${layoutNames(sql`booking.layout_id`)} as layout,
        booking.status, booking.sequence, booking.version
      from bookings_booking booking join spaces_resource room on room.id = booking.room_id
      where booking.series_id = ${id} order by booking.occurrence`,
  );
  const wall = (text: string) => Temporal.PlainDateTime.from(text);
  return {
    ...row,
    firstStart: wall(row.firstStart),
    firstEnd: wall(row.firstEnd),
    extraStarts: row.extraStarts.map(wall),
    excludedStarts: row.excludedStarts.map(wall),
    cancelledAt: row.cancelledAt ? instantFromText(row.cancelledAt) : null,
    dates: dates.map((date) => ({
      ...date,
      occurrence: wall(date.occurrence),
      during: intervalFromText(date.during),
    })),
  };
}

export type SeriesAhead = {
  id: string;
  purpose: string;
  spaceName: string;
  roomName: string;
  timeZone: string;
  rule: string;
  next: Temporal.Instant;
  left: number;
};

/** Series of the actor's spaces with dates to come, the next one first. */
export async function seriesAhead(ctx: Context): Promise<SeriesAhead[]> {
  authorise(ctx.actor, "booking.manage");
  const rows = await rowsOf<Omit<SeriesAhead, "next"> & { next: string }>(
    ctx.db,
    sql`
      select series.id, coalesce(${titleOfSeries(languageOf(ctx))}, '') as purpose,
        space.name as space_name, room.name as room_name,
        space.time_zone, series.rule, min(lower(booking.during))::text as next,
        count(*)::int as left
      from series join spaces_space space on space.id = series.space_id join spaces_resource room
        on room.id = series.room_id
        join bookings_booking booking on booking.series_id = series.id
          and booking.status in ${listed(STANDING)}
          and lower(booking.during) > ${ctx.now.toString()}::timestamptz
      where ${isIn(ctx.actor, "booking.manage", sql`series.space_id`)}
      group by series.id, space.name, space.time_zone, room.name
      order by min(lower(booking.during)), series.id limit 500`,
  );
  return rows.map(({ next, ...row }) => ({ ...row, next: instantFromText(next) }));
}
