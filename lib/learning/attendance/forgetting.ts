import { sql } from "drizzle-orm";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ nobody, over }) => ({
  log: {
    sheets: sql`update sheet_event set person_id = ${nobody} where person_id <> ${nobody} and at < ${over("log")}`,
  },
});
