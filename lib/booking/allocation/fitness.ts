import { type SQL, sql } from "drizzle-orm";
import type { Context } from "#lib/foundation/identity/context.ts";
import { isIn } from "#lib/foundation/identity/permission/policy.ts";
import { usedOf } from "./quotas.ts";
import type { EquipmentRequest } from "./schema.ts";

/*
 * Whether a room suits, as SQL: one set of words for search, free times and the waiting list, so that what one of them shows
 * the others would show too. Each speaks of a row `room` of resource, unless it says otherwise.
 */

/**
 * The room's own rules on length, notice and horizon, for staff without the notice. What does not
 * depend on the room stands in `(select …)`, so that it is worked out once instead of for each
 * room.
 *
 * @param start of the booking, from a query around the one that reads `room`
 */
export function takesBookings(
  ctx: Context,
  { minutes, start }: { minutes: number; start: SQL },
): SQL {
  const secondsAhead = sql`extract(epoch from ${start} - ${ctx.now.toString()}::timestamptz)`;
  return sql`room.kind in ('room', 'desk')
    and (room.out_of_service_reason is null or room.out_of_service_until <= (select ${start}))
    and (cardinality(room.made_of) = 0
      or not exists (select from resource part where part.id = any(room.made_of)
      and part.out_of_service_reason is not null
        and coalesce(part.out_of_service_until > ${start}, true)))
    and ${minutes}::int between room.min_minutes and room.max_minutes
    and mod(${minutes}::int, room.step_minutes) = 0
    and ${isWithinHorizon(ctx, start, secondsAhead)}
    and (room.notice_minutes = 0 or ${isStaffOf(ctx, sql`room.space_id`)}
      or room.notice_minutes <= (select floor(${secondsAhead} / 60)::bigint))`;
}

/**
 * The start is on the last day of the room's horizon at the latest, in days of its space. However
 * its clocks are set, these are about as many as those of 24 hours: where a day more or less
 * decides, it is asked how many they are in the zones that there are, and only where these differ,
 * in which of them the room is.
 */
function isWithinHorizon({ now }: Context, start: SQL, secondsAhead: SQL): SQL {
  const days = (zone: SQL) => sql`(${start} at time zone ${zone})::date
    - (${now.toString()}::timestamptz at time zone ${zone})::date`;
  const zones = sql`unnest((select array_agg(distinct time_zone) from space)) as clock(zone)`;
  return sql`room.horizon_days >= (select floor(${secondsAhead} / 86400)::bigint - 1)
    and (room.horizon_days > (select ceil(${secondsAhead} / 86400)::bigint)
      or room.horizon_days >= (select max(${days(sql`clock.zone`)}) from ${zones})
      or room.horizon_days >= (select min(${days(sql`clock.zone`)}) from ${zones})
        and room.horizon_days >= (select ${days(sql`there.time_zone`)} from space there
          where there.id = room.space_id))`;
}

/**
 * Rooms for staff, for the enrolled or for the people of an organisation are shown to them only.
 */
export function maySee(ctx: Context): SQL {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return sql`(room.bookable_by = 'everyone' or ${isStaffOf(ctx, sql`room.space_id`)}
    or room.bookable_by = 'organisation' and exists (select from role_assignment member
      where member.person_id = ${personId}::uuid and member.organisation_id = room.organisation_id)
    or room.bookable_by = 'enrolled'
      and exists (select from enrolment join session on session.id = enrolment.session_id
      where enrolment.person_id = ${personId}::uuid and enrolment.space_id = room.space_id
        and enrolment.status = 'enrolled'
        and session.status = 'planned' and upper(session.during) > ${ctx.now.toString()}::timestamptz))`;
}

/** How long a missed booking counts. */
export const MISSED_DAYS = 90;

/**
 * The spaces that would refuse the asker another booking then, whatever the room: a quota is
 * reached, or too many bookings were missed. A row without a space stands for all of them. Names
 * the column `space_id`.
 *
 * @param during one range, or a column of ranges
 */
export function refusingSpaces(
  { actor, now }: Context,
  { minutes, during, moving }: { minutes: number; during: SQL; moving?: string },
): SQL {
  if (actor.kind !== "person") return sql`select null::uuid as space_id where false`;
  const { personId } = actor;
  const start = sql`lower(${during}) at time zone coalesce(there.time_zone, 'Europe/Brussels')`;
  return sql`select coalesce(quota.space_id, held.space_id) as space_id
    from booking_quota quota left join space there on there.id = quota.space_id
      left join role_assignment held on held.person_id = ${personId}::uuid
        and held.role = quota.role
        and (held.space_id is null or quota.space_id is null or held.space_id = quota.space_id)
      cross join lateral (${usedOf({ personId, now, start, except: moving ?? null })}) used
    where (quota.role is null or held.id is not null)
      and (used.bookings >= quota.max_bookings
        or used.hours + ${minutes / 60}::float8 > quota.max_hours)
    union all
    select missed.space_id from booking missed join space there on there.id = missed.space_id
    where missed.booked_by = ${personId}::uuid and missed.status = 'missed'
      and missed.forgiven_at is null
      and upper(missed.during) > ${now.subtract({ hours: 24 * MISSED_DAYS }).toString()}::timestamptz
      and (select count(there.missed_allowed) > 0 from space there)
    group by missed.space_id, there.missed_allowed having count(*) > there.missed_allowed`;
}

/** The space of `room` is none of the `refusing` ones, or is the asker's to run. */
export function isWelcome(ctx: Context): SQL {
  if (ctx.actor.kind !== "person") return sql`true`;
  return sql`(${isStaffOf(ctx, sql`room.space_id`)} or not exists (select from refusing where space_id is null)
    and room.space_id not in (select space_id from refusing where space_id is not null))`;
}

function isStaffOf({ actor }: Context, spaceId: SQL): SQL {
  return isIn(actor, "booking.manage", spaceId);
}

/**
 * Nothing keeps others out of what the room holds, buffers included. Not a hold that ran out, nor
 * the asker's own. `offset 0` keeps the planner from looking up every room before the best are
 * known.
 *
 * @param room the alias of a row with space_id, holds, buffer_before_minutes and buffer_minutes
 * @param moving a booking whose own time is no obstacle
 */
export function isFree(ctx: Context, room: string, during: SQL, moving?: string): SQL {
  const asker = { now: ctx.now, personId: personOf(ctx) };
  const staff = isStaffOf(ctx, sql`${sql.identifier(room)}.space_id`);
  return sql`(${staff} or not exists (select ${keptForOthers(room, during, asker.personId)} offset 0))
    and not ${isTaken(asker, room, during, moving)}`;
}

/** Whether an allocation keeps the room, or a part of it, from the asker. */
function isTaken(asker: Asker, room: string, during: SQL, moving?: string): SQL {
  return sql`exists (select ${obstacles(asker, room, during, moving)} offset 0)`;
}

/** Who keeps a room from somebody: a closure, or another person. */
export type TakenBy = "closure" | "somebody";

/** Who keeps the room, or a part of it, from the asker, as `TakenBy`; null when it is free. */
export function takenBy(asker: Asker, room: string, during: SQL): SQL {
  return sql`(select case when bool_or(obstacle.kind = 'closure') then 'closure'
      when count(*) > 0 then 'somebody' end ${obstacles(asker, room, during)})`;
}

/**
 * What is in the way in each part of the room: the part of a query after its columns, over
 * `obstacle`. Each part is looked up on its own: joined as a whole, every allocation of the space
 * at that time would be read for each room. What is active in a part never overlaps, so the first
 * that ends after the start is the only one that can be in the way.
 *
 * @param room the alias of a row with space_id, holds, buffer_before_minutes and buffer_minutes
 * @param moving a booking whose own time is no obstacle
 */
function obstacles(asker: Asker, room: string, during: SQL, moving?: string): SQL {
  return sql`from unnest(${sql.identifier(room)}.holds) as part(id) cross join lateral (
      select held.during, held.kind ${obstaclesAfter(asker, room, startOf(room, during), moving)}
      order by upper(held.during) limit 1) obstacle
    where lower(obstacle.during) < ${endOf(room, during)}`;
}

/** Whose holds are no obstacle, and when it is: an id, or a column around the query. */
type Asker = { now: Temporal.Instant; personId: string | SQL | null };

/**
 * The same for many times of one room: everything that {@link isFree} would find within a range,
 * read once, as the columns `taken` and `kept` (multiranges, empty when there is nothing). Of each
 * part those are read that end within the range, and the first that ends after it, which may begin
 * within.
 *
 * @param room as there
 * @param within a range that holds all of the times
 */
export function obstacleColumns(ctx: Context, room: string, within: SQL, moving?: string): SQL {
  const name = sql.identifier(room);
  const asker = { now: ctx.now, personId: personOf(ctx) };
  const [start, end] = [startOf(room, within), endOf(room, within)];
  const obstacles = heldWithin((moment) => obstaclesAfter(asker, room, moment, moving), {
    start,
    end,
  });
  return sql`coalesce((select range_agg(obstacle.during) from unnest(${name}.holds) as part(id)
      cross join lateral (${obstacles}) obstacle), '{}') as taken,
    case when ${isStaffOf(ctx, sql`${name}.space_id`)} then '{}' else coalesce((
      select range_agg(kept.during) ${keptForOthers(room, within, asker.personId)}), '{}') end as kept`;
}

/**
 * The times of what a `part` of a room has at some moment between two, read without all that it had
 * before and will have later: of what ends after the last moment only the first can begin before
 * it, as no two overlap.
 *
 * @param heldAfter what ends after a moment: the part of a query after its columns, over `held`
 * @param columns of `held`, its `during` among them
 */
export function heldWithin(
  heldAfter: (moment: SQL) => SQL,
  { start, end }: { start: SQL; end: SQL },
  columns = sql`held.during`,
): SQL {
  return sql`(select ${columns} ${heldAfter(start)} and upper(held.during) <= ${end} offset 0)
      union all
      select last.* from (select ${columns} ${heldAfter(end)}
      order by upper(held.during) limit 1) last
      where lower(last.during) < ${end}`;
}

/**
 * Whatever holds a `part` of the row `room` at some moment between two, as {@link heldWithin} reads
 * it: holds of anybody too, also those that ran out.
 *
 * @param columns of `held`, an allocation, beside its `during`
 */
export function takenWithin(columns: SQL, between: { start: SQL; end: SQL }): SQL {
  const takenAfter = (moment: SQL) => sql`from allocation held
    where held.space_id = room.space_id and held.resource_id = part.id
      and held.active and upper(held.during) > ${moment}`;
  return heldWithin(takenAfter, between, sql`held.during, ${columns}`);
}

/** What {@link isFree} says, of a row with the columns of {@link obstacleColumns}. */
export function isFreeBeside(room: string, during: SQL): SQL {
  const name = sql.identifier(room);
  return sql`not ${name}.taken && tstzrange(${startOf(room, during)}, ${endOf(room, during)}) and not ${name}.kept && ${during}`;
}

/**
 * What keeps others out of a `part` of the room and ends after a moment: the part of a query after
 * its columns, over `held`.
 */
function obstaclesAfter({ now, personId }: Asker, room: string, moment: SQL, moving?: string): SQL {
  return sql`from allocation held
    where held.space_id = ${sql.identifier(room)}.space_id and held.resource_id = part.id
      and held.active and upper(held.during) > ${moment}
      and (held.kind <> 'hold' or held.expires_at > ${now.toString()}::timestamptz
        and held.held_by is distinct from ${personId}::uuid)
      ${moving ? sql`and held.booking_id is distinct from ${moving}::uuid` : sql``}`;
}

/** When the room must be free from for a booking, with the time to make it ready. */
function startOf(room: string, during: SQL): SQL {
  return sql`lower(${during}) - make_interval(mins => ${sql.identifier(room)}.buffer_before_minutes)`;
}

/** Until when it must be free, with the time to tidy up. */
function endOf(room: string, during: SQL): SQL {
  return sql`upper(${during}) + make_interval(mins => ${sql.identifier(room)}.buffer_minutes)`;
}

function personOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.personId : null;
}

/**
 * An allocation has a moment of a range. Its end is compared on its own: the index that starts with
 * space_id and resource_id leads past all that is over.
 *
 * @param held its alias
 */
export function overlaps(held: string, range: SQL): SQL {
  const during = sql`${sql.identifier(held)}.during`;
  return sql`upper(${during}) > lower(${range}) and ${during} && ${range}`;
}

/**
 * The times kept for a group within a range, for whoever is not of it: the part of a query after
 * its columns, over `kept` and `blocking`. Who is of it holds its role there or everywhere, or
 * stands for its organisation, or is named.
 *
 * @param room the alias of a row with space_id and holds
 */
export function keptForOthers(room: string, during: SQL, personId: string | SQL | null): SQL {
  const name = sql.identifier(room);
  return sql`from blocking_time kept join blocking on blocking.id = kept.blocking_id
    where kept.space_id = ${name}.space_id and kept.resource_id = any(${name}.holds)
      and kept.during && ${during}
      and not exists (select from role_assignment own where own.person_id = ${personId}::uuid
        and (own.organisation_id = blocking.organisation_id
          or own.role = blocking.role
            and (own.space_id is null or own.space_id = blocking.space_id)))
      and not exists (select from blocking_member member
        where member.blocking_id = blocking.id and member.person_id = ${personId}::uuid)`;
}

/**
 * Everything wanted is in the room, in its space, or can be lent to it in time.
 *
 * @param during null for whenever it is free
 */
export function equippedWith(ctx: Context, equipment: EquipmentRequest[], during: SQL | null): SQL {
  if (equipment.length === 0) return sql`true`;
  return sql.join(
    equipment.map(
      ({ kind, quantity }) => sql`(${quantity}::int = 1 and ${kind} = any(room.features) or exists (
        select from resource thing where thing.equipment_kind = ${kind} and ${worksAt(during)}
          and ${during ? canCome(ctx, during) : sql`(thing.space_id = room.space_id or thing.lendable)`}
          and (thing.stays_in is null or thing.stays_in = any(room.holds))
            and thing.quantity >= ${quantity}::int
          ${during ? sql`and thing.quantity - peak_stock_use(thing.id, ${awayFor(during)}) >= ${quantity}::int` : sql``}))`,
    ),
    sql` and `,
  );
}

/**
 * The same for a search over all spaces: which have enough pieces left at `wish.during`, in which
 * rooms enough of them stay, and whether one can be lent in time. Asked once for each time, not
 * once for each room.
 */
export function equippedSpaces(
  ctx: Context,
  { kind, quantity }: EquipmentRequest,
  position: number,
): SQL[] {
  const time = sql`input.during`;
  const enough = (during: SQL) => sql`thing.equipment_kind = ${kind} and ${worksAt(time)}
    and thing.quantity - peak_stock_use(thing.id, ${during}) >= ${quantity}::int`;
  return [
    sql`${named("equipped", position)} as materialized (
      select thing.space_id, thing.stays_in from resource thing where ${enough(time)})`,
    sql`${named("lent", position)} as materialized (
      select from resource thing where thing.lendable and ${arrivesInTime(ctx, time)} and ${enough(widened(time))} limit 1)`,
  ];
}

/** A room that has the thing itself, or stands in a space that has or gets it. */
export function inEquippedSpace(input: EquipmentRequest, position: number): SQL {
  return sql`and (${isInRoom(input, position)} or ${isInSpace(position)}
    or exists (select from ${named("lent", position)}))`;
}

/**
 * How much must be moved for it: nothing that is in the room, a little within the space, most from
 * elsewhere.
 */
export function moved(equipment: EquipmentRequest[]): SQL {
  const each = equipment.map(
    (input, position) =>
      sql`case when ${isInRoom(input, position)} then 0 when ${isInSpace(position)} then 1 else 2 end`,
  );
  return sql.join(each, sql` + `);
}

function isInRoom({ kind, quantity }: EquipmentRequest, position: number): SQL {
  return sql`(${quantity}::int = 1 and ${kind} = any(room.features) or coalesce(
    room.holds && (select array_agg(stays_in) from ${named("equipped", position)} where stays_in is not null), false))`;
}

function isInSpace(position: number): SQL {
  return sql`room.space_id in (select space_id from ${named("equipped", position)} where stays_in is null)`;
}

function named(what: string, position: number): SQL {
  return sql`${sql.identifier(`${what}_${position}`)}`;
}

/** A `thing` works, or does again when it is needed. @param during null for whenever that is */
export function worksAt(during: SQL | null): SQL {
  return sql`(thing.out_of_service_reason is null
    or ${during ? sql`thing.out_of_service_until <= lower(${during})` : sql`thing.out_of_service_until is not null`})`;
}

/** A `thing` is in the space of `room`, or is lent and arrives before it begins. */
export function canCome(ctx: Context, during: SQL): SQL {
  return sql`(thing.space_id = room.space_id or thing.lendable and ${arrivesInTime(ctx, during)})`;
}

function arrivesInTime({ now }: Context, during: SQL): SQL {
  return sql`lower(${during}) >= ${now.toString()}::timestamptz + make_interval(mins => thing.travel_minutes)`;
}

/**
 * When a `thing` is away for a booking in the space of `room`: what is lent travels there and back.
 */
export function awayFor(during: SQL): SQL {
  return sql`case when thing.space_id = room.space_id then ${during} else ${widened(during)} end`;
}

function widened(during: SQL): SQL {
  return sql`tstzrange(lower(${during}) - make_interval(mins => thing.travel_minutes),
    upper(${during}) + make_interval(mins => thing.travel_minutes))`;
}
