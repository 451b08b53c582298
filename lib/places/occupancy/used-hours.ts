import { type SQL, sql } from "drizzle-orm";
import { listed, WAS_CERTAIN } from "#db/booking-states.ts";

/**
 * What happened in the hours that are due, by three ways of knowing it: what was booked, who was
 * there, and what counters saw. Each is a query of its own with a row for an hour of a room, and one
 * for the same hour of its whole space (`room_id` null). They read the temporary table `due_hour`
 * that `refresh.ts` fills, and no other hours.
 */

export const HOUR = sql`interval '1 hour'`;
export const monthOf = (at: SQL): SQL => sql`date_trunc('month', ${at}, 'UTC')`;
const hourOfMoment = (at: SQL): SQL => sql`date_trunc('hour', ${at}, 'UTC')`;

/** From the first to the last due hour of a space; what is due far apart is looked for apart. */
const SPANS = sql`
  select space_id, min(hour) as first, max(hour) + ${HOUR} as until from due_hour
  group by space_id, ${monthOf(sql`hour`)}`;

/**
 * The hours of an interval that are due: what happened is found once for a span, and not once for
 * each of its hours.
 */
const dueHoursOf = (during: SQL): SQL =>
  sql`cross join lateral hours_of(${during} * tstzrange(span.first, span.until)) passing(hour)
      join due_hour due on due.space_id = span.space_id and due.hour = passing.hour`;

/** What of an interval lies within the hour. */
const within = (during: SQL): SQL => sql`${during} * tstzrange(due.hour, due.hour + ${HOUR})`;
const minutesOf = (during: SQL): SQL =>
  sql`extract(epoch from upper(${during}) - lower(${during})) / 60`;
/** Two at once for half an hour cover half an hour. */
const minutesCovered = (condition: SQL): SQL =>
  sql`(select sum(${minutesOf(sql`part`)})
    from unnest(range_agg(during) filter (where ${condition})) part)`;

/**
 * Bookings, in minutes: how long there was one (`minutes`), the same times its people
 * (`people_minutes`), and how long there was one that nobody came to (`missed`). A combined room
 * counts as its parts, each with its share of the people by seats.
 */
export function bookedHours(): SQL {
  const figures = (people: SQL): SQL =>
    sql`${minutesCovered(sql`status = 'confirmed'`)} as minutes,
      sum(${minutesOf(sql`during`)} * ${people}) filter (where status = 'confirmed')
        as people_minutes,
      ${minutesCovered(sql`status = 'missed'`)} as missed`;
  return sql`
    with span as materialized (${SPANS}), booking_hour as (
      select due.space_id, due.hour, booking.id as booking_id, booking.room_id, booking.other_rooms,
        booking.status, booking.people, ${within(sql`booking.during`)} as during
      from span join bookings_booking booking on booking.space_id = span.space_id
        and booking.during && tstzrange(span.first, span.until)
        and booking.status in ${listed(WAS_CERTAIN)}
      ${dueHoursOf(sql`booking.during`)}
    ), part_hour as (
      select booking_hour.*, part.id, booking_hour.people * part.capacity::numeric /
        sum(part.capacity) over (partition by hour, booking_id) as share
      from booking_hour join spaces_resource taken on taken.id = booking_hour.room_id
          or taken.id = any(booking_hour.other_rooms)
        join spaces_resource part on part.id = any(taken.holds)
    )
    select space_id, hour, id as room_id, ${figures(sql`share`)} from part_hour group by 1, 2, 3
    union all
    select space_id, hour, null, ${figures(sql`people`)} from booking_hour group by 1, 2`;
}

/** How many are on the list of a session: learners, lines without a name, and tallies. */
const PEOPLE_OF_SESSION = sql`(
  (select count(*) from attendance_attendance attendance
    where attendance.session_id = session.id)
  + (select count(*) from attendance_person_line person_line
    where person_line.session_id = session.id)
  + (select coalesce(sum(people), 0) from attendance_tally_cell tally_cell
    where tally_cell.session_id = session.id))`;

/**
 * People who were there, in minutes: how long there was anybody (`minutes`), and the same times the
 * people (`people_minutes`). Those of a session count by its list, in its rooms; those of free use
 * by their visit.
 */
export const attendedHours = (): SQL => sql`
    with span as materialized (${SPANS}), met as (
      select due.space_id, due.hour, session.id as session_id,
        array[booking.room_id] || booking.other_rooms as rooms,
        ${within(sql`session.during`)} as during,
        ${minutesOf(within(sql`session.during`))} * ${PEOPLE_OF_SESSION} as people_minutes
      from span join sessions_session session on session.space_id = span.space_id
        and session.status = 'planned' and session.during && tstzrange(span.first, span.until)
      ${dueHoursOf(sql`session.during`)}
      left join bookings_booking booking on booking.id = session.booking_id
    ), stayed as (
      select due.space_id, due.hour, visit.room_id, ${within(sql`stay.during`)} as during,
        ${minutesOf(within(sql`stay.during`))} as people_minutes
      from span join visits_visit visit on visit.space_id = span.space_id
        and visit.session_id is null and visit.left_at > span.first
        and visit.arrived_at < span.until and visit.arrived_at > span.first - interval '1 day'
      cross join lateral (select tstzrange(visit.arrived_at, visit.left_at) as during) stay
      ${dueHoursOf(sql`stay.during`)}
    ), came as (
      select met.space_id, hour, part.id as room_id, during, people_minutes * part.capacity /
        sum(part.capacity) over (partition by hour, session_id) as people_minutes
      from met join spaces_resource taken on taken.id = any(met.rooms)
        join spaces_resource part on part.id = any(taken.holds)
      union all select * from stayed where room_id is not null
      union all select space_id, hour, null, during, people_minutes from met
      union all select space_id, hour, null, during, people_minutes from stayed
    )
    select space_id, hour, room_id, ${minutesCovered(sql`people_minutes > 0`)} as minutes,
      sum(people_minutes) as people_minutes
    from came group by 1, 2, 3`;

/**
 * How many people were inside after each pass of a door that counts in and out, never more than fit.
 * They begin anew when the space closes, and at midnight where it has not closed for three days. At
 * one moment, those who come in come first and the closing last.
 */
const walkedPeople = (): SQL => sql`
    with reach as (
      select space_id, min(first) as first, max(until) as until from (${SPANS}) span group by 1
    ), passed as (
      select reach.space_id, device.room_id, reading.observed_at as at,
        reading."in" - reading.out as change, null::timestamptz as closing
      from reach join counter_device device on device.space_id = reach.space_id
          and device.kind = 'in_out'
        join reading on reading.device_id = device.id and reading.observed_at < reach.until
          and reading.observed_at >= reach.first - interval '3 days'
      union all
      select reach.space_id, counted.room_id, known.closes_at, null, known.closes_at
      from reach join (select distinct space_id, room_id from counter_device
          where kind = 'in_out') counted on counted.space_id = reach.space_id
        join use_hour known on known.space_id = reach.space_id and known.room_id is null
          and known.closes_at is not null and known.hour < reach.until
          and known.hour >= reach.first - interval '7 days'
    ), since as (
      select space_id, room_id, at, change, max(closing) over (partition by space_id, room_id
        order by at, change desc nulls last) as closed
      from passed
    )
    select since.space_id, since.room_id, since.at,
      people_after(change::int, coalesce(room.capacity, whole.capacity, 1)) over (
        partition by since.space_id, since.room_id, start.at
        order by since.at, change desc) as people
    from since join spaces_space space on space.id = since.space_id
      left join spaces_resource room on room.id = since.room_id
      left join (select space_id, sum(capacity)::int as capacity from spaces_resource resource
        where kind in ('room', 'desk') and made_of = '{}' group by 1) whole
        on whole.space_id = since.space_id
      cross join lateral (select case
        when since.closed >= since.at - interval '3 days' then since.closed
        else date_trunc('day', since.at at time zone space.time_zone) at time zone space.time_zone
        end as at) start
    where change is not null`;

/**
 * People whom counters saw at once: on average (`mean`), at most (`peak`), and in how many
 * observations (`seen`). Counters of people add up; all doors of a room, or of a space, are one, as
 * who comes in by one may leave by another.
 */
export const sensedHours = (): SQL => sql`
    with span as materialized (${SPANS}), walked as (${walkedPeople()}), device_hour as (
      select due.space_id, due.hour, device.room_id, device.id, avg(reading.count) as mean,
        max(reading.count) as peak, count(*) as seen
      from span join counter_device device on device.space_id = span.space_id
          and device.kind = 'count'
        join reading on reading.device_id = device.id and reading.observed_at >= span.first
          and reading.observed_at < span.until
        join due_hour due on due.space_id = span.space_id
          and due.hour = ${hourOfMoment(sql`reading.observed_at`)}
      group by 1, 2, 3, 4
      union all
      select due.space_id, due.hour, walked.room_id, null, avg(walked.people), max(walked.people),
        count(*)
      from due_hour due join walked on walked.space_id = due.space_id
        and due.hour = ${hourOfMoment(sql`walked.at`)}
      group by 1, 2, 3
    )
    select space_id, hour, room_id, sum(mean) as mean, sum(peak) as peak, sum(seen) as seen
    from device_hour group by 1, 2, 3`;

/**
 * All of it together, no more than the hour has. A door that counts knows the whole space; without
 * one, a space has what its rooms have. An hour that is known to have been used, and in which nothing
 * is found any more, comes with nothing.
 */
export const usedHours = (): SQL => sql`
    with booked as (${bookedHours()}), attended as (${attendedHours()}),
      sensed as (${sensedHours()}), moved as (
      select space_id, hour, room_id, minutes as booked, people_minutes as booked_people, missed,
        0 as attended, 0 as attended_people, null::numeric as mean, null::numeric as peak, 0 as seen
        from booked
      union all select space_id, hour, room_id, 0, 0, 0, minutes, people_minutes, null, null, 0
      from attended
      union all select space_id, hour, room_id, 0, 0, 0, 0, 0, mean, peak, seen from sensed
    ), by_room as (
      select space_id, hour, room_id, least(60, coalesce(sum(booked), 0)) as booked,
        sum(booked_people) as booked_people, least(60, coalesce(sum(missed), 0)) as missed,
        least(60, coalesce(sum(attended), 0)) as attended, sum(attended_people) as attended_people,
        max(mean) as mean, max(peak) as peak, sum(seen) as seen
      from moved where room_id is not null group by 1, 2, 3
    ), by_space as (
      select space_id, hour, null::uuid as room_id,
        least(60, coalesce(sum(booked) filter (where room_id is null), 0)) as booked,
        sum(booked_people) filter (where room_id is null) as booked_people,
        least(60, coalesce(sum(missed) filter (where room_id is null), 0)) as missed,
        least(60, coalesce(sum(attended) filter (where room_id is null), 0)) as attended,
        sum(attended_people) filter (where room_id is null) as attended_people,
        coalesce(max(mean) filter (where room_id is null), sum(mean)) as mean,
        coalesce(max(peak) filter (where room_id is null), sum(peak)) as peak,
        coalesce(sum(seen) filter (where room_id is null and mean is not null), sum(seen)) as seen
      from moved group by 1, 2
    ), changed as (
      select * from by_room union all select * from by_space
    )
    select space_id, hour, room_id, max(booked) as booked, max(booked_people) as booked_people,
      max(missed) as missed, max(attended) as attended,
      max(attended_people) as attended_people, max(mean) as mean, max(peak) as peak,
      max(seen) as seen
    from (select * from changed
      union all select old.space_id, old.hour, old.room_id, 0, 0, 0, 0, 0, null, null, 0
      from due_hour due join use_hour old on old.space_id = due.space_id and old.hour = due.hour
        and old.booked_minutes + old.missed_minutes + old.attended_minutes > 0) beside
    group by 1, 2, 3`;
