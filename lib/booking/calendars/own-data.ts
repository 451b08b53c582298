import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: addresses of calendars. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  calendarFeeds: await rows(sql`
      select jsonb_build_object('shows', shows, 'createdAt', created_at, 'endedAt',
        revoked_at) as row
      from calendar_feed where person_id = ${personId} order by created_at, id`),
});
