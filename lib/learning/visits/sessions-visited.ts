import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";

/** The sessions for which people checked in at a door. */
export async function sessionsVisited(
  db: Database,
  personIds: readonly string[],
): Promise<{ personId: string; sessionId: string }[]> {
  const { rows } = await db.execute<{ personId: string; sessionId: string }>(sql`
    select distinct person_id::text as "personId", session_id::text as "sessionId" from visit
    where person_id = any(${sql.param([...personIds])}::uuid[]) and session_id is not null`);
  return rows;
}
