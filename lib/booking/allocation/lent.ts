import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";

/**
 * For each thing that was lent to another space, the ids of its own space and of those that
 * borrowed it. Things are counted, not bookings, and only until the end of the last month: what
 * somebody books today is to be seen nowhere.
 */
export async function spacesOfLentThings({ db, now }: Context): Promise<string[][]> {
  const today = now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const month = today.with({ day: 1 }).toZonedDateTime(NETWORK_ZONE).toInstant();
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
