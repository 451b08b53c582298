import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { calendarFeeds } from "#db/schema/calendars.ts";
import { accessTokens, loginSessions } from "#db/schema/identity.ts";

/**
 * Ends every login session, access token and secret calendar link of somebody: whoever came in
 * before comes in no longer.
 */
export async function endAllAccess(
  db: Database,
  personId: string,
  now: Temporal.Instant,
): Promise<void> {
  for (const table of [loginSessions, accessTokens, calendarFeeds])
    await db
      .update(table)
      .set({ revokedAt: now })
      .where(and(eq(table.personId, personId), isNull(table.revokedAt)));
}
