import { sql } from "drizzle-orm";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ nobody, over }) => ({
  bookings: {
    members: sql`delete from blocking_member using blocking where blocking.id = blocking_member.blocking_id
        and coalesce(blocking.ended_at, (select max(upper(part)) from unnest(blocking.windows) as part)) < ${over("bookings")}`,
    closures: sql`update closure set closed_by = ${nobody} where closed_by <> ${nobody}
        and coalesce(reopened_at, (select max(upper(part)) from unnest(windows) as part)) < ${over("bookings")}`,
  },
});

export const erase: Erase = ({ personId, nobody }) => [
  sql`delete from blocking_member where person_id = ${personId}`,
  sql`update closure set closed_by = ${nobody} where closed_by = ${personId}`,
];
