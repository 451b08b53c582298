import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";

/** The sessions for which people checked in at a door. */
export async function sessionsVisited(
  db: Database,
  personIds: readonly string[],
): Promise<{ personId: string; sessionId: string }[]> {
  const rows = await rowsOf<{ personId: string; sessionId: string }>(
    db,
    sql`
      select distinct person_id::text as person_id, session_id::text as session_id from visit
      where person_id = any(${sql.param([...personIds])}::uuid[]) and session_id is not null`,
  );
  return rows;
}
