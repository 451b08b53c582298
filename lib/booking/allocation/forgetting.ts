import { sql } from "drizzle-orm";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  bookings: {
    holds: sql`delete from allocation where held_by is not null and booking_id is null and upper(during) < ${over("bookings")}`,
  },
});

export const erase: Erase = ({ personId }) => [
  sql`delete from allocation where held_by = ${personId}`,
];
