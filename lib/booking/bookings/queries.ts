import { sql } from "drizzle-orm";
import { type BookingStatus, HOLDING, listed } from "#db/booking-states.ts";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import { overlaps } from "#lib/booking/allocation/fitness.ts";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, can } from "#lib/foundation/identity/permission/policy.ts";
import { layoutNames } from "#lib/places/spaces/layouts.ts";
import { actsFor, helpedBy } from "./mandates.ts";

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
  equipment: EquipmentRequest[];
  purpose: string;
  /** How its first room is set up, and what that is called; null where it stays as it is. */
  layoutId: string | null;
  layout: Title | null;
  /** How the room was set up that it is offered for, where this one cannot be. */
  leftLayout: Title | null;
  /** The title of the session that takes place in it, in each of its languages. */
  session: Title | null;
  /** A session that is planned needs its room: it goes where the session goes. */
  sessionIsPlanned: boolean;
  bookedBy: string;
  bookedByName: string;
  otherRooms: string[];
  otherRoomNames: string[];
  seriesId: string | null;
  /**
   * Which date of its series it is, by the rule, and the SEQUENCE the series has in calendars by
   * now.
   */
  inSeries: { occurrence: Temporal.PlainDateTime; sequence: number } | null;
  /** Whether an invitation went out for it: later changes are sent to those calendars too. */
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
  select booking.id, booking.status, booking.room_id, room.name as room_name,
    space.id as space_id, space.slug as space_slug, space.name as space_name,
    concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address,
    space.lat, space.lon, space.time_zone, booking.during::text as during, booking.people,
    booking.purpose, booking.layout_id,
    ${layoutNames(sql`booking.layout_id`)} as layout,
    case when booking.layout_id is null then (
      select ${layoutNames(sql`displaced.layout_id`)} from booking displaced
      where displaced.id = booking.instead_of) end as left_layout,
    (select jsonb_build_object('title', title, 'isPlanned', status = 'planned')
      from sessions_session session
      where session.booking_id = booking.id) as session_of,
    booking.booked_by, person.display_name as booked_by_name, booking.sequence, booking.version,
    booking.equipment,
    booking.series_id, to_json(booking.occurrence) #>> '{}' as occurrence,
    (select (series.sequence + sum(date.sequence))::int from series_series series join booking date
      on date.series_id = series.id
      where series.id = booking.series_id group by series.id, series.sequence) as series_sequence,
    booking.instead_of, booking.was_confirmed, booking.note,
    to_json(booking.answer_by) #>> '{}' as answer_by,
    to_json(booking.created_at) #>> '{}' as created_at,
    to_json(greatest(booking.changed_at, room.changed_at, space.changed_at)) #>> '{}' as changed_at,
    to_json(booking.checked_in_at) #>> '{}' as checked_in_at,
    to_json(booking.cancelled_at) #>> '{}' as cancelled_at,
    to_json(booking.forgiven_at) #>> '{}' as forgiven_at,
    booking.other_rooms,
    array(select other.name from spaces_resource other where other.id = any(booking.other_rooms)
    order by other.name collate reading_order) as other_room_names,
    array(select person_id from co_organiser
    where co_organiser.booking_id = booking.id) as shared_with
  from booking join spaces_resource room on room.id = booking.room_id join spaces_space space
    on space.id = booking.space_id
    join identity_person person on person.id = booking.booked_by`;

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

/**
 * A booking, for whoever made it or shares it and for the staff of its space; to others it does not
 * exist.
 */
export async function findBooking(ctx: Context, id: string): Promise<BookingView | null> {
  const { personId } = authenticated(
    ctx.actor,
    "booking.request",
    "booking.manage",
    "session.plan",
  );
  const booking = await readBooking(ctx.db, id);
  if (!booking) return null;
  const { bookedBy, sharedWith, spaceId } = booking;
  if (bookedBy === personId || sharedWith.includes(personId)) return booking;
  if (can(ctx.actor, "booking.manage", { spaceId })) return booking;
  return (await actsFor(ctx, bookedBy)) ? booking : null;
}

/** A booking whoever asks: for what the network itself does, such as writing the confirmation. */
export async function readBooking(db: Database, id: string): Promise<BookingView | null> {
  const rows = await rowsOf<BookingRow>(db, sql`${bookingView} where booking.id = ${id}`);
  const [row] = rows;
  return row ? viewFrom(row) : null;
}

/** More than anybody has ahead: series of staff reach a year, in several rooms. */
const MOST_AHEAD = 2_000;

/**
 * The actor's own and shared bookings that are not over, and those they hold for somebody else;
 * next first. Every one, up to {@link MOST_AHEAD}.
 */
export async function myBookings(ctx: Context): Promise<BookingView[]> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  const now = ctx.now.toString();
  const rows = await rowsOf<BookingRow>(
    ctx.db,
    sql`${bookingView}
    where booking.id in (
        select own.id from (select ${personId}::uuid as id union ${helpedBy(personId, ctx.now)}) booker
          join booking own on own.booked_by = booker.id and upper(own.during) > ${now}::timestamptz
        union all select booking_id from co_organiser where person_id = ${personId})
      and upper(booking.during) > ${now}::timestamptz and booking.status in ${listed(HOLDING)}
    order by lower(booking.during), booking.id limit ${MOST_AHEAD}`,
  );
  return rows.map(viewFrom);
}

/**
 * The booking that takes one of these rooms at this time, where it is one of the actor's: their
 * own, shared with them, or held for somebody they help.
 *
 * @returns its id; null where only others are in the way, and for a visitor
 */
export async function ownBookingInRooms(
  { actor, db, now }: Context,
  roomIds: string[],
  during: Interval,
): Promise<string | null> {
  if (actor.kind !== "person") return null;
  const { personId } = actor;
  const range = sql`${intervalToText(during)}::tstzrange`;
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select booking.id from spaces_resource room
        join allocation_taken held on held.space_id = room.space_id
          and held.resource_id = any(room.holds) and held.active and ${overlaps("held", range)}
        join booking on booking.id = held.booking_id and ${overlaps("booking", range)}
      where room.id = any(${sql.param(roomIds)}::uuid[])
        and (booking.booked_by in (select ${personId}::uuid union ${helpedBy(personId, now)})
          or exists (select from co_organiser where booking_id = booking.id
            and person_id = ${personId}))
      order by lower(booking.during), booking.id limit 1`,
  );
  return rows[0]?.id ?? null;
}
