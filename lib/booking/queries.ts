import { type SQL, sql } from "drizzle-orm";
import { type BookingStatus, HOLDING, listed } from "#db/booking-states.ts";
import type { Database } from "#db/client.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import type { Title } from "#lib/i18n/title.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, can, isIn } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { distanceKm } from "#lib/spaces/queries.ts";
import {
  equippedSpaces,
  equippedWith,
  inEquippedSpace,
  isFree,
  isWelcome,
  keptForOthers,
  MISSED_DAYS,
  maySee,
  moved,
  refusingSpaces,
  takesBookings,
} from "./fitness.ts";
import { actsFor, helpedBy } from "./mandates.ts";
import { type BookableRoom, MOST_AN_HOUR } from "./rules.ts";
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
  /** It lies in another country than the space nearest to where somebody looks from. */
  isAcrossBorder: boolean;
  equipment: EquipmentWish[];
};

export type Search = Interval & {
  people: number;
  equipment: EquipmentWish[];
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
  const items = found.slice((page - 1) * limit, page * limit).map(({ start: _, end: __, ...room }) => room);
  return {
    items,
    hasMore: found.length === most,
    alternatives: found.length > 0 ? [] : await findAlternatives(ctx, search),
  };
}

/** What is free at other times of the same length: for whoever came too late. */
export async function findAlternatives(ctx: Context, search: Search): Promise<Alternative[]> {
  return freeRooms(ctx, search, timesAround(search), { perTime: 2, limit: ALTERNATIVES });
}

/** What else the space of a room has: other rooms at the time asked for, then the nearest times. */
export async function findBeside(ctx: Context, { roomId, ...search }: Search): Promise<Alternative[]> {
  const times = [search, ...timesAround(search)];
  return freeRooms(ctx, { ...search, besideRoom: roomId }, times, { perTime: 2, limit: ALTERNATIVES });
}

function timesAround(search: Interval): Interval[] {
  return SHIFTS.map((minutes) => ({
    start: search.start.add({ minutes }),
    end: search.end.add({ minutes }),
  }));
}

/**
 * The rooms free at each of these times, which are equally long; times in the order given. At each time rooms within five kilometres
 * come first, then those within fifteen, then the others; of each, the smallest that suffices, of those the nearest, of those the one
 * for which the least is moved.
 *
 * Rooms that would do are read in one scan, put in order, and looked up in the calendar one by one until enough are free. Only
 * what the order and the calendar need is carried through the sorting: names and features are read for those that are returned.
 * `offset 0` keeps the planner from looking up all rooms. The distances are joined by `full join`, which can only be hashed: the
 * planner expects one room, and would compare every room with every space. Spaces without such a room are then left out.
 */
export async function freeRooms(
  ctx: Context,
  { people, equipment, near, radiusKm, bbox, features, spaceSlug, roomId, besideRoom, smallerThan }: Search,
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
  const distance = near ? distanceKm(near) : sql`null::float8`;
  // The same words inside and outside, so that the planner sees one order and sorts once.
  const bestFirst = sql`${near ? sql`band, ` : sql``}${smallerThan ? sql`-capacity` : sql`capacity`}, ${near ? sql`"distanceKm", ` : sql``}${
    equipment.length > 0 ? sql`moved, ` : sql``
  }"roomName", "roomId"`;

  const { rows } = await ctx.db.execute<
    Omit<Alternative, "equipment" | "start" | "end"> & { during: string; band: number; moved: number }
  >(
    sql`select wish.during::text as during, free.* from unnest(${sql.param(future.map(intervalToText))}::tstzrange[])
      with ordinality as wish(during, position)
    cross join lateral (
      with ${sql.join([openSpaces({ spaceSlug, ofRoom: roomId ?? besideRoom }), refusing(ctx, minutes), ...equipment.flatMap((wish, at) => equippedSpaces(ctx, wish, at))], sql`, `)},
      searched as materialized (
        select space.id${near ? sql`, round((${distance})::numeric, 1)::float8 as "distanceKm", ${bandOf(distance)} as band` : sql``}
        from space
        where space.id in (select space_id from open_space) and ${isWhere({ spaceSlug, bbox, near, radiusKm })}
          ${besideRoom ? sql`and space.id = (select space_id from resource where id = ${besideRoom})` : sql``}
      ),
      suitable as materialized (
        select room.id as "roomId", room.name as "roomName", room.capacity, ${near ? sql`searched."distanceKm", searched.band` : sql`null::float8 as "distanceKm", 0 as band`},
          ${equipment.length > 0 ? moved(equipment) : sql`0`} as moved, room.space_id, room.holds,
          room.buffer_before_minutes, room.buffer_minutes, wish.during as wished
        from (select room.* from resource room
          where room.space_id = any(array(select id from searched)) and room.capacity >= ${people}::int
          and ${takesBookings(ctx, { minutes, start: sql`lower(wish.during)` })}
          and ${maySee(ctx)} and ${isWelcome(ctx)}
          ${smallerThan ? sql`and room.capacity < ${smallerThan}::int` : sql``}
          ${features?.length ? sql`and room.features @> ${sql.param(features)}::text[]` : sql``}
          ${roomId ? sql`and room.id = ${roomId}` : sql``}
          ${sql.join(equipment.map(inEquippedSpace), sql` `)} offset 0) room
          ${near ? sql`full join searched on searched.id = room.space_id where coalesce(room.id is not null, false)` : sql``}
        order by ${bestFirst}
      ),
      best as (
        select * from suitable where ${isFree(ctx, "suitable", sql`suitable.wished`)}
        order by ${bestFirst} limit ${perTime}
      )
      select best."roomId", best."roomName", best.capacity, room.features, space.slug as "spaceSlug",
        space.name as "spaceName", space.city, space.region, space.time_zone as "timeZone", best."distanceKm",
        best.band, ${near ? isAcrossBorder(distance) : sql`false`} as "isAcrossBorder", best.moved
      from best join space on space.id = best.space_id join resource room on room.id = best."roomId"
      offset 0) free
    order by wish.position, ${bestFirst}
    limit ${limit}`,
  );
  return rows.map(({ during, band: _, moved: __, ...room }) => {
    const { start, end } = intervalFromText(during);
    return { ...room, equipment, start: start.toString(), end: end.toString() };
  });
}

/** Up to how many kilometres a room is near, and not far: what lies further is a third band. */
export const BANDS_KM = [5, 15] as const;

function bandOf(distance: SQL): SQL {
  const [near, notFar] = BANDS_KM;
  return sql`case when (${distance}) <= ${near} then 0 when (${distance}) <= ${notFar} then 1 else 2 end`;
}

/** Of a `space`: the inner one is the nearest of the network, whose country is taken for that of the point. */
function isAcrossBorder(distance: SQL): SQL {
  return sql`space.country <> (select space.country from space order by ${distance} limit 1)`;
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

/** Asked once for each time, not once for each room; of one space where only one is asked for. */
function openSpaces({ spaceSlug, ofRoom }: { spaceSlug?: string; ofRoom?: string }): SQL {
  const only = ofRoom
    ? sql`and opening.space_id = (select space_id from resource where id = ${ofRoom}::uuid)`
    : spaceSlug
      ? sql`and opening.space_id = (select id from space where slug = ${spaceSlug})`
      : sql``;
  return sql`open_space as materialized (
    select opening.space_id from opening where opening.during @> wish.during ${only})`;
}

function refusing(ctx: Context, minutes: number): SQL {
  return sql`refusing as materialized (${refusingSpaces(ctx, { minutes, during: sql`wish.during` })})`;
}

/** A room as a booking meets it, seen by whoever it is for. */
export type RoomToBook = BookableRoom & {
  id: string;
  spaceId: string;
  timeZone: string;
  /** The rooms that a booking of it holds: its parts, or itself. */
  holds: string[];
  bufferBeforeMinutes: number;
  bufferMinutes: number;
  needsApproval: boolean;
  features: string[];
  /** Whether anybody's bookings are limited here. */
  hasQuotas: boolean;
  /** Bookings made for the person in the last hour, in the whole network; counted no further than the limit. */
  bookedLately: number;
};

/** A room and its space's openings around a time, for a person who is to have it. @throws DomainError not_found */
export async function bookableRoom(
  ctx: Context,
  roomId: string,
  time: Interval,
  personId: string | null = ctx.actor.kind === "person" ? ctx.actor.personId : null,
): Promise<RoomToBook> {
  const [room] = await bookableRooms(ctx, [roomId], time, personId);
  if (!room) throw new DomainError("not_found", { code: "booking.unknown_room" });
  return room;
}

/** Rooms in the order asked for. @throws DomainError not_found when one is none, or they are of several spaces */
export async function bookableRooms(
  ctx: Context,
  roomIds: string[],
  time: Interval,
  personId: string | null,
): Promise<RoomToBook[]> {
  const { rows } = await ctx.db.execute<RoomFacts>(roomFacts(ctx, roomIds, time, personId));
  return roomsToBook(ctx, roomIds, rows);
}

/** What the database says of a room that is to be booked, before it is known who asks. */
export type RoomFacts = Omit<RoomToBook, "openings" | "kept" | "outOfServiceUntil" | "mayBook"> & {
  openings: string[];
  kept: { during: string; title: string }[];
  outOfServiceUntil: string | null;
  bookableBy: string;
  isEnrolled: boolean;
  isMember: boolean;
};

/** The statement that reads `RoomFacts` in the order asked for. @param personId who is to have the rooms: an id, or a column around it */
export function roomFacts(
  { now }: Pick<Context, "now">,
  roomIds: string[],
  { start, end }: Interval,
  personId: string | SQL | null,
): SQL {
  const window = Temporal.Instant.compare(start, end) < 0 ? intervalToText({ start, end }) : "empty";
  return sql`
    select room.id, room.space_id as "spaceId", space.time_zone as "timeZone", room.capacity, room.features, room.holds,
      room.min_minutes as "minMinutes", room.max_minutes as "maxMinutes", room.step_minutes as "stepMinutes",
      room.buffer_before_minutes as "bufferBeforeMinutes", room.buffer_minutes as "bufferMinutes",
      room.horizon_days as "horizonDays", room.notice_minutes as "noticeMinutes", room.bookable_by as "bookableBy",
      room.needs_approval as "needsApproval", broken.out_of_service_reason as "outOfServiceReason",
      to_json(broken.out_of_service_until) #>> '{}' as "outOfServiceUntil",
      array(select during::text from opening where opening.space_id = room.space_id
        and opening.during && ${window}::tstzrange) as openings,
      array(select json_build_object('during', kept.during::text, 'title', blocking.title)
        ${keptForOthers("room", sql`${window}::tstzrange`, personId)} order by kept.during) as kept,
      room.bookable_by = 'enrolled' and exists (select from enrolment join session on session.id = enrolment.session_id
        where enrolment.person_id = ${personId} and enrolment.space_id = room.space_id and enrolment.status = 'enrolled'
          and session.status = 'planned' and upper(session.during) > ${now.toString()}::timestamptz) as "isEnrolled",
      room.bookable_by = 'organisation' and exists (select from role_assignment member
        where member.person_id = ${personId} and member.organisation_id = room.organisation_id) as "isMember",
      exists (select from booking_quota quota where quota.space_id is null or quota.space_id = room.space_id) as "hasQuotas",
      (select count(*)::int from (select from booking where booked_by = ${personId}
        and created_at > ${now.subtract({ hours: 1 }).toString()}::timestamptz limit ${MOST_AN_HOUR}) lately) as "bookedLately",
      case when space.missed_allowed is null then false else space.missed_allowed < (select count(*) from booking missed
        where missed.booked_by = ${personId} and missed.space_id = space.id and missed.status = 'missed' and missed.forgiven_at is null
          and upper(missed.during) > ${now.subtract({ hours: 24 * MISSED_DAYS }).toString()}::timestamptz) end as "missedTooOften"
    from unnest(${sql.param(roomIds)}::uuid[]) with ordinality as asked(id, position)
      join resource room on room.id = asked.id join space on space.id = room.space_id
      left join lateral (select out_of_service_reason, out_of_service_until from resource part
        where part.id = any(room.made_of || room.id) and part.out_of_service_reason is not null
        order by part.out_of_service_until desc nulls first limit 1) broken on true
    where room.kind in ('room', 'desk')
    order by asked.position`;
}

/** The rooms as the actor meets them. @throws DomainError not_found when one is none, or they are of several spaces */
export function roomsToBook(ctx: Context, roomIds: string[], rows: RoomFacts[]): RoomToBook[] {
  const [first] = rows;
  if (!first || rows.length < roomIds.length || rows.some(({ spaceId }) => spaceId !== first.spaceId))
    throw new DomainError("not_found", { code: "booking.unknown_room" });
  const isStaff = can(ctx.actor, "booking.manage", { spaceId: first.spaceId });
  // The waiting list asks for somebody else, whose the group is or is not.
  const seesAll = isStaff && ctx.actor.kind === "person";
  return rows.map(({ openings, kept, outOfServiceUntil, bookableBy, isEnrolled, isMember, ...room }) => ({
    ...room,
    openings: openings.map(intervalFromText),
    kept: seesAll ? [] : kept.map(({ during, title }) => ({ during: intervalFromText(during), title })),
    outOfServiceUntil: outOfServiceUntil ? Temporal.Instant.from(outOfServiceUntil) : null,
    mayBook: isStaff || bookableBy === "everyone" || isEnrolled || isMember,
    noticeMinutes: isStaff ? 0 : room.noticeMinutes,
    needsApproval: !isStaff && room.needsApproval,
    hasQuotas: !isStaff && room.hasQuotas,
    missedTooOften: !isStaff && room.missedTooOften,
  }));
}

/** Which of these rooms the actor must ask for: the staff of the space answer. They themselves need not. */
export async function askedFor({ db, actor }: Context, roomIds: string[]): Promise<Set<string>> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select room.id from resource room where room.id = any(${sql.param(roomIds)}::uuid[]) and room.needs_approval
      and not ${isIn(actor, "booking.manage", sql`room.space_id`)}`);
  return new Set(rows.map(({ id }) => id));
}

/** Whether the actor must ask for one of them. */
export async function needsApproval(ctx: Context, roomIds: string[]): Promise<boolean> {
  return (await askedFor(ctx, roomIds)).size > 0;
}

export type BookingView = {
  id: string;
  status: BookingStatus;
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
  /** The title of the session that takes place in it, in each of its languages. */
  session: Title | null;
  /** A session that is planned needs its room: it goes where the session goes. */
  sessionIsPlanned: boolean;
  bookedBy: string;
  bookedByName: string;
  otherRooms: string[];
  otherRoomNames: string[];
  seriesId: string | null;
  /** Which date of its series it is, by the rule, and the SEQUENCE the series has in calendars by now. */
  inSeries: { occurrence: Temporal.PlainDateTime; sequence: number } | null;
  /** Whether it stood in calendars: what becomes of it is told to them. */
  wasConfirmed: boolean;
  /** What staff said when they refused or cancelled it. */
  note: string;
  answerBy: Temporal.Instant | null;
  createdAt: Temporal.Instant;
  /** When what a calendar shows of it last changed. */
  changedAt: Temporal.Instant;
  checkedInAt: Temporal.Instant | null;
  cancelledAt: Temporal.Instant | null;
  /** Since when a missed booking counts no more against whoever missed it. */
  forgivenAt: Temporal.Instant | null;
  /** The booking that a closure displaced, for which this one is offered. */
  insteadOf: string | null;
  /** Ids of the people it is shared with. */
  sharedWith: string[];
  sequence: number;
  version: number;
};

const bookingView = sql`
  select booking.id, booking.status, booking.room_id as "roomId", room.name as "roomName",
    space.id as "spaceId", space.slug as "spaceSlug", space.name as "spaceName",
    concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address,
    space.lat, space.lon, space.time_zone as "timeZone", booking.during::text as during, booking.people, booking.purpose,
    (select jsonb_build_object('title', title, 'isPlanned', status = 'planned') from session
      where session.booking_id = booking.id) as "sessionOf",
    booking.booked_by as "bookedBy", person.display_name as "bookedByName", booking.sequence, booking.version, booking.equipment,
    booking.series_id as "seriesId", to_json(booking.occurrence) #>> '{}' as occurrence,
    (select (series.sequence + sum(date.sequence))::int from series join booking date on date.series_id = series.id
      where series.id = booking.series_id group by series.id) as "seriesSequence",
    booking.instead_of as "insteadOf", booking.was_confirmed as "wasConfirmed", booking.note, to_json(booking.answer_by) #>> '{}' as "answerBy",
    to_json(booking.created_at) #>> '{}' as "createdAt",
    to_json(greatest(booking.changed_at, room.changed_at, space.changed_at)) #>> '{}' as "changedAt", to_json(booking.checked_in_at) #>> '{}' as "checkedInAt", to_json(booking.cancelled_at) #>> '{}' as "cancelledAt",
    to_json(booking.forgiven_at) #>> '{}' as "forgivenAt",
    booking.other_rooms as "otherRooms",
    array(select other.name from resource other where other.id = any(booking.other_rooms) order by other.name) as "otherRoomNames",
    array(select person_id from co_organiser where co_organiser.booking_id = booking.id) as "sharedWith"
  from booking join resource room on room.id = booking.room_id join space on space.id = booking.space_id
    join person on person.id = booking.booked_by`;

type Moments = "answerBy" | "checkedInAt" | "cancelledAt" | "forgivenAt";
type OfSession = "session" | "sessionIsPlanned";
type BookingRow = Omit<
  BookingView,
  "during" | "createdAt" | "changedAt" | "inSeries" | Moments | OfSession
> & {
  sessionOf: { title: Title; isPlanned: boolean } | null;
  during: string;
  createdAt: string;
  changedAt: string;
  seriesSequence: number | null;
} & Record<Moments | "occurrence", string | null>;

function viewFrom({
  during,
  createdAt,
  changedAt,
  answerBy,
  checkedInAt,
  cancelledAt,
  forgivenAt,
  occurrence,
  seriesSequence,
  sessionOf,
  ...row
}: BookingRow): BookingView {
  const moment = (text: string | null) => (text ? Temporal.Instant.from(text) : null);
  return {
    ...row,
    session: sessionOf?.title ?? null,
    sessionIsPlanned: sessionOf?.isPlanned ?? false,
    during: intervalFromText(during),
    inSeries: occurrence
      ? { occurrence: Temporal.PlainDateTime.from(occurrence), sequence: seriesSequence ?? 0 }
      : null,
    answerBy: moment(answerBy),
    createdAt: Temporal.Instant.from(createdAt),
    changedAt: Temporal.Instant.from(changedAt),
    checkedInAt: moment(checkedInAt),
    cancelledAt: moment(cancelledAt),
    forgivenAt: moment(forgivenAt),
  };
}

/** A booking, for whoever made it or shares it and for the staff of its space; to others it does not exist. */
export async function findBooking(ctx: Context, id: string): Promise<BookingView | null> {
  const { personId } = authenticated(ctx.actor, "booking.request", "booking.manage", "session.plan");
  const booking = await readBooking(ctx.db, id);
  if (!booking) return null;
  const { bookedBy, sharedWith, spaceId } = booking;
  if (bookedBy === personId || sharedWith.includes(personId)) return booking;
  if (can(ctx.actor, "booking.manage", { spaceId })) return booking;
  return (await actsFor(ctx, bookedBy)) ? booking : null;
}

/** A booking whoever asks: for what the network itself does, such as writing the confirmation. */
export async function readBooking(db: Database, id: string): Promise<BookingView | null> {
  const { rows } = await db.execute<BookingRow>(sql`${bookingView} where booking.id = ${id}`);
  const [row] = rows;
  return row ? viewFrom(row) : null;
}

/** The actor's own and shared bookings that are not over, and those they hold for somebody else; next first. */
export async function myBookings(ctx: Context): Promise<BookingView[]> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  const now = ctx.now.toString();
  const { rows } = await ctx.db.execute<BookingRow>(sql`${bookingView}
    where upper(booking.during) > ${now}::timestamptz and booking.status in ${listed(HOLDING)}
      and (booking.booked_by = ${personId}
        or booking.id in (select booking_id from co_organiser where person_id = ${personId})
        or booking.booked_by in ${helpedBy(personId, ctx.now)})
    order by lower(booking.during), booking.id limit 50`);
  return rows.map(viewFrom);
}

export type RoomView = {
  roomId: string;
  spaceId: string;
  roomName: string;
  spaceSlug: string;
  spaceName: string;
  address: string;
  timeZone: string;
};

/** What a person sees of a room before booking it. */
export async function findRoom(ctx: Context, roomId: string): Promise<RoomView | null> {
  const { rows } = await ctx.db.execute<RoomView>(sql`
    select room.id as "roomId", room.name as "roomName", space.id as "spaceId", space.slug as "spaceSlug", space.name as "spaceName",
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
        and room.capacity >= ${people}::int and not exists (select from resource broken
          where broken.id = any(room.made_of || room.id) and broken.out_of_service_reason is not null
            and broken.out_of_service_until is null)
        and ${minutes}::int between room.min_minutes and room.max_minutes
        and ${maySee(ctx)} and ${equippedWith(ctx, equipment, null)})
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
