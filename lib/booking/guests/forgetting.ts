import { sql } from "drizzle-orm";
import type { Erase } from "#lib/module.ts";

export const erase: Erase = ({ personId }) => [
  sql`delete from guest_booking where person_id = ${personId}`,
];
