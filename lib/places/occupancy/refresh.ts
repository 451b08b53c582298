import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { lockNumbered } from "#lib/foundation/platform/database/locks.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import { openIntervals } from "#lib/places/spaces/opening-hours.ts";
import { HOUR, monthOf, usedHours } from "./used-hours.ts";

/**
 * What is worked out anew each time; the triggers of migration 15 mark what changes further back.
 */
const RECENT_HOURS = 48;
const MARKS_AT_ONCE = 20_000;

/**
 * Works out the hours of the last two days and every hour that was marked, and the months they are
 * in.
 */
export async function refreshUse(
  db: Database,
  now: Temporal.Instant,
): Promise<Record<string, number>> {
  const [from, until] = [hourOf(now.subtract({ hours: RECENT_HOURS })), hourOf(now)];
  return refresh(
    db,
    sql`with marked as (
        delete from use_mark where id in (select id from use_mark
        order by id limit ${MARKS_AT_ONCE}) returning space_id, hour)
      insert into due_hour
      select space_id, hour from marked where hour < ${until.toString()}::timestamptz
      union select id, hour from spaces_space space, ${hoursBetween(from, until)} hour`,
  );
}

/**
 * Works out the hours and months of a whole period, of all spaces or of some: for the
 * demonstration, and after a restore.
 */
export async function refreshUseBetween(
  db: Database,
  start: Temporal.Instant,
  end: Temporal.Instant,
  spaceIds: string[] | "all" = "all",
): Promise<Record<string, number>> {
  const [from, until] = [hourOf(start), hourOf(end)];
  const named = sql`space.id in (select jsonb_array_elements_text(${JSON.stringify(spaceIds)}::jsonb)::uuid)`;
  return refresh(
    db,
    sql`insert into due_hour select space.id, hour
      from spaces_space space, ${hoursBetween(from, until)} hour
      where ${spaceIds === "all" ? sql`true` : named}`,
  );
}

async function refresh(db: Database, fillDue: SQL): Promise<Record<string, number>> {
  return db.transaction(async (tx) => {
    // One at a time: two would count the same marks away.
    await tx.execute(sql`select ${lockNumbered("occupancy")}`);
    await tx.execute(
      sql`create temporary table due_hour (space_id uuid, hour timestamptz, primary key (space_id, hour)) on commit drop`,
    );
    const { rowCount } = await tx.execute(fillDue);
    await tx.execute(sql`analyze due_hour`);
    await keepOpenings(tx);
    const hours = await refreshHours(tx);
    const months = await refreshMonths(tx);
    const years = await refreshYears(tx);
    await tx.execute(sql`drop table due_hour, due_month`);
    return { due: rowCount ?? 0, hours, months, years };
  });
}

function hoursBetween(from: Temporal.Instant, until: Temporal.Instant): SQL {
  return sql`generate_series(${from.toString()}::timestamptz, ${until.toString()}::timestamptz - interval '1 hour', interval '1 hour')`;
}

function hourOf(moment: Temporal.Instant): Temporal.Instant {
  return moment.round({ smallestUnit: "hour", roundingMode: "floor" });
}

/**
 * The table of openings begins yesterday: the rows of use keep how long a space was open in an
 * hour. For hours that have no row yet it is worked out from the hours of the space as they are
 * now.
 */
async function keepOpenings(db: Database): Promise<void> {
  const spaces = await rowsOf<{
    id: string;
    openingHours: string;
    country: "BE" | "FR";
    region: string;
    timeZone: string;
    capacity: number;
    month: string;
    from: string;
    until: string;
  }>(
    db,
    sql`
      select unknown.month::text, space.id, opening_hours, country, region, time_zone,
        greatest(1, coalesce((
          select sum(capacity)::int from spaces_resource resource where space_id = space.id
            and kind in ('room', 'desk') and made_of = '{}'), 0)) as capacity,
        (unknown.first at time zone time_zone)::date::text as "from",
        (unknown.last at time zone time_zone)::date::text as until
      from (select due.space_id, ${monthOf(sql`due.hour`)} as month, min(due.hour) as first,
      max(due.hour) as last from due_hour due
        where not exists (select from use_hour known where known.space_id = due.space_id
          and known.hour = due.hour and known.room_id is null)
        group by 1, 2) unknown join spaces_space space on space.id = unknown.space_id`,
  );
  const open = spaces.flatMap(({ id, capacity, month, from, until, ...hours }) =>
    // A day more, so that midnight is no closing of a space that stays open.
    openOrNot(
      id,
      hours,
      Temporal.PlainDate.from(from),
      Temporal.PlainDate.from(until).add({ days: 2 }),
    ).map(({ start, end }) => ({
      space_id: id,
      capacity,
      month,
      start: start.toString(),
      end: end.toString(),
    })),
  );
  // Its hours are drawn once for each opening, and not again for each hour that is due.
  await db.execute(sql`
    with open_hour as materialized (
      select open.*, passing.hour
      from jsonb_to_recordset(${JSON.stringify(open)}::jsonb) as open(space_id uuid, capacity int,
          month timestamptz, start timestamptz, "end" timestamptz)
        cross join lateral hours_of(tstzrange(open.start, open."end")) passing(hour)
      where ${monthOf(sql`passing.hour`)} = open.month
    )
    insert into use_hour (space_id, hour, day, weekday, hour_of_day, capacity, open_minutes,
      closes_at)
    select due.space_id, due.hour, local.at::date, extract(isodow from local.at),
      extract(hour from local.at), due.capacity,
      due.minutes, due.closes_at
    from (select due.space_id, due.hour, open.capacity,
        least(60, sum(extract(epoch from least(open."end",
        due.hour + ${HOUR}) - greatest(open.start, due.hour)) / 60))::smallint as minutes,
        max(open."end") filter (where open."end" <= due.hour + ${HOUR}) as closes_at
      from open_hour open
        join due_hour due on due.space_id = open.space_id and due.hour = open.hour
      group by 1, 2, 3) due
      join spaces_space space on space.id = due.space_id
      cross join lateral (select due.hour at time zone space.time_zone as at) local
    on conflict do nothing`);
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

/**
 * One row for a space, one for each of its rooms that anything happened in.
 *
 * @returns how many were written
 */
async function refreshHours(db: Database): Promise<number> {
  const { rowCount } = await db.execute(sql`
    insert into use_hour as known (space_id, room_id, hour, day, weekday, hour_of_day, capacity,
      open_minutes, booked_minutes, booked_people_minutes,
      missed_minutes, attended_minutes, attended_people_minutes, sensed_mean, sensed_peak,
      observations)
    select found.space_id, found.room_id, found.hour, local.at::date, extract(isodow from local.at),
      extract(hour from local.at),
      coalesce(room.capacity, whole.capacity, 1), coalesce(whole.open_minutes, 0),
      coalesce(booked, 0), coalesce(booked_people, 0), coalesce(missed, 0),
      coalesce(attended, 0), coalesce(attended_people, 0), mean, peak, seen
    from (${usedHours()}) found join spaces_space space on space.id = found.space_id
      cross join lateral (select found.hour at time zone space.time_zone as at) local
      left join spaces_resource room on room.id = found.room_id
      left join use_hour whole on whole.space_id = found.space_id and whole.hour = found.hour
        and whole.room_id is null
    on conflict (space_id, coalesce(room_id, '00000000-0000-0000-0000-000000000000'),
    hour) do update set
      booked_minutes = excluded.booked_minutes,
      booked_people_minutes = excluded.booked_people_minutes,
      missed_minutes = excluded.missed_minutes,
      attended_minutes = excluded.attended_minutes,
      attended_people_minutes = excluded.attended_people_minutes,
      -- Readings are only added, and deleted after 30 days: where there are fewer than before, what was made of them stays.
      sensed_mean = case when excluded.observations >= known.observations then excluded.sensed_mean
        else known.sensed_mean end,
      sensed_peak = case when excluded.observations >= known.observations then excluded.sensed_peak
        else known.sensed_peak end,
      observations = greatest(excluded.observations, known.observations)`);
  return rowCount ?? 0;
}

/**
 * The months of the hours that were worked out: a space as a whole, and each of its rooms.
 *
 * @returns how many lines
 */
async function refreshMonths(db: Database): Promise<number> {
  await db.execute(sql`
    create temporary table due_month on commit drop as
    select distinct due_hour.space_id, date_trunc('month',
      hour at time zone space.time_zone)::date as month
    from due_hour join spaces_space space on space.id = due_hour.space_id`);
  await db.execute(
    sql`delete from use_month using due_month due where use_month.space_id = due.space_id and use_month.month = due.month`,
  );
  const { rowCount } = await db.execute(sql`
    with used_hour as (
      select due.month, hour.*, least(hour.booked_minutes, hour.open_minutes) as booked,
        least(hour.attended_minutes, hour.open_minutes) as attended
      from due_month due join use_hour hour on hour.space_id = due.space_id
        and hour.day >= due.month
        and hour.day < due.month + interval '1 month' and hour.open_minutes > 0
        and hour.hour >= due.month::timestamp at time zone 'UTC' - interval '1 day'
        and hour.hour < due.month::timestamp at time zone 'UTC' + interval '33 days'
    ), used as (
      select space_id, room_id, month, case grouping(weekday, hour_of_day) when 3 then 'total'
        when 1 then 'weekday' else 'hour' end as grain,
        coalesce(weekday, hour_of_day, 0) as value, sum(open_minutes) as minutes,
        sum(booked) as booked, sum(missed_minutes) as missed, sum(attended) as attended,
        sum(case when booked_minutes > 0 then booked_people_minutes::float8 * booked /
          booked_minutes / capacity else 0 end) as booked_seats,
        sum(case when attended_minutes > 0 then attended_people_minutes::float8 * attended /
          attended_minutes / capacity else 0 end) as attended_seats,
        coalesce(sum(open_minutes) filter (where sensed_mean is not null), 0) as sensed_open,
        coalesce(sum(open_minutes) filter (where sensed_mean > 0), 0) as sensed,
        coalesce(sum(sensed_mean * open_minutes / capacity), 0) as sensed_seats
      from used_hour group by grouping sets ((space_id, room_id, month),
      (space_id, room_id, month, weekday), (space_id, room_id, month, hour_of_day))
      having room_id is null or sum(booked + missed_minutes + attended) > 0
        or count(sensed_mean) > 0
    )
    insert into use_month (space_id, room_id, month, grain, value, open_minutes, booked_minutes,
      booked_seat_minutes, missed_minutes,
      attended_minutes, attended_seat_minutes, sensed_open_minutes, sensed_minutes,
      sensed_seat_minutes)
    -- A room is open when its space is.
    select used.space_id, used.room_id, used.month, used.grain, used.value, open.minutes,
      used.booked, used.booked_seats, used.missed, used.attended,
      used.attended_seats, used.sensed_open, used.sensed, used.sensed_seats
    from used join used open on open.room_id is null
      and (open.space_id, open.month, open.grain, open.value)
      = (used.space_id, used.month, used.grain, used.value)`);
  return rowCount ?? 0;
}

/** The years of the months that were worked out, of whole spaces. @returns how many lines */
async function refreshYears(db: Database): Promise<number> {
  const due = sql`(select distinct space_id, extract(year from month)::int as year from due_month) due`;
  await db.execute(
    sql`delete from use_year using ${due} where use_year.space_id = due.space_id and use_year.year = due.year`,
  );
  const { rowCount } = await db.execute(sql`
    insert into use_year (space_id, year, grain, value, open_minutes, booked_minutes,
      booked_seat_minutes, missed_minutes,
      attended_minutes, attended_seat_minutes, sensed_open_minutes, sensed_minutes,
      sensed_seat_minutes)
    select due.space_id, due.year, line.grain, line.value, sum(open_minutes), sum(booked_minutes),
      sum(booked_seat_minutes), sum(missed_minutes),
      sum(attended_minutes), sum(attended_seat_minutes), sum(sensed_open_minutes),
      sum(sensed_minutes), sum(sensed_seat_minutes)
    from ${due} join use_month on use_month.space_id = due.space_id and use_month.room_id is null
        and month >= make_date(due.year, 1, 1) and month < make_date(due.year + 1, 1, 1),
      lateral (select use_month.grain, use_month.value
        union all select 'month', extract(month from month)::smallint
        where use_month.grain = 'total') line
    group by 1, 2, 3, 4`);
  return rowCount ?? 0;
}
