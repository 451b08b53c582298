import { sql } from "drizzle-orm";
import { listed, WAS_CERTAIN } from "#db/booking-states.ts";
import type { Database } from "#db/client.ts";

/**
 * Fewer people than this who booked in a region and month: its month is left out, for outsiders.
 */
const FEWEST_BOOKERS = 5;
/** A month is told to outsiders so long after its end. */
const OPEN_DAYS = 30;
/** Months further back are in no list. */
const YEARS_BACK = 4;

/**
 * Publishes the use of each region and month that was closed since: its minutes, or that too few
 * had booked. Made once and never again. A month of which hours still wait to be worked out is left
 * for the next time.
 * @returns how many regions and months
 */
export async function publishUse(db: Database, now: Temporal.Instant): Promise<number> {
  const at = sql`${now.toString()}::timestamptz at time zone 'UTC'`;
  const { rowCount } = await db.execute(sql`
    with place as (
      select id, region, time_zone from spaces_space space
    ), closed as (
      select month::date as month
      from generate_series(date_trunc('year', ${at}) - make_interval(years => ${YEARS_BACK}::int),
      ${at}, interval '1 month') month
      where month + interval '1 month' + make_interval(days => ${OPEN_DAYS}::int) <= ${at}
    ), unpublished as (
      select closed.month, place.region, sum(use_month.open_minutes) as open,
        sum(use_month.booked_minutes) as booked
      from closed join use_month on use_month.month = closed.month and use_month.grain = 'total'
        and use_month.room_id is null
        join place on place.id = use_month.space_id
      where not exists (select from published_use known where known.month = closed.month
        and known.region = place.region)
      group by 1, 2
    ), done as (
      select * from unpublished where not exists (
        select from use_mark mark join place on place.id = mark.space_id
          and place.region = unpublished.region
        where mark.hour >= unpublished.month - interval '1 day'
          and mark.hour < unpublished.month + interval '33 days')
    ), bookers as (
      select done.month, done.region, count(distinct booking.booked_by) as people from done
        join place on place.region = done.region
        join bookings_booking booking on booking.space_id = place.id
          and booking.status in ${listed(WAS_CERTAIN)}
          and lower(booking.during) >= done.month - interval '1 day'
            and lower(booking.during) < done.month + interval '33 days'
      where date_trunc('month', lower(booking.during) at time zone place.time_zone) = done.month
      group by 1, 2
    )
    insert into published_use (month, region, open_minutes, booked_minutes, frozen_at)
    select month, region, case when people >= ${FEWEST_BOOKERS} then open end, case
      when people >= ${FEWEST_BOOKERS} then booked end,
      ${now.toString()}::timestamptz
    from done left join bookers using (month, region)
    on conflict do nothing`);
  return rowCount ?? 0;
}
