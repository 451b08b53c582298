import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: sessions they lead, and enrolments. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  sessionsLed: await rows(sql`
      select jsonb_build_object('id', id, 'title', title, 'start', lower(during), 'end',
        upper(during), 'status', status) as row
      from session where facilitator_id = ${personId} order by lower(during), id`),
  enrolments: await rows(sql`
      select jsonb_build_object('session', session.id, 'title', title, 'start', lower(during),
        'end', upper(during),
        'status', enrolment.status, 'companion', companion, 'interpreter', interpreter, 'childcare',
        childcare, 'enrolledAt', enrolment.created_at) as row
      from enrolment join session on session.id = session_id where person_id = ${personId} order by lower(during), session.id`),
});
