import { sql } from "drizzle-orm";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  sessions: {
    // What peers said of it goes with it.
    badgeRequests: sql`delete from award where state in ('refused', 'declined') and changed_at < ${over("sessions")}`,
  },
});

/**
 * What they said of the work of others still counts; that it was they, and their words, do not
 * stay.
 */
export const erase: Erase = ({ personId }) => [
  sql`delete from award where person_id = ${personId}`,
  sql`update peer_review set reviewer_id = null, comment = '' where reviewer_id = ${personId}`,
  sql`update award set decided_by = null where decided_by = ${personId}`,
  sql`update award set refused_by = null where refused_by = ${personId}`,
];
