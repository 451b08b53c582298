import type pg from "pg";
import { sealAnswer } from "#lib/foundation/consent/answers.ts";
import { HOUSE } from "./network.ts";

/** @property ticked people on each sheet @property answered who answered the questions of consent */
export type Sheets = { sessions: number; ticked: number; answered: number };

/** Three months of a house that is used a lot. */
export const MANY_SHEETS: Sheets = { sessions: 160, ticked: 30, answered: 700 };

/**
 * So few that earlier programs answer within a second: their work grew with the product of all
 * three.
 */
export const FEW_SHEETS: Sheets = { sessions: 10, ticked: 15, answered: 200 };

/**
 * What the report of indicators counts: sessions in the house in the last months, each with its
 * sheet, and what its people said of themselves with their consent. Answers are sealed with the key
 * of this process, which the services are to have as well.
 */
export async function fillSheets(
  pool: pg.Pool,
  { sessions, ticked, answered }: Sheets,
): Promise<void> {
  const client = await pool.connect();
  try {
    // As the whole data set: it is made, not taken from anybody.
    await client.query("set session_replication_role = replica");
    await client.query(
      `with known as (select id, row_number() over (order by email) - 1 as n from person where email like 'person-%'),
         met as (
           insert into session (space_id, facilitator_id, title, topic, modality, language, places, during)
           select space.id, known.id, '{"nl": "Les"}', 'communication', 'in_person', 'nl', $3,
             tstzrange(start, start + interval '2 hours')
           from space, known, generate_series(1, $2) at,
             lateral (select now() - at * interval '13 hours' as start) begins
           where space.slug = $1 and known.n = 0 returning id, space_id
         )
       insert into attendance (space_id, session_id, person_id)
       select met.space_id, met.id, known.id
       from (select *, row_number() over () as at from met) met
         join known on (known.n + met.at * 37) % (select count(*) from known) < $3`,
      [HOUSE, sessions, ticked],
    );
    const { rows } = await client.query<{ id: string; personId: string; field: string }>(
      `insert into consent_record (person_id, field, controller, purposes, data_categories, recipients, retention,
         jurisdiction, notice_version, language, formats, created_at)
       select person.id, field, 'Bench', '{}', '{}', '{}', 'P2Y', 'BE', 1, 'nl', '{text}', now()
       from (select id from person where email like 'person-%' order by email limit $1) person,
         unnest(array['disability', 'minority']) field
       returning id, person_id as "personId", field`,
      [answered],
    );
    await client.query(
      `with given as (
         insert into consent_event (record_id, state, expressed, at) select id, 'given', 'self', now() from unnest($1::uuid[]) id
       )
       insert into profile_answer (person_id, field, sealed, consent_id, recorded_at)
       select *, now() from unnest($2::uuid[], $3::text[], $4::text[], $1::uuid[])`,
      [
        rows.map(({ id }) => id),
        rows.map(({ personId }) => personId),
        rows.map(({ field }) => field),
        rows.map((place, at) => sealAnswer(place, at % 3 ? "yes" : "no")),
      ],
    );
    await client.query("reset session_replication_role");
  } finally {
    client.release();
  }
  await pool.query("analyze");
}
