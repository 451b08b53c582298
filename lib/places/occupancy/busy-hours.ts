import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type Band, bandOf, FEWEST_IN_PUBLIC } from "./rules.ts";

export type BusyHour = { weekday: number; hour: number; band: Band | null };

export const WEEKS = 8;
export const FEWEST_OBSERVATIONS = 4;

/**
 * How full a space usually is, by weekday and hour, in a word: the median of the last eight weeks
 * that are over. Fewer than ten people are quiet in any space. Null where fewer than four weeks
 * were counted.
 */
export async function busyHours(
  { db, now }: Context,
  { id, timeZone }: { id: string; timeZone: string },
): Promise<BusyHour[]> {
  const today = now.toZonedDateTimeISO(timeZone).startOfDay();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const rows = await rowsOf<{
    weekday: number;
    hour: number;
    people: number | null;
    capacity: number;
  }>(
    db,
    sql`
      select weekday, hour_of_day as hour, max(capacity)::int as capacity,
        case when count(sensed_mean) >= ${FEWEST_OBSERVATIONS} then
          percentile_cont(0.5) within group (order by sensed_mean)::float8 end as people
      from use_hour where space_id = ${id} and room_id is null and open_minutes > 0
        and hour >= ${monday.subtract({ weeks: WEEKS }).toInstant().toString()}::timestamptz
        and hour < ${monday.toInstant().toString()}::timestamptz
      group by 1, 2 order by 1, 2`,
  );
  return rows.map(({ weekday, hour, people, capacity }) => ({
    weekday,
    hour,
    band: people === null ? null : people < FEWEST_IN_PUBLIC ? "quiet" : bandOf(people, capacity),
  }));
}
