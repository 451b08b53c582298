import { sql } from "drizzle-orm";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  security: {
    backpackLinks: sql`delete from backpack_share where least(revoked_at, expires_at) < ${over("access")}`,
  },
});

export const erase: Erase = ({ personId }) => [
  sql`delete from backpack_badge where person_id = ${personId}`,
  sql`delete from backpack_collection where person_id = ${personId}`,
];
