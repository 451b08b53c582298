import { sql } from "drizzle-orm";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  security: {
    badgeLinks: sql`delete from credential_share where revoked_at < ${over("access")}`,
  },
});

export const erase: Erase = ({ personId }) => [
  sql`delete from credential where person_id = ${personId}`,
];
