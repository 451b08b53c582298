import { sql } from "drizzle-orm";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  traces: {
    // Their hours stay; one whose hour has not been worked out yet waits for the next day.
    readings: sql`delete from reading where observed_at < ${over("counters")} and not exists (
        select from use_mark where use_mark.space_id = reading.space_id and use_mark.hour = date_trunc('hour', reading.observed_at))`,
  },
});
