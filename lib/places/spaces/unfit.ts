import { type SQL, sql } from "drizzle-orm";
import { HOLDING, listed } from "#db/booking-states.ts";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalFromText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import type { Resource } from "./resources.ts";

/**
 * A booking to come that a change of a room or of equipment leaves without what it was promised.
 */
export type Unfit = {
  id: string;
  /** The space it is in: another one when pieces are lent to it. */
  spaceId: string;
  roomName: string;
  during: Interval;
  people: number;
  /** What it is for, or whose; of a booking in another space, only the name of that space. */
  title: string;
  /** The title of the session that takes place in it, in each of its languages. */
  session: Partial<Record<"nl" | "fr" | "en", string>> | null;
};

/** What of a resource is promised to bookings. */
export type Promised = Pick<
  Resource,
  "capacity" | "features" | "outOfServiceReason" | "outOfServiceUntil" | "lendable" | "staysIn"
>;

/**
 * The bookings to come that fit a resource as it is and no longer as it will be, in order of time:
 * too many people, a thing that is not in the room any more, out of service when they begin (the
 * combined rooms that it is a part of too), or pieces that are away where they may no longer go.
 */
export async function unfitFor(
  { db, now }: Context,
  before: Resource,
  { outOfServiceReason, outOfServiceUntil, ...after }: Promised,
): Promise<Unfit[]> {
  const lost = before.features.filter((feature) => !after.features.includes(feature));
  const reasons = [
    after.capacity < before.capacity && isTooLarge(before, after.capacity),
    lost.length > 0 && missesFeature(before, lost),
    outOfServiceReason !== null && isWithout(before, outOfServiceUntil, now),
    (after.staysIn !== before.staysIn || after.lendable !== before.lendable) &&
      isOutOfReach(before, after, now),
  ].filter((reason) => reason !== false);
  if (reasons.length === 0) return [];
  const rows = await rowsOf<Omit<Unfit, "during"> & { during: string }>(
    db,
    sql`
      select booking.id, booking.space_id, room.name as room_name, booking.during::text as during,
        booking.people,
        case when booking.space_id = ${before.spaceId} then coalesce(nullif(booking.purpose, ''),
        person.display_name)
          else space.name end as title,
        (select title from sessions_session session where session.booking_id = booking.id
          and session.status = 'planned') as session
      from bookings_booking booking join resource room on room.id = booking.room_id
        join identity_person person
        on person.id = booking.booked_by
        join space on space.id = booking.space_id
      where booking.status in ${listed(HOLDING)}
        and booking.during && tstzrange(${now.toString()}::timestamptz, null)
        and (${sql.join(reasons, sql` or `)})
      order by lower(booking.during), booking.id`,
  );
  return rows.map(({ during, ...booking }) => ({ ...booking, during: intervalFromText(during) }));
}

/**
 * Whether somebody is to have it: as it is, as a part of a combined room, or as pieces; or waits
 * for it.
 */
export async function isPromised(
  { db, now }: Context,
  { id, spaceId }: Resource,
): Promise<boolean> {
  const moment = sql`${now.toString()}::timestamptz`;
  const rows = await rowsOf<{ promised: boolean }>(
    db,
    sql`
      select exists (select from bookings_booking booking where space_id = ${spaceId}
        and ${id}::uuid = any(other_rooms || room_id)
          and status in ${listed(HOLDING)} and during && tstzrange(${moment}, null))
        or exists (select from allocation_taken allocation where space_id = ${spaceId}
          and resource_id = ${id}
          and active
          and booking_id is not null and upper(during) > ${moment})
        or exists (select from allocation_pieces stock_allocation where resource_id = ${id}
          and active
          and upper(during) > ${moment})
        or exists (select from bookings_waiting booking_wait where room_id = ${id}
          and status = 'waiting' and upper(during) > ${moment}) as promised`,
  );
  return rows[0]?.promised ?? false;
}

/** Rooms that are booked together hold their people together. */
function isTooLarge({ id, spaceId }: Resource, capacity: number): SQL {
  return sql`booking.space_id = ${spaceId} and ${id}::uuid = any(booking.other_rooms || booking.room_id)
    and booking.people > (select sum(case when taken.id = ${id}::uuid then ${capacity}::int
      else taken.capacity end)
      from resource taken where taken.id = any(booking.other_rooms || booking.room_id))`;
}

/** One piece that stood in the room, and is not taken from a stock. */
function missesFeature({ id, spaceId }: Resource, lost: string[]): SQL {
  return sql`booking.space_id = ${spaceId} and ${id}::uuid = any(booking.other_rooms || booking.room_id)
    and exists (select from jsonb_array_elements(booking.equipment) as requested
      where requested ->> 'kind' = any(${sql.param(lost)}::text[])
        and (requested ->> 'quantity')::int = 1
        and not exists (select from resource other
        where other.id = any(booking.other_rooms || booking.room_id)
          and other.id <> ${id}::uuid and requested ->> 'kind' = any(other.features))
        and not exists (select from allocation_pieces piece join resource thing
          on thing.id = piece.resource_id
          where piece.booking_id = booking.id and piece.active and thing.equipment_kind = requested ->> 'kind'))`;
}

/** It begins while the thing does not work, and it worked then until now. */
function isWithout(
  { id, spaceId, outOfServiceReason, outOfServiceUntil }: Resource,
  until: Temporal.Instant | null,
  now: Temporal.Instant,
): SQL {
  const from =
    outOfServiceReason === null ? sql`null` : sql`${outOfServiceUntil?.toString() ?? "infinity"}`;
  return sql`(lower(booking.during) < ${until?.toString() ?? "infinity"}::timestamptz
      and (${from}::timestamptz is null or lower(booking.during) >= ${from}::timestamptz))
    and (booking.space_id = ${spaceId} and exists (select from resource taken
        where taken.id = any(booking.other_rooms || booking.room_id)
          and ${id}::uuid = any(taken.holds || taken.id))
      or ${hasPiecesOf(id, now)})`;
}

/**
 * Its pieces are in another space, or in another room than the one that they stay in from now on.
 */
function isOutOfReach(
  { id, spaceId }: Resource,
  { lendable, staysIn }: Pick<Promised, "lendable" | "staysIn">,
  now: Temporal.Instant,
): SQL {
  return sql`${hasPiecesOf(id, now)}
    and (booking.space_id <> ${spaceId} and not ${lendable}::boolean
      or ${staysIn}::uuid is not null and not exists (select from resource taken
        where taken.id = any(booking.other_rooms || booking.room_id) and ${staysIn}::uuid = any(taken.holds)))`;
}

/** Those to come that have pieces of it are looked up first: they may be in any space. */
function hasPiecesOf(id: string, now: Temporal.Instant): SQL {
  return sql`booking.id = any(array(select piece.booking_id from allocation_pieces piece
    where piece.resource_id = ${id} and piece.active
      and upper(piece.during) > ${now.toString()}::timestamptz))`;
}
