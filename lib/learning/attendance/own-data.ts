import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** What is kept about a person here: attendance and what they signed. */
export const ownData: OwnData = async ({ personId, rows }) => ({
  attendances: await rows(sql`
      select jsonb_build_object('session', session.id, 'title', title, 'start', lower(during),
        'recordedAt', recorded_at) as row
      from attendance join sessions_session session on session.id = session_id
        where person_id = ${personId} order by lower(during), session.id`),
  sheetsSigned: await rows(sql`
      select jsonb_build_object('session', session_id, 'kind', kind, 'at', at) as row
      from sheet_event where person_id = ${personId} order by at, id`),
});
