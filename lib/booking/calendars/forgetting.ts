import { eq, lt } from "drizzle-orm";
import { calendarFeeds } from "#db/schema/calendars.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  security: {
    feeds: db.delete(calendarFeeds).where(lt(calendarFeeds.revokedAt, over("access"))),
  },
});

export const erase: Erase = ({ db, personId }) => [
  db.delete(calendarFeeds).where(eq(calendarFeeds.personId, personId)),
];
