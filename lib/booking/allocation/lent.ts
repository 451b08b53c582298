import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";

/** So long after its end a month is closed: from then on its figures leave the house. */
const CLOSES_AFTER_DAYS = 30;

/** The end of the last month that is closed. */
export function endOfClosedMonths(now: Temporal.Instant): Temporal.Instant {
  const today = now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const month = today.subtract({ days: CLOSES_AFTER_DAYS }).with({ day: 1 });
  return month.toZonedDateTime(NETWORK_ZONE).toInstant();
}

/**
 * For each thing that was lent to another space, the ids of its own space and of those that
 * borrowed it. Things are counted, not bookings, and only those of closed months: what somebody
 * books today is to be seen nowhere.
 */
export async function spacesOfLentThings({ db, now }: Context): Promise<string[][]> {
  const month = endOfClosedMonths(now);
  const rows = await rowsOf<{ spaces: string[] }>(
    db,
    sql`
      select array_agg(distinct stock.space_id::text) || array_agg(distinct held.space_id::text) as spaces
      from stock_allocation stock join allocation held on held.booking_id = stock.booking_id
      where held.space_id <> stock.space_id and upper(held.during) <= ${month.toString()}::timestamptz
      group by stock.resource_id order by stock.resource_id`,
  );
  return rows.map(({ spaces }) => spaces);
}
