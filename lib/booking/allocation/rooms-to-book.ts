import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalFromText, intervalToText } from "#db/types.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { isOpeningWithin } from "#lib/places/spaces/openness.ts";
import { keptForOthers, MISSED_DAYS, type TakenBy, takenBy } from "./fitness.ts";
import { type BookableRoom, MOST_AN_HOUR } from "./rules.ts";

/** A room as a booking meets it, seen by whoever it is for. */
export type RoomToBook = BookableRoom & {
  id: string;
  spaceId: string;
  /** The rooms that a booking of it holds: its parts, or itself. */
  holds: string[];
  bufferBeforeMinutes: number;
  bufferMinutes: number;
  needsApproval: boolean;
  features: string[];
  /** Whether anybody's bookings are limited here. */
  hasQuotas: boolean;
  /**
   * Bookings made for the person in the last hour, in the whole network; counted no further than
   * the limit.
   */
  bookedLately: number;
  /**
   * Who has it, or a part of it, at some moment of the time asked for; null when nobody has, absent
   * where nobody asked.
   */
  takenBy?: TakenBy | null;
};

/**
 * A room and its space's openings around a time, for a person who is to have it.
 *
 * @throws DomainError not_found
 */
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

/**
 * Rooms in the order asked for.
 *
 * @throws DomainError not_found when one is none, or they are of several spaces
 */
export async function bookableRooms(
  ctx: Context,
  roomIds: string[],
  time: Interval,
  personId: string | null,
): Promise<RoomToBook[]> {
  const rows = await rowsOf<RoomFacts>(ctx.db, roomFacts(ctx, roomIds, time, personId));
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

/**
 * The statement that reads `RoomFacts` in the order asked for.
 *
 * @param personId who is to have the rooms: an id, or a column around it
 * @param seesTaken whether it says `takenBy`, which costs a quarter more
 */
export function roomFacts(
  { now }: Pick<Context, "now">,
  roomIds: string[],
  { start, end }: Interval,
  personId: string | SQL | null,
  { seesTaken = false }: { seesTaken?: boolean } = {},
): SQL {
  const window =
    Temporal.Instant.compare(start, end) < 0 ? intervalToText({ start, end }) : "empty";
  return sql`
    select room.id, room.space_id, space.time_zone, room.capacity, room.features, room.holds,
      room.min_minutes, room.max_minutes, room.step_minutes,
      room.buffer_before_minutes, room.buffer_minutes,
      room.horizon_days, room.notice_minutes, room.bookable_by,
      room.needs_approval, broken.out_of_service_reason,
      to_json(broken.out_of_service_until) #>> '{}' as out_of_service_until,
      array(select during::text from opening
        where ${isOpeningWithin(sql`room.space_id`, sql`${window}::tstzrange`)}) as openings,
      array(select json_build_object('during', kept.during::text, 'title', blocking.title)
        ${keptForOthers("room", sql`${window}::tstzrange`, personId)} order by kept.during) as kept,
      room.bookable_by = 'enrolled'
        and exists (select from enrolment join session on session.id = enrolment.session_id
        where enrolment.person_id = ${personId} and enrolment.space_id = room.space_id
          and enrolment.status = 'enrolled'
          and session.status = 'planned'
            and upper(session.during) > ${now.toString()}::timestamptz) as is_enrolled,
      room.bookable_by = 'organisation' and exists (select from role_assignment member
        where member.person_id = ${personId}
          and member.organisation_id = room.organisation_id) as is_member,
      exists (select from booking_quota quota where quota.space_id is null
        or quota.space_id = room.space_id) as has_quotas,
      (select count(*)::int from (select from booking where booked_by = ${personId}
        and created_at > ${now.subtract({ hours: 1 }).toString()}::timestamptz limit
          ${MOST_AN_HOUR}) lately) as booked_lately,
      ${seesTaken ? sql`${takenBy({ now, personId }, "room", sql`${window}::tstzrange`)} as taken_by,` : sql``}
      case when space.missed_allowed is null then false
        else space.missed_allowed < (select count(*) from booking missed
        where missed.booked_by = ${personId} and missed.space_id = space.id
          and missed.status = 'missed' and missed.forgiven_at is null
          and upper(missed.during) > ${now.subtract({ hours: 24 * MISSED_DAYS }).toString()}::timestamptz) end as missed_too_often
    from unnest(${sql.param(roomIds)}::uuid[]) with ordinality as asked(id, position)
      join resource room on room.id = asked.id join space on space.id = room.space_id
      left join lateral (select out_of_service_reason, out_of_service_until from resource part
        where part.id = any(room.made_of || room.id) and part.out_of_service_reason is not null
        order by part.out_of_service_until desc nulls first limit 1) broken on true
    where room.kind in ('room', 'desk')
    order by asked.position`;
}

/**
 * The rooms as the actor meets them.
 *
 * @throws DomainError not_found when one is none, or they are of several spaces
 */
export function roomsToBook(ctx: Context, roomIds: string[], rows: RoomFacts[]): RoomToBook[] {
  const [first] = rows;
  if (
    !first ||
    rows.length < roomIds.length ||
    rows.some(({ spaceId }) => spaceId !== first.spaceId)
  )
    throw new DomainError("not_found", { code: "booking.unknown_room" });
  const isStaff = can(ctx.actor, "booking.manage", { spaceId: first.spaceId });
  // The waiting list asks for somebody else, whose the group is or is not.
  const seesAll = isStaff && ctx.actor.kind === "person";
  return rows.map(
    ({ openings, kept, outOfServiceUntil, bookableBy, isEnrolled, isMember, ...room }) => ({
      ...room,
      openings: openings.map(intervalFromText),
      kept: seesAll
        ? []
        : kept.map(({ during, title }) => ({ during: intervalFromText(during), title })),
      outOfServiceUntil: outOfServiceUntil ? Temporal.Instant.from(outOfServiceUntil) : null,
      mayBook: isStaff || bookableBy === "everyone" || isEnrolled || isMember,
      noticeMinutes: isStaff ? 0 : room.noticeMinutes,
      needsApproval: !isStaff && room.needsApproval,
      hasQuotas: !isStaff && room.hasQuotas,
      missedTooOften: !isStaff && room.missedTooOften,
    }),
  );
}

/**
 * Which of these rooms the actor must ask for: the staff of the space answer. They themselves need
 * not.
 */
export async function askedFor({ db, actor }: Context, roomIds: string[]): Promise<Set<string>> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select room.id from resource room where room.id = any(${sql.param(roomIds)}::uuid[])
        and room.needs_approval
        and not ${isIn(actor, "booking.manage", sql`room.space_id`)}`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Whether the actor must ask for one of them. */
export async function needsApproval(ctx: Context, roomIds: string[]): Promise<boolean> {
  return (await askedFor(ctx, roomIds)).size > 0;
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
  const rows = await rowsOf<RoomView>(
    ctx.db,
    sql`
      select room.id as room_id, room.name as room_name, space.id as space_id,
        space.slug as space_slug, space.name as space_name,
        space.time_zone, concat_ws(', ', space.address,
        concat_ws(' ', space.postcode, space.city)) as address
      from resource room join space on space.id = room.space_id
      where room.id = ${roomId} and room.kind in ('room', 'desk')`,
  );
  return rows[0] ?? null;
}
