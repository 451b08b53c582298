import { sql } from "drizzle-orm";
import { HOLDING, listed } from "#db/booking-states.ts";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalToText } from "#db/types.ts";
import { titleOfBooking } from "#lib/booking/bookings/title.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authorise, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { layoutName } from "#lib/places/spaces/layouts.ts";
import { isOpeningWithin } from "#lib/places/spaces/openness.ts";

/** What takes a room: told apart on every page of the desk by colour, pattern and word. */
export const EVENT_KINDS = ["session", "booking", "request", "closure", "kept"] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

export type DeskEvent = {
  /** Of the booking, the closure or the blocking. */
  id: string;
  kind: EventKind;
  /** The rooms that it takes by name; those that are made of them are taken with them. */
  roomIds: string[];
  start: string;
  end: string;
  /** What it is for, or whose it is; why rooms are closed; for whom they are kept. */
  title: string;
  /** Of a booking. */
  people: number | null;
  isCheckedIn: boolean;
  /** How its room is set up; null where it stays as it is. */
  layout: string | null;
  /** Of a booking in which a session takes place. */
  session: { id: string; taken: number; places: number } | null;
};

export type DeskRoom = {
  id: string;
  name: string;
  capacity: number;
  madeOf: string[];
  holds: string[];
};

export type DeskDay = {
  space: { id: string; slug: string; name: string; timeZone: string };
  rooms: DeskRoom[];
  events: DeskEvent[];
  /** When the space is open. */
  open: { start: string; end: string }[];
};

/**
 * What takes the rooms of spaces within a time, for their staff: bookings, requests, sessions,
 * closures and what is kept for groups, with the hours of each space. In one statement, in the
 * order in which the spaces are given.
 *
 * @returns only spaces in which the actor keeps bookings
 */
export async function deskDays(
  ctx: Context,
  spaces: { id: string; within: Interval }[],
): Promise<DeskDay[]> {
  authorise(ctx.actor, "booking.manage");
  if (spaces.length === 0) return [];
  const asked = JSON.stringify(
    spaces.map(({ id, within }, at) => ({ at, id, window: intervalToText(within) })),
  );
  const rows = await rowsOf<{ day: DeskDay }>(
    ctx.db,
    sql`
      select json_build_object(
        'space', json_build_object('id', space.id, 'slug', space.slug, 'name', space.name,
        'timeZone', space.time_zone),
        'rooms', coalesce((select json_agg(listed) from (
          select room.id, room.name, room.capacity, room.made_of as "madeOf", room.holds
          from spaces_resource room
          where room.space_id = space.id and room.kind in ('room', 'desk')
          order by cardinality(room.made_of) > 0, room.capacity, room.name collate reading_order, room.id) listed), '[]'),
        'open', coalesce((select json_agg(json_build_object('start', lower(part), 'end',
        upper(part)) order by lower(part))
          from (select unnest(range_agg(opening.during)) as part from spaces_opening opening
            where ${isOpeningWithin(sql`space.id`, sql`asked.during`)}) hours), '[]'),
        'events', coalesce((select json_agg(listed order by listed.start, listed.id) from (
          select booking.id, case when booking.status <> 'confirmed' then 'request'
            when session.id is null then 'booking'
              else 'session' end as kind,
            array[booking.room_id] || booking.other_rooms as "roomIds",
            lower(booking.during) as start, upper(booking.during) as "end",
            coalesce(${titleOfBooking(languageOf(ctx))},
            (select display_name from identity_person person
              where person.id = booking.booked_by)) as title,
            booking.people, booking.checked_in_at is not null as "isCheckedIn",
            ${layoutName(sql`booking.layout_id`, languageOf(ctx))} as layout,
            case when session.id is not null then json_build_object('id', session.id, 'places',
            session.places,
              'taken', places_taken(session.id, null)) end as session
          from bookings_booking booking left join session on session.booking_id = booking.id
            and session.status = 'planned'
          where booking.space_id = space.id and booking.status in ${listed(HOLDING)}
            and booking.during && asked.during
          union all
          select closure.id, 'closure', case
            when cardinality(closure.room_ids) > 0 then closure.room_ids else every.rooms end,
            lower(part), upper(part), closure.reason, null, false, null, null
          from closures_closure closure cross join unnest(closure.windows) as part
          where closure.space_id = space.id and closure.reopened_at is null and part && asked.during
          union all
          select kept.blocking_id as id, 'kept', array_agg(kept.resource_id), lower(kept.during),
            upper(kept.during), kept.title, null, false, null, null
          from closures_kept kept
          where kept.space_id = space.id and kept.during && asked.during
          group by kept.blocking_id, kept.title, kept.during) listed), '[]')) as day
      from jsonb_to_recordset(${asked}::jsonb) as given(at int, id uuid, "window" text)
        cross join lateral (select given."window"::tstzrange as during) asked
        join spaces_space space on space.id = given.id
        cross join lateral (select array_agg(room.id) as rooms from spaces_resource room
          where room.space_id = space.id and room.kind in ('room', 'desk')) every
      where ${isIn(ctx.actor, "booking.manage", sql`space.id`)}
      order by given.at`,
  );
  return rows.map(({ day }) => day);
}
