import { sql } from "drizzle-orm";
import { HOLDING, listed } from "#db/booking-states.ts";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalToText } from "#db/types.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authorise, isIn, readerOf } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { layoutName } from "#lib/places/spaces/layouts.ts";
import type { Calendar } from "./schema.ts";
import { titleOfBooking } from "./title.ts";

/**
 * Rooms, bookings and closures of a space within a time. Of other people's bookings a reader who is
 * not staff sees in which hours which room is taken, from the space's today on: not by how many,
 * nor whether it is one booking or several in a row.
 * @throws DomainError not_found
 */
export async function calendarOf(
  ctx: Context,
  spaceSlug: string,
  within: Interval,
): Promise<Calendar> {
  return JSON.parse(await calendarText(ctx, spaceSlug, within));
}

/**
 * What `calendarOf` answers, as JSON that the database writes in one statement: an answer with
 * hundreds of bookings goes out as it comes in.
 *
 * @throws DomainError not_found
 */
export async function calendarText(
  ctx: Context,
  spaceSlug: string,
  within: Interval,
): Promise<string> {
  const { actor, db, now } = ctx;
  const reader = readerOf(actor, "booking.request");
  const window = sql`${intervalToText(within)}::tstzrange`;
  const rows = await rowsOf<{ calendar: string }>(
    db,
    sql`
      select json_build_object(
        'rooms', coalesce((select json_agg(listed) from (
          select room.id, room.name as title, room.capacity, room.holds from spaces_resource room
          where room.space_id = space.id and room.kind in ('room', 'desk')
          order by room.capacity, room.name collate reading_order, room.id) listed), '[]'),
        'events', coalesce((select json_agg(listed.event order by listed.start, listed.id) from (
          select lower(booking.during) as start, booking.id,
            json_build_object('id', booking.id, 'resourceId', booking.room_id,
            'otherRooms', booking.other_rooms, 'start', lower(booking.during), 'end',
            upper(booking.during), 'people', booking.people,
            'version', booking.version, 'editable', true, 'checkedIn',
            booking.checked_in_at is not null, 'layout', ${layoutName(sql`booking.layout_id`, languageOf(ctx))},
            'kind', case when booking.status <> 'confirmed' then 'request'
              when session.id is null then 'booking' else 'session' end,
            'places', case when session.id is not null then json_build_object('taken',
            places_taken(session.id, null), 'of', session.places) end,
            'title', coalesce(${titleOfBooking(languageOf(ctx))},
              (select display_name from identity_person person
                where person.id = booking.booked_by))) as event
          from booking left join sessions_session session on session.booking_id = booking.id
            and session.status = 'planned'
          where booking.space_id = space.id and booking.status in ${listed(HOLDING)}
            and booking.during && ${window}
              and (known.is_staff or booking.booked_by = ${reader}::uuid)
          union all
          select lower(part), null, json_build_object('resourceId', busy.room_id, 'start',
            lower(part), 'end', upper(part),
            'title', null, 'editable', false)
          from (select room.id as room_id,
          range_agg(booking.during * tstzrange(known.today, null)) as taken
            from booking cross join lateral unnest(array[booking.room_id]
              || booking.other_rooms) as room(id)
            where not known.is_staff and booking.space_id = space.id
              and booking.status in ${listed(HOLDING)}
              and booking.during && (${window} * tstzrange(known.today, null))
                and booking.booked_by is distinct from ${reader}::uuid
            group by room.id) busy cross join unnest(busy.taken) as part) listed), '[]'),
        'closures', coalesce((select json_agg(listed) from (
          select closure.id, closure.room_ids as "resourceIds", lower(part) as start,
            upper(part) as "end", closure.reason
          from closures_closure closure cross join unnest(closure.windows) as part
          where closure.space_id = space.id and closure.reopened_at is null and part && ${window}
          order by lower(part), closure.id) listed), '[]'),
        'kept', coalesce((select json_agg(listed) from (
          select kept.blocking_id as id, array_agg(kept.resource_id) as "resourceIds",
            lower(kept.during) as start, upper(kept.during) as "end",
            kept.title
          from closures_kept kept
          where known.is_staff and kept.space_id = space.id and kept.during && ${window}
          group by kept.blocking_id, kept.title, kept.during order by lower(kept.during), kept.blocking_id) listed),
            '[]'),
        'open', coalesce((select json_agg(json_build_object('start', lower(part), 'end',
        upper(part)) order by lower(part))
          from (select unnest(range_agg(opening.during)) as part from spaces_opening opening
            where opening.space_id = space.id and opening.during && ${window}) hours), '[]')
      )::text as calendar
      from spaces_space space cross join lateral (
        select ${isIn(actor, "booking.manage", sql`space.id`)} as is_staff,
          date_trunc('day', ${now.toString()}::timestamptz at time zone space.time_zone) at time
            zone space.time_zone as today) known
      where space.slug = ${spaceSlug}`,
  );
  const [found] = rows;
  if (!found) throw new DomainError("not_found", { code: "spaces.unknown" });
  return found.calendar;
}

export type DeskBooking = {
  id: string;
  spaceName: string;
  timeZone: string;
  roomName: string;
  start: string;
  end: string;
  people: number;
  title: string;
};

/**
 * What happens today in the spaces of the actor, in order of time: the first two hundred. The
 * spaces are chosen first, the bookings of each are found by its index (`offset 0` keeps the
 * planner from reading all of the network), and names are looked up for what is returned.
 */
export async function bookingsToday(ctx: Context): Promise<DeskBooking[]> {
  authorise(ctx.actor, "booking.manage");
  const now = sql`${ctx.now.toString()}::timestamptz`;
  const rows = await rowsOf<DeskBooking>(
    ctx.db,
    sql`
      with booking as materialized (
        select due.* from spaces_space space cross join lateral (
          select booking.id, booking.space_id, booking.room_id, booking.booked_by, booking.during,
            booking.people, booking.purpose
          from booking where booking.space_id = space.id and booking.status = 'confirmed'
            and booking.during && tstzrange(${now},
            (date_trunc('day', ${now} at time zone space.time_zone) + interval '1 day') at time zone
              space.time_zone)
          offset 0) due
        where ${isIn(ctx.actor, "booking.manage", sql`space.id`)}
        order by lower(due.during), due.id limit 200
      )
      select booking.id, space.name as "spaceName", space.time_zone as "timeZone",
        room.name as "roomName", to_json(lower(booking.during)) #>> '{}' as start,
        to_json(upper(booking.during)) #>> '{}' as "end",
        booking.people, coalesce(${titleOfBooking(languageOf(ctx))}, person.display_name) as title
      from booking join spaces_space space on space.id = booking.space_id join spaces_resource room
        on room.id = booking.room_id
        join identity_person person on person.id = booking.booked_by
      order by lower(booking.during), booking.id`,
  );
  return rows;
}
