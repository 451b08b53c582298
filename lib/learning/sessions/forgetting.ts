import { sql } from "drizzle-orm";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  wishes: {
    // What somebody needed for a session has served when it is over; that they had a place stays.
    forgotten: sql`update enrolment set companion = false, interpreter = null, childcare = false
        where (companion or interpreter is not null or childcare)
          and session_id in (select id from session where upper(during) < ${over("wishes")})`,
  },
});
