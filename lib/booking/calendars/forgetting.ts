import { sql } from "drizzle-orm";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  security: {
    feeds: sql`delete from calendar_feed where revoked_at < ${over("access")}`,
  },
});

export const erase: Erase = ({ personId }) => [
  sql`delete from calendar_feed where person_id = ${personId}`,
];
