import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { log } from "#lib/platform/log.ts";
import { openIntervals } from "#lib/spaces/opening-hours.ts";

/** What is worked out anew each time; the triggers of migration 15 mark what changes further back. */
const RECENT_HOURS = 48;
const MARKS_AT_ONCE = 20_000;

/** Works out the hours of the last two days and every hour that was marked, and the months they are in. */
export async function refreshUse(db: Database, now: Temporal.Instant): Promise<Record<string, number>> {
  const [from, until] = [hourOf(now.subtract({ hours: RECENT_HOURS })), hourOf(now)];
  return refresh(
    db,
    { from, until },
    sql`with marked as (
        delete from use_mark where id in (select id from use_mark order by id limit ${MARKS_AT_ONCE}) returning space_id, hour)
      insert into due_hour
      select space_id, hour from marked where hour < ${until.toString()}::timestamptz
      union select id, hour from space, ${hoursBetween(from, until)} hour`,
  );
}

/** The same for a whole period: for the demonstration, and after a restore. */
export async function refreshUseBetween(
  db: Database,
  start: Temporal.Instant,
  end: Temporal.Instant,
): Promise<Record<string, number>> {
  const [from, until] = [hourOf(start), hourOf(end)];
  return refresh(
    db,
    { from, until },
    sql`insert into due_hour select space.id, hour from space, ${hoursBetween(from, until)} hour`,
  );
}

type Period = { from: Temporal.Instant; until: Temporal.Instant };

async function refresh(db: Database, { from, until }: Period, fillDue: SQL): Promise<Record<string, number>> {
  return db.transaction(async (tx) => {
    // One at a time: two would count the same marks away.
    await tx.execute(sql`select pg_advisory_xact_lock(7431975)`);
    await keepOpenings(tx, from, until);
    await tx.execute(sql`create temporary table due_hour (space_id uuid, hour timestamptz) on commit drop`);
    const { rowCount } = await tx.execute(fillDue);
    const hours = await refreshHours(tx);
    const months = await refreshMonths(tx);
    await tx.execute(sql`drop table due_hour, due_month`);
    return { due: rowCount ?? 0, hours, months };
  });
}

function hoursBetween(from: Temporal.Instant, until: Temporal.Instant): SQL {
  return sql`generate_series(${from.toString()}::timestamptz, ${until.toString()}::timestamptz - interval '1 hour', interval '1 hour')`;
}

function hourOf(moment: Temporal.Instant): Temporal.Instant {
  return moment.round({ smallestUnit: "hour", roundingMode: "floor" });
}

/**
 * The table of openings begins yesterday: the rows of use keep how long a space was open in an hour. For hours that
 * have no row yet it is worked out from the hours of the space as they are now.
 */
async function keepOpenings(db: Database, from: Temporal.Instant, until: Temporal.Instant): Promise<void> {
  const { rows: spaces } = await db.execute<{
    id: string;
    openingHours: string;
    country: "BE" | "FR";
    region: string;
    timeZone: string;
    capacity: number;
  }>(sql`
    select space.id, opening_hours as "openingHours", country, region, time_zone as "timeZone", greatest(1, coalesce((
      select sum(capacity)::int from resource where space_id = space.id and kind in ('room', 'desk') and made_of = '{}'), 0)) as capacity
    from space`);
  for (const { id, capacity, ...hours } of spaces) {
    const day = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(hours.timeZone).toPlainDate();
    const open = openOrNot(id, hours, day(from), day(until).add({ days: 1 }));
    const ranges = JSON.stringify(
      open.map(({ start, end }) => ({ start: start.toString(), end: end.toString() })),
    );
    await db.execute(sql`
      insert into use_hour (space_id, hour, day, weekday, hour_of_day, capacity, open_minutes)
      select ${id}::uuid, hour, (hour at time zone ${hours.timeZone}::text)::date, extract(isodow from hour at time zone ${hours.timeZone}::text),
        extract(hour from hour at time zone ${hours.timeZone}::text), ${capacity}::int,
        least(60, sum(extract(epoch from least(open."end", hour + interval '1 hour') - greatest(open.start, hour)) / 60))::smallint
      from jsonb_to_recordset(${ranges}::jsonb) as open(start timestamptz, "end" timestamptz),
        generate_series(date_trunc('hour', open.start), open."end" - interval '1 second', interval '1 hour') hour
      where hour >= ${from.toString()}::timestamptz and hour < ${until.toString()}::timestamptz
      group by hour on conflict do nothing`);
  }
}

function openOrNot(
  spaceId: string,
  hours: Parameters<typeof openIntervals>[0],
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
) {
  try {
    return openIntervals(hours, from, until);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    log.warn({ spaceId, code: error.reason.code }, "space without readable hours");
    return [];
  }
}

/** As the unique index of the hours has it. */
const NO_ROOM = sql`'00000000-0000-0000-0000-000000000000'::uuid`;
const HOUR = sql`interval '1 hour'`;
/** Minutes of an interval that lie within the hour. */
const minutesOf = (during: SQL): SQL =>
  sql`extract(epoch from least(upper(${during}), due.hour + ${HOUR}) - greatest(lower(${during}), due.hour)) / 60`;

/** One row for a space, one for each of its rooms that anything happened in. @returns how many were written */
async function refreshHours(db: Database): Promise<number> {
  await db.execute(sql`analyze due_hour`);
  const { rowCount } = await db.execute(sql`
    with booked as (
      select due.space_id, due.hour, booking.room_id,
        sum(${minutesOf(sql`booking.during`)}) filter (where booking.status = 'confirmed') as minutes,
        sum(${minutesOf(sql`booking.during`)} * booking.people) filter (where booking.status = 'confirmed') as people_minutes,
        sum(${minutesOf(sql`booking.during`)}) filter (where booking.status = 'missed') as missed
      from due_hour due join booking on booking.space_id = due.space_id
        and booking.during && tstzrange(due.hour, due.hour + ${HOUR}) and booking.status in ('confirmed', 'missed')
      group by 1, 2, 3
    ), came as (
      -- Those of a session by its list, in its room; those of free use by their visit.
      select due.space_id, due.hour, booking.room_id, ${minutesOf(sql`session.during`)} as minutes,
        ${minutesOf(sql`session.during`)} * (
          (select count(*) from attendance where attendance.session_id = session.id)
          + (select count(*) from person_line where person_line.session_id = session.id)
          + (select coalesce(sum(people), 0) from tally_cell where tally_cell.session_id = session.id)) as people_minutes
      from due_hour due join session on session.space_id = due.space_id and session.status = 'planned'
        and session.during && tstzrange(due.hour, due.hour + ${HOUR})
        left join booking on booking.id = session.booking_id
      union all
      select due.space_id, due.hour, visit.room_id, ${minutesOf(sql`stay.during`)}, ${minutesOf(sql`stay.during`)}
      from due_hour due join visit on visit.space_id = due.space_id and visit.session_id is null
        and visit.arrived_at < due.hour + ${HOUR} and visit.arrived_at > due.hour - interval '1 day' and visit.left_at > due.hour,
        lateral (select tstzrange(visit.arrived_at, visit.left_at) as during) stay
    ), attended as (
      -- Ten people at once for half an hour are half an hour: the longest of them.
      select space_id, hour, room_id, max(minutes) filter (where people_minutes > 0) as minutes, sum(people_minutes) as people_minutes
      from came group by 1, 2, 3
    ), device_hour as (
      select due.space_id, due.hour, device.room_id, device.id, avg(reading.count) as mean, max(reading.count) as peak, count(*) as seen
      from due_hour due join counter_device device on device.space_id = due.space_id and device.kind = 'count'
        join reading on reading.device_id = device.id and reading.observed_at >= due.hour and reading.observed_at < due.hour + ${HOUR}
      group by 1, 2, 3, 4
      union all
      -- In and out since the start of that day on the clock of the space, never below nobody.
      select due.space_id, due.hour, inside.room_id, inside.id, avg(inside.people), max(inside.people), count(*)
      from due_hour due join (
        select day.space_id, device.room_id, device.id, reading.observed_at, greatest(0, sum(reading."in" - reading.out) over walk
          - least(0, min(reading.drift) over walk)) as people
        from (select distinct space_id, date_trunc('day', hour at time zone space.time_zone) at time zone space.time_zone as start
            from due_hour join space on space.id = due_hour.space_id) day
          join counter_device device on device.space_id = day.space_id and device.kind = 'in_out'
          join lateral (select observed_at, "in", out,
              sum("in" - out) over (order by observed_at, key) as drift from reading
            where device_id = device.id and observed_at >= day.start and observed_at < day.start + interval '1 day') reading on true
        window walk as (partition by device.id, day.start order by reading.observed_at)
      ) inside on inside.space_id = due.space_id and inside.observed_at >= due.hour and inside.observed_at < due.hour + ${HOUR}
      group by 1, 2, 3, 4
    ), sensed as (
      select space_id, hour, room_id, sum(mean) as mean, sum(peak) as peak, sum(seen) as seen from device_hour group by 1, 2, 3
    ), moved as (
      select space_id, hour, room_id, minutes as booked, people_minutes as booked_people, missed, 0 as attended, 0 as attended_people, null::numeric as mean, null::numeric as peak, 0 as seen from booked
      union all select space_id, hour, room_id, 0, 0, 0, minutes, people_minutes, null, null, 0 from attended
      union all select space_id, hour, room_id, 0, 0, 0, 0, 0, mean, peak, seen from sensed
    ), by_room as (
      select space_id, hour, room_id, least(60, coalesce(sum(booked), 0)) as booked, sum(booked_people) as booked_people, least(60, coalesce(sum(missed), 0)) as missed,
        least(60, coalesce(sum(attended), 0)) as attended, sum(attended_people) as attended_people, max(mean) as mean, max(peak) as peak, sum(seen) as seen
      from moved where room_id is not null group by 1, 2, 3
    ), by_space as (
      -- A door that counts knows the whole space; without one, its rooms together.
      select space_id, hour, null::uuid as room_id, least(60, coalesce(max(booked), 0)) as booked, sum(booked_people) as booked_people,
        least(60, coalesce(max(missed), 0)) as missed, least(60, coalesce(max(attended), 0)) as attended, sum(attended_people) as attended_people,
        coalesce(max(mean) filter (where room_id is null), sum(mean)) as mean,
        coalesce(max(peak) filter (where room_id is null), sum(peak)) as peak,
        coalesce(sum(seen) filter (where room_id is null and mean is not null), sum(seen)) as seen
      from moved group by 1, 2
    ), changed as (
      select * from by_room union all select * from by_space
    ), found as (
      select * from changed
      -- Hours in which nothing is left of what there was.
      union all select old.space_id, old.hour, old.room_id, 0, 0, 0, 0, 0, null, null, 0
      from due_hour due join use_hour old on old.space_id = due.space_id and old.hour = due.hour
        and old.booked_minutes + old.missed_minutes + old.attended_minutes > 0
      where not exists (select from changed where changed.space_id = old.space_id and changed.hour = old.hour
        and coalesce(changed.room_id, ${NO_ROOM}) = coalesce(old.room_id, ${NO_ROOM}))
    )
    insert into use_hour as known (space_id, room_id, hour, day, weekday, hour_of_day, capacity, open_minutes, booked_minutes, booked_people_minutes,
      missed_minutes, attended_minutes, attended_people_minutes, sensed_mean, sensed_peak, observations)
    select found.space_id, found.room_id, found.hour, local.at::date, extract(isodow from local.at), extract(hour from local.at),
      coalesce(room.capacity, whole.capacity, 1), coalesce(whole.open_minutes, 0), coalesce(booked, 0), coalesce(booked_people, 0), coalesce(missed, 0),
      coalesce(attended, 0), coalesce(attended_people, 0), mean, peak, seen
    from found join space on space.id = found.space_id
      cross join lateral (select found.hour at time zone space.time_zone as at) local
      left join resource room on room.id = found.room_id
      left join use_hour whole on whole.space_id = found.space_id and whole.hour = found.hour and whole.room_id is null
    on conflict (space_id, coalesce(room_id, '00000000-0000-0000-0000-000000000000'), hour) do update set
      booked_minutes = excluded.booked_minutes, booked_people_minutes = excluded.booked_people_minutes, missed_minutes = excluded.missed_minutes,
      attended_minutes = excluded.attended_minutes, attended_people_minutes = excluded.attended_people_minutes,
      -- The readings of an hour are deleted after 30 days: what was made of them stays.
      sensed_mean = coalesce(excluded.sensed_mean, known.sensed_mean), sensed_peak = coalesce(excluded.sensed_peak, known.sensed_peak),
      observations = greatest(excluded.observations, known.observations)`);
  return rowCount ?? 0;
}

/** The months of the hours that were worked out: a space as a whole, and each of its rooms. @returns how many lines */
async function refreshMonths(db: Database): Promise<number> {
  await db.execute(sql`
    create temporary table due_month on commit drop as
    select distinct due_hour.space_id, date_trunc('month', hour at time zone space.time_zone)::date as month
    from due_hour join space on space.id = due_hour.space_id`);
  await db.execute(
    sql`delete from use_month using due_month due where use_month.space_id = due.space_id and use_month.month = due.month`,
  );
  const { rowCount } = await db.execute(sql`
    with grained as (
      select due.month, hour.*, grain.grain, grain.value,
        least(hour.booked_minutes, hour.open_minutes) as booked, least(hour.attended_minutes, hour.open_minutes) as attended
      from due_month due join use_hour hour on hour.space_id = due.space_id and hour.day >= due.month
        and hour.day < due.month + interval '1 month' and hour.open_minutes > 0
        and hour.hour >= due.month::timestamp at time zone 'UTC' - interval '1 day'
        and hour.hour < due.month::timestamp at time zone 'UTC' + interval '33 days',
        lateral (values ('total', 0), ('weekday', hour.weekday), ('hour', hour.hour_of_day)) grain(grain, value)
    ), open as (
      -- A room is open when its space is.
      select space_id, month, grain, value, sum(open_minutes) as minutes from grained where room_id is null group by 1, 2, 3, 4
    ), used as (
      select space_id, room_id, month, grain, value, sum(booked) as booked, sum(missed_minutes) as missed, sum(attended) as attended,
        sum(case when booked_minutes > 0 then booked_people_minutes::float8 * booked / booked_minutes / capacity else 0 end) as booked_seats,
        sum(case when attended_minutes > 0 then attended_people_minutes::float8 * attended / attended_minutes / capacity else 0 end) as attended_seats,
        coalesce(sum(open_minutes) filter (where sensed_mean is not null), 0) as sensed_open,
        coalesce(sum(open_minutes) filter (where sensed_mean > 0), 0) as sensed,
        coalesce(sum(sensed_mean * open_minutes / capacity), 0) as sensed_seats
      from grained group by 1, 2, 3, 4, 5
    )
    insert into use_month (space_id, room_id, month, grain, value, open_minutes, booked_minutes, booked_seat_minutes, missed_minutes,
      attended_minutes, attended_seat_minutes, sensed_open_minutes, sensed_minutes, sensed_seat_minutes)
    select used.space_id, used.room_id, used.month, used.grain, used.value, open.minutes, booked, booked_seats, missed, attended, attended_seats,
      sensed_open, sensed, sensed_seats
    from used join open using (space_id, month, grain, value)`);
  return rowCount ?? 0;
}
