import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import type { OwnData } from "#lib/module.ts";
import { openAnswer } from "./answers.ts";
import { consentsOf } from "./queries.ts";

/** What is kept about a person here: consents and answers. */
export const ownData: OwnData = async ({ db, personId, rows }) => ({
  answers: await answersOf(db, personId),
  consents: (await consentsOf(db, personId)).map(({ personId: _, ...consent }) => ({
    ...consent,
    createdAt: consent.createdAt.toString(),
    events: consent.events.map((event) => ({ ...event, at: event.at.toString() })),
  })),
  consentsWrittenForOthers: await rows(sql`
      select jsonb_build_object('state', state, 'expressed', expressed, 'at', at) as row
      from consent_event where helper_id = ${personId} order by at, id`),
});

async function answersOf(db: Database, personId: string) {
  const rows = await rowsOf<{
    field: string;
    code: string | null;
    sealed: string | null;
    consent: string;
    recordedAt: string;
  }>(
    db,
    sql`select field, code, sealed, consent_id as consent, to_json(recorded_at) #>> '{}' as recorded_at
    from profile_answer where person_id = ${personId} order by field`,
  );
  return rows.map(({ field, code, sealed, consent, recordedAt }) => ({
    field,
    answer: openAnswer({ personId, field, code, sealed }),
    consent,
    recordedAt,
  }));
}
