import { sql } from "drizzle-orm";
import { type Interval, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/identity/context.ts";
import { authorise, isIn } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";

/** A room with the rooms it is made of, itself when it is one: what shares a part is taken together. */
export type CalendarRoom = { id: string; title: string; capacity: number; holds: string[] };

/** A booking as a calendar shows it. Who may not see what it is for, sees that the room is taken. */
export type CalendarEvent = {
  id: string;
  resourceId: string;
  /** Rooms that were taken beside the first. */
  otherRooms: string[];
  start: string;
  end: string;
  title: string | null;
  people: number;
  editable: boolean;
  version: number;
};

/** When rooms are closed, and why; no room means all of them. */
export type CalendarClosure = {
  id: string;
  resourceIds: string[];
  start: string;
  end: string;
  reason: string;
};

export type Calendar = { rooms: CalendarRoom[]; events: CalendarEvent[]; closures: CalendarClosure[] };

/** Rooms, bookings and closures of a space within a time. @throws DomainError not_found */
export async function calendarOf(ctx: Context, spaceSlug: string, within: Interval): Promise<Calendar> {
  return JSON.parse(await calendarText(ctx, spaceSlug, within));
}

/**
 * The same as JSON, written by the database in one statement: an answer with hundreds of bookings goes out as it comes in.
 *
 * @throws DomainError not_found
 */
export async function calendarText(
  { actor, db }: Context,
  spaceSlug: string,
  within: Interval,
): Promise<string> {
  const reader = actor.kind === "person" ? actor.personId : null;
  const window = sql`${intervalToText(within)}::tstzrange`;
  const { rows } = await db.execute<{ calendar: string }>(sql`
    select json_build_object(
      'rooms', coalesce((select json_agg(listed) from (
        select room.id, room.name as title, room.capacity, room.holds from resource room
        where room.space_id = space.id and room.kind in ('room', 'desk')
        order by room.capacity, room.name, room.id) listed), '[]'),
      'events', coalesce((select json_agg(listed) from (
        select booking.id, booking.room_id as "resourceId", booking.other_rooms as "otherRooms", lower(booking.during) as start,
          upper(booking.during) as "end", booking.people, booking.version,
          case when known.is_staff or booking.booked_by = ${reader}::uuid then coalesce(nullif(booking.purpose, ''),
            (select display_name from person where person.id = booking.booked_by)) end as title,
          known.is_staff or booking.booked_by is not distinct from ${reader}::uuid as editable
        from booking where booking.space_id = space.id and booking.status in ('requested', 'offered', 'confirmed')
          and booking.during && ${window}
        order by lower(booking.during), booking.id) listed), '[]'),
      'closures', coalesce((select json_agg(listed) from (
        select closure.id, closure.room_ids as "resourceIds", lower(part) as start, upper(part) as "end", closure.reason
        from closure cross join unnest(closure.windows) as part
        where closure.space_id = space.id and closure.reopened_at is null and part && ${window}
        order by lower(part), closure.id) listed), '[]')
    )::text as calendar
    from space cross join lateral (
      select ${isIn(actor, "booking.manage", sql`space.id`)} as is_staff) known
    where space.slug = ${spaceSlug}`);
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

/** What happens today in the spaces of the actor, in order of time. */
export async function bookingsToday(ctx: Context): Promise<DeskBooking[]> {
  authorise(ctx.actor, "booking.manage");
  const now = sql`${ctx.now.toString()}::timestamptz`;
  const { rows } = await ctx.db.execute<DeskBooking>(sql`
    select booking.id, space.name as "spaceName", space.time_zone as "timeZone",
      room.name as "roomName", to_json(lower(booking.during)) #>> '{}' as start, to_json(upper(booking.during)) #>> '{}' as "end",
      booking.people, coalesce(nullif(booking.purpose, ''), person.display_name) as title
    from booking join space on space.id = booking.space_id join resource room on room.id = booking.room_id
      join person on person.id = booking.booked_by
    where booking.status = 'confirmed' and upper(booking.during) > ${now}
      and booking.during && tstzrange(${now}, (date_trunc('day', ${now} at time zone space.time_zone) + interval '1 day') at time zone space.time_zone)
      and ${isIn(ctx.actor, "booking.manage", sql`booking.space_id`)}
    order by lower(booking.during), booking.id limit 200`);
  return rows;
}
