import { sql } from "drizzle-orm";
import { mayServe, standingOf } from "#db/journal.ts";
import { rowsOf } from "#db/rows.ts";
import { database, probe } from "../database/database.ts";
import { isListening } from "../database/listen.ts";
import { troubleOf } from "../errors/trouble.ts";
import { log } from "../logs/log.ts";

/**
 * Whether the database answers and has the newest migration of this version; a newer version may
 * have gone on from there.
 */
export async function isMigrated(): Promise<boolean> {
  try {
    const found = await standingOf(probe().pool);
    if (!mayServe(found)) log.warn({ standing: found }, "database not migrated");
    return mayServe(found);
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
    const rows = await rowsOf<{ readOnly: string }>(
      probe().db,
      sql`select current_setting('transaction_read_only') as read_only`,
    );
    return rows[0]?.readOnly === "on" ? "read_only" : "well";
  } catch (error) {
    return troubleOf(error) ?? "failed";
  }
}
