import { sql } from "drizzle-orm";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ nobody, over }) => ({
  log: {
    releases: sql`update release set made_by = ${nobody} where made_by <> ${nobody} and created_at < ${over("log")}`,
    downloads: sql`update release_download set person_id = ${nobody} where person_id <> ${nobody} and at < ${over("log")}`,
  },
});
