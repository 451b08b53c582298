import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";

const WAITS = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** Until a statement of this database waits for a lock of another. */
export async function untilWaiting(db: Database): Promise<void> {
  while ((await db.execute(WAITS)).rowCount === 0)
    await new Promise((again) => setTimeout(again, 5));
}
