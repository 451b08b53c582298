import { sql } from "drizzle-orm";
import { type Interval, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/identity/context.ts";
import { authorise, can } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";

export type CalendarRoom = { id: string; title: string; capacity: number };

/** A booking as a calendar shows it. Who may not see what it is for, sees that the room is taken. */
export type CalendarEvent = {
  id: string;
  resourceId: string;
  start: string;
  end: string;
  title: string | null;
  people: number;
  editable: boolean;
  version: number;
};

export type Calendar = { rooms: CalendarRoom[]; events: CalendarEvent[] };

type Found = {
  spaceId: string;
  rooms: CalendarRoom[];
  events: (Omit<CalendarEvent, "editable"> & { mine: boolean })[];
};

/** Rooms and bookings of a space within a time, in one round trip. @throws DomainError not_found */
export async function calendarOf(ctx: Context, spaceSlug: string, within: Interval): Promise<Calendar> {
  const { actor, db } = ctx;
  const { rows } = await db.execute<Found>(sql`
    select space.id as "spaceId",
      coalesce((select jsonb_agg(jsonb_build_object('id', room.id, 'title', room.name, 'capacity', room.capacity)
        order by room.capacity, room.name, room.id)
        from resource room where room.space_id = space.id and room.kind in ('room', 'desk')), '[]'::jsonb) as rooms,
      coalesce((select jsonb_agg(jsonb_build_object('id', booking.id, 'resourceId', booking.room_id,
          'start', lower(booking.during), 'end', upper(booking.during), 'people', booking.people, 'version', booking.version,
          'title', coalesce(nullif(booking.purpose, ''), person.display_name),
          'mine', booking.booked_by is not distinct from ${actor.kind === "person" ? actor.personId : null}::uuid)
        order by lower(booking.during), booking.id)
        from booking join person on person.id = booking.booked_by
        where booking.space_id = space.id and booking.status in ('requested', 'offered', 'confirmed')
          and booking.during && ${intervalToText(within)}::tstzrange), '[]'::jsonb) as events
    from space where space.slug = ${spaceSlug}`);
  const [found] = rows;
  if (!found) throw new DomainError("not_found", { code: "spaces.unknown" });
  const isStaff = can(actor, "booking.manage", { spaceId: found.spaceId });
  return {
    rooms: found.rooms,
    events: found.events.map(({ mine, title, ...event }) => ({
      ...event,
      title: isStaff || mine ? title : null,
      editable: isStaff || mine,
    })),
  };
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
  const { rows } = await ctx.db.execute<DeskBooking & { spaceId: string }>(sql`
    select booking.id, booking.space_id as "spaceId", space.name as "spaceName", space.time_zone as "timeZone",
      room.name as "roomName", to_json(lower(booking.during)) #>> '{}' as start, to_json(upper(booking.during)) #>> '{}' as "end",
      booking.people, coalesce(nullif(booking.purpose, ''), person.display_name) as title
    from booking join space on space.id = booking.space_id join resource room on room.id = booking.room_id
      join person on person.id = booking.booked_by
    where booking.status = 'confirmed' and upper(booking.during) > ${now}
      and booking.during && tstzrange(${now}, (date_trunc('day', ${now} at time zone space.time_zone) + interval '1 day') at time zone space.time_zone)
    order by lower(booking.during), booking.id limit 200`);
  return rows
    .filter(({ spaceId }) => can(ctx.actor, "booking.manage", { spaceId }))
    .map(({ spaceId: _, ...booking }) => booking);
}
