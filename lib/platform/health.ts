import { sql } from "drizzle-orm";
import { database } from "./database.ts";
import { log } from "./log.ts";

/** Whether the database answers and has our tables. */
export async function isMigrated(): Promise<boolean> {
  try {
    const { rows } = await database().db.execute<{ ready: boolean }>(
      sql`select to_regclass('public.audit_head') is not null as ready`,
    );
    return rows[0]?.ready === true;
  } catch (error) {
    log.warn({ err: error }, "database not reached");
    return false;
  }
}
