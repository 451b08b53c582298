import { eq } from "drizzle-orm";
import { calendarFeeds } from "#db/schema/calendars.ts";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: addresses of calendars. */
export const ownData: OwnData = async ({ db, personId }) => ({
  calendarFeeds: await db
    .select({
      shows: calendarFeeds.shows,
      createdAt: calendarFeeds.createdAt,
      endedAt: calendarFeeds.revokedAt,
    })
    .from(calendarFeeds)
    .where(eq(calendarFeeds.personId, personId))
    .orderBy(calendarFeeds.createdAt, calendarFeeds.id),
});
