import { and, count, desc, eq, gt, inArray, sql } from "drizzle-orm";
import { STANDING } from "#db/booking-states.ts";
import { neverNull, startOf } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { bookingView, series } from "#db/schema/booking.ts";
import { sessionView } from "#db/schema/sessions.ts";
import { resourceView, spaceView } from "#db/schema/spaces.ts";
import { type Interval, instantFromText, intervalToText } from "#db/types.ts";
import { takenWithin } from "#lib/booking/allocation/fitness.ts";
import { bookableRoom } from "#lib/booking/allocation/rooms-to-book.ts";
import { type Refusal, refusalFor } from "#lib/booking/allocation/rules.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import { checkLayout } from "#lib/booking/bookings/layouts.ts";
import { titleOfBooking, titleOfSeries } from "#lib/booking/bookings/title.ts";
import { freeRooms } from "#lib/booking/search/free-rooms.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise, can, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { addressOf } from "#lib/places/spaces/address.ts";
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

const placeColumns = {
  spaceId: spaceView.id,
  spaceSlug: spaceView.slug,
  spaceName: spaceView.name,
  timeZone: spaceView.timeZone,
  roomName: resourceView.name,
  horizonDays: resourceView.horizonDays,
};

/** Where a room is, for the staff of its space. @throws DomainError not_found, forbidden */
export async function placeOf(ctx: Context, roomId: string): Promise<Place> {
  const [place] = await ctx.db
    .select(placeColumns)
    .from(resourceView)
    .innerJoin(spaceView, eq(spaceView.id, resourceView.spaceId))
    .where(and(eq(resourceView.id, roomId), inArray(resourceView.kind, ["room", "desk"])));
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
  const inTheWay = takenWithin(sql`held.booking_id, held.closure_id`, {
    start: sql`lower(input.during) - make_interval(mins => room.buffer_before_minutes)`,
    end: sql`upper(input.during) + make_interval(mins => room.buffer_minutes)`,
  });
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
        from unnest(room.holds) as part(id) cross join lateral (${inTheWay}) held
          left join bookings_booking booking
          on booking.id = held.booking_id left join closures_closure closure
          on closure.id = held.closure_id
          left join identity_person person on person.id = booking.booked_by
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

/**
 * A series with its dates, for the staff of its space and for whoever booked it; to others it does
 * not exist.
 */
export async function findSeries(ctx: Context, id: string): Promise<SeriesView | null> {
  const { personId } = authenticated(ctx.actor, "booking.request", "booking.manage");
  const found = await readSeries(ctx.db, id);
  if (!found) return null;
  const mayKnow =
    found.bookedBy === personId || can(ctx.actor, "booking.manage", { spaceId: found.spaceId });
  return mayKnow ? found : null;
}

/** A series whoever asks: for what the network itself does, such as writing about it. */
export async function readSeries(db: Context["db"], id: string): Promise<SeriesView | null> {
  const [found] = await db
    .select({
      ...placeColumns,
      id: series.id,
      roomId: series.roomId,
      rule: series.rule,
      firstStart: series.firstStart,
      firstEnd: series.firstEnd,
      extraStarts: series.extraStarts,
      excludedStarts: series.excludedStarts,
      people: series.people,
      equipment: series.equipment,
      purpose: series.purpose,
      bookedBy: series.bookedBy,
      follows: series.follows,
      layoutId: series.layoutId,
      layout: layoutNames(series.layoutId),
      address: addressOf(spaceView),
      sequence: series.sequence,
      version: series.version,
      cancelledAt: series.cancelledAt,
    })
    .from(series)
    .innerJoin(spaceView, eq(spaceView.id, series.spaceId))
    .innerJoin(resourceView, eq(resourceView.id, series.roomId))
    .where(eq(series.id, id));
  if (!found) return null;
  return { ...found, session: await lastSessionTitle(db, id), dates: await datesOf(db, id) };
}

/** Every date that a series has, in order of occurrence, whatever became of it. */
async function datesOf(db: Context["db"], seriesId: string): Promise<SeriesDate[]> {
  return db
    .select({
      bookingId: bookingView.id,
      occurrence: neverNull(bookingView.occurrence),
      during: bookingView.during,
      roomId: bookingView.roomId,
      roomName: resourceView.name,
      people: bookingView.people,
      layoutId: bookingView.layoutId,
      layout: layoutNames(bookingView.layoutId),
      status: bookingView.status,
      sequence: bookingView.sequence,
      version: bookingView.version,
    })
    .from(bookingView)
    .innerJoin(resourceView, eq(resourceView.id, bookingView.roomId))
    .where(eq(bookingView.seriesId, seriesId))
    .orderBy(bookingView.occurrence);
}

/** The title of the latest of the sessions that take place on the dates of a series. */
async function lastSessionTitle(db: Context["db"], seriesId: string): Promise<Title | null> {
  const [session] = await db
    .select({ title: sessionView.title })
    .from(bookingView)
    .innerJoin(sessionView, eq(sessionView.bookingId, bookingView.id))
    .where(eq(bookingView.seriesId, seriesId))
    .orderBy(desc(startOf(bookingView.during)), bookingView.id)
    .limit(1);
  return session?.title ?? null;
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

const MOST_AHEAD = 500;

/** Series of the actor's spaces with dates to come, the next one first. */
export async function seriesAhead(ctx: Context): Promise<SeriesAhead[]> {
  authorise(ctx.actor, "booking.manage");
  const next = sql`min(${startOf(bookingView.during)})`.mapWith(instantFromText);
  return ctx.db
    .select({
      id: series.id,
      purpose: sql<string>`coalesce(${titleOfSeries(languageOf(ctx))}, '')`,
      spaceName: spaceView.name,
      roomName: resourceView.name,
      timeZone: spaceView.timeZone,
      rule: series.rule,
      next,
      left: count(),
    })
    .from(series)
    .innerJoin(spaceView, eq(spaceView.id, series.spaceId))
    .innerJoin(resourceView, eq(resourceView.id, series.roomId))
    .innerJoin(
      bookingView,
      and(
        eq(bookingView.seriesId, series.id),
        inArray(bookingView.status, STANDING),
        gt(startOf(bookingView.during), ctx.now.toString()),
      ),
    )
    .where(isIn(ctx.actor, "booking.manage", series.spaceId))
    .groupBy(series.id, spaceView.name, spaceView.timeZone, resourceView.name)
    .orderBy(next, series.id)
    .limit(MOST_AHEAD);
}
