import { sql } from "drizzle-orm";
import { database, probe } from "./database.ts";
import { isListening } from "./listen.ts";
import { log } from "./log.ts";
import { troubleOf } from "./trouble.ts";

/** Whether the database answers and has our tables. */
export async function isMigrated(): Promise<boolean> {
  try {
    const { rows } = await probe().db.execute<{ ready: boolean }>(
      sql`select to_regclass('public.audit_head') is not null as ready`,
    );
    return rows[0]?.ready === true;
  } catch (error) {
    log.warn({ trouble: troubleOf(error), err: error }, "database not reached");
    return false;
  }
}

/**
 * How each part is, for whoever runs the network: a line a part.
 *
 * @param isReady what `isMigrated` said
 */
export async function stateOfParts(isReady: boolean): Promise<string[]> {
  const { totalCount, idleCount, waiting } = database().pool;
  return [
    `database: ${isReady ? "well" : "not reached, or not migrated"}`,
    `writing: ${await stateOfWriting()}`,
    `pool: ${totalCount} open, ${idleCount} idle, ${waiting} waited for`,
    `live changes: ${{ true: "heard", false: "not heard", null: "nobody asks" }[`${isListening()}`]}`,
  ];
}

async function stateOfWriting(): Promise<string> {
  try {
    const { rows } = await probe().db.execute<{ readOnly: string }>(
      sql`select current_setting('transaction_read_only') as "readOnly"`,
    );
    return rows[0]?.readOnly === "on" ? "read_only" : "well";
  } catch (error) {
    return troubleOf(error) ?? "failed";
  }
}
