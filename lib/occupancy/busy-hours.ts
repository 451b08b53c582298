import { sql } from "drizzle-orm";
import type { Context } from "#lib/identity/context.ts";

export type BusyHour = { weekday: number; hour: number; share: number | null };

export const WEEKS = 8;
export const FEWEST_OBSERVATIONS = 4;

/**
 * How full a space usually is, by weekday and hour: the median of the last eight weeks, as a share of its seats in steps
 * of a tenth. Null where fewer than four weeks were counted.
 */
export async function busyHours({ db, now }: Context, spaceId: string): Promise<BusyHour[]> {
  const { rows } = await db.execute<BusyHour>(sql`
    select weekday, hour_of_day as hour,
      case when count(sensed_mean) >= ${FEWEST_OBSERVATIONS} then
        round(least(1, percentile_cont(0.5) within group (order by sensed_mean / capacity))::numeric, 1)::float8 end as share
    from use_hour where space_id = ${spaceId} and room_id is null and open_minutes > 0
      and hour >= ${now.subtract({ hours: WEEKS * 7 * 24 }).toString()}::timestamptz and hour < ${now.toString()}::timestamptz
    group by 1, 2 order by 1, 2`);
  return rows;
}
