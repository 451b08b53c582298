import { type SQL, sql } from "drizzle-orm";
import type { Interval } from "#db/types.ts";

/**
 * How many days before and after a session its staff may ask about those who have a place in it.
 */
export const DAYS_AROUND = 30;

const HOURS_AROUND = 24 * DAYS_AROUND;

export function isAround({ start, end }: Interval, now: Temporal.Instant): boolean {
  const [first, last] = [start.subtract({ hours: HOURS_AROUND }), end.add({ hours: HOURS_AROUND })];
  return Temporal.Instant.compare(first, now) <= 0 && Temporal.Instant.compare(now, last) <= 0;
}

/** Whether a row of the table `session` is around that moment, as a condition. */
export function isAroundSession(now: Temporal.Instant): SQL {
  const at = sql`${now.toString()}::timestamptz`;
  const around = sql`make_interval(hours => ${HOURS_AROUND})`;
  return sql`lower(session.during) - ${around} <= ${at} and upper(session.during) + ${around} >= ${at}`;
}
