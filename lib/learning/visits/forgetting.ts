import { sql } from "drizzle-orm";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ now, over }) => ({
  traces: {
    lateScans: sql`delete from visit_aside where at < ${over("scans")}`,
    pulseReceipts: sql`delete from pulse_receipt where ends_on < ${now}`,
  },
  sessions: {
    visitors: sql`update visit set person_id = null where person_id is not null and left_at is not null
        and left_at < ${over("sessions")}`,
  },
});

export const erase: Erase = ({ personId }) => [
  sql`update visit set person_id = null where person_id = ${personId}`,
  sql`delete from visit_aside where person_id = ${personId}`,
];
