import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { HOLDING, listed } from "#db/booking-states.ts";
import { rowsOf } from "#db/rows.ts";
import { bookings } from "#db/schema/booking.ts";
import { type Interval, intervalFromText } from "#db/types.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { isOpenDuring } from "#lib/places/spaces/openness.ts";
import { titleOfBooking } from "./title.ts";

/*
 * Bookings to come that hours or rooms no longer suit, because these changed after they were made. They stay booked until somebody moves
 * them or talks to their people.
 */

export type NoLongerFits = { id: string; roomName: string; during: Interval; title: string };

/** Bookings that are not within the hours of their space. In order of time, the first hundred. */
export async function bookingsOutsideHours(ctx: Context, spaceId: string): Promise<NoLongerFits[]> {
  return bookingsWhere(ctx, spaceId, {
    condition: sql`booking.during && tstzrange(${ctx.now.toString()}::timestamptz, (select until from hours))
      and (not (select open from hours) @> booking.during or (select touch from hours)
        and not ${isOpenDuring(sql`${spaceId}::uuid`, sql`booking.during`)})`,
    // A booking is within one opening. Where no two touch, that is to be within all of them taken
    // together, which are read once.
    given: sql`with hours as materialized (
      select coalesce(range_agg(during), '{}') as open, max(upper(during)) as until,
        count(*) > (select count(*) from unnest(range_agg(during))) as touch
      from spaces_opening opening where space_id = ${spaceId})`,
  });
}

/**
 * How many bookings a space has that are not over: what would have to be moved if nobody could come
 * any more.
 */
export async function countToCome(ctx: Context, spaceId: string): Promise<number> {
  authorise(ctx.actor, "booking.manage", { spaceId });
  return ctx.db.$count(
    bookings,
    and(
      eq(bookings.spaceId, spaceId),
      inArray(bookings.status, HOLDING),
      sql`${bookings.during} && tstzrange(${ctx.now.toString()}::timestamptz, null)`,
    ),
  );
}

/**
 * Bookings of more people than their rooms take now, or of a room that is out of service then. In
 * order of time, the first hundred.
 */
export async function bookingsOfUnfitRooms(ctx: Context, spaceId: string): Promise<NoLongerFits[]> {
  const rooms = sql`booking.other_rooms || booking.room_id`;
  return bookingsWhere(ctx, spaceId, {
    condition: sql`booking.during && tstzrange(${ctx.now.toString()}::timestamptz, null) and (
      booking.people > (select sum(capacity) from spaces_resource one where one.id = any(${rooms}))
      or exists (select from spaces_resource one join spaces_resource broken
        on broken.id = any(one.made_of || one.id)
        where one.id = any(${rooms}) and broken.out_of_service_reason is not null
          and coalesce(broken.out_of_service_until > lower(booking.during), true)))`,
  });
}

/** @param given what the condition speaks of, before the query */
async function bookingsWhere(
  ctx: Context,
  spaceId: string,
  { condition, given = sql`` }: { condition: SQL; given?: SQL },
): Promise<NoLongerFits[]> {
  authorise(ctx.actor, "booking.manage", { spaceId });
  const rows = await rowsOf<Omit<NoLongerFits, "during"> & { during: string }>(
    ctx.db,
    sql`
      ${given} select booking.id, room.name as room_name, booking.during::text as during,
        coalesce(${titleOfBooking(languageOf(ctx))}, person.display_name) as title
      from booking join spaces_resource room on room.id = booking.room_id
        join identity_person person
        on person.id = booking.booked_by
      where booking.space_id = ${spaceId} and booking.status in ${listed(HOLDING)} and ${condition}
      order by lower(booking.during), booking.id limit 100`,
  );
  return rows.map(({ during, ...booking }) => ({ ...booking, during: intervalFromText(during) }));
}
