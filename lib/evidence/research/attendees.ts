import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { openAnswers } from "#lib/foundation/consent/answers.ts";
import { CONSENT_FIELDS } from "#lib/foundation/consent/catalogue.ts";
import { GROUPS } from "#lib/learning/attendance/traits.ts";
import type { Key, KeyClass } from "./anonymity.ts";
import type { HeldAnswer } from "./disclosure.ts";
import { type Counted, QUESTIONS } from "./indicators.ts";
import type { Held } from "./persons.ts";
import type { ReleaseInput } from "./schema.ts";

/** Groups that are asked about anywhere; where one is not, the answer is that it was not asked. */
export const ALL_GROUPS = [...new Set(Object.values(GROUPS).flat())];

const ATTENDED = sql`
  select session_id, age_band, gender, labour_status, education_band, first_time, groups,
    1 as people from attendance_person_line person_line
  union all
  select session_id, 'not_asked', 'not_asked', 'not_asked', 'not_asked', 'not_asked', '{}'::jsonb, 1
    from attendance_attendance attendance`;

/**
 * Everybody who was at a session in the months and spaces of the request, one row a person: person
 * lines as they were taken, and enrolled people who were ticked, of whom nothing was asked.
 * Nobody is made out of a tally.
 */
const attendance = (population: Population): SQL => counted(population, ATTENDED);

/** What a tally does not ask is not_asked. */
const TALLIED = sql`
  select session_id, age_band, gender, labour_status, 'not_asked' as education_band,
    'not_asked' as first_time, '{}'::jsonb as groups,
    people from attendance_tally_cell tally_cell`;

function counted({ from, to, spaces, region }: Population, people: SQL): SQL {
  return sql`select session.id as session_id, session.during, space.id as space_id, space.slug as space, space.region,
      date_trunc('month', lower(session.during) at time zone space.time_zone)::date as month,
      person.age_band, person.gender, person.labour_status, person.education_band,
      person.first_time, person.groups, person.people
    from (${people}) person join sessions_session session on session.id = person.session_id
      join spaces_space space
      on space.id = session.space_id
    where session.status = 'planned'
      and (lower(session.during) at time zone space.time_zone)
        >= ${from.toPlainDate({ day: 1 }).toString()}::date
      and (lower(session.during) at time zone space.time_zone)
        < ${to.add({ months: 1 }).toPlainDate({ day: 1 }).toString()}::date
      ${spaces.length > 0 ? sql`and space.slug = any(${sql.param(spaces)}::text[])` : sql``}
      ${region ? sql`and space.region = ${region}` : sql``}`;
}

export type Population = Omit<ReleaseInput, "dataset"> & { region?: string };

export type Attendee = Key & { region: string };

/** What was counted in one space and month; the fingerprint changes when any answer there does. */
export type CountedBlock = { spaceId: string; month: string; lines: number; fingerprint: string };

export async function countedBlocks(db: Database, population: Population): Promise<CountedBlock[]> {
  const rows = await rowsOf<CountedBlock>(
    db,
    sql`
      with attendee as (${attendance(population)}), answers as (select space_id, month,
        concat_ws('|', age_band, gender, labour_status, education_band, first_time, groups) as said
        from attendee)
      select space_id, month::text, count(*)::int as lines,
        md5(string_agg(said, ';' order by said)) as fingerprint
      from answers group by space_id, month order by space_id, month`,
  );
  return rows;
}

/** When a session is held, in seconds. */
const HELD = sql`extract(epoch from lower(during))::float8 as start, extract(epoch from upper(during))::float8 as "end"`;

const KEY = sql`space, age_band, gender, labour_status, education_band,
  first_time`;

/** Every combination of the traits on a line in each session, with its number of lines. */
export async function keyClasses(db: Database, population: Population): Promise<KeyClass[]> {
  const rows = await rowsOf<Key & Held & { region: string }>(
    db,
    sql`
      with attendee as (${attendance(population)})
      select ${KEY}, region, ${HELD}, count(*)::int as lines from attendee
      group by session_id, during, space, region, age_band, gender, labour_status, education_band, first_time`,
  );
  return rows.map(({ region, start, end, lines, ...key }) => ({ key, region, start, end, lines }));
}

/** Attendees in an order that says nothing of when they were written down. Inside a transaction. */
export function eachAttendee(db: Database, population: Population): AsyncGenerator<Attendee> {
  return streamed<Attendee>(
    db,
    sql`with attendee as (${attendance(population)})
      select ${KEY}, region
      from attendee order by random()`,
  );
}

/**
 * The same people as the report of indicators needs them: of those who were ticked, whether it was
 * their first time in that space, and what they answered with a consent that stands. Who refused or
 * took a consent back was asked, and refused.
 */
const ticked = (given: GivenAnswer[]): SQL => sql`
  select ticked.session_id, 'not_asked' as age_band, 'not_asked' as gender,
    'not_asked' as labour_status, 'not_asked' as education_band,
    case when time = 1 then 'yes' else 'no' end as first_time,
    ${NOT_ASKED} || coalesce(refused.said, '{}') || coalesce(answered.said, '{}') as groups,
    1 as people
  from (select attendance.session_id, attendance.person_id,
      row_number() over (partition by attendance.space_id, attendance.person_id
      order by lower(session.during), session.id) as time
    from attendance_attendance attendance join sessions_session session
      on session.id = attendance.session_id
    where session.status = 'planned') ticked
  left join (
    select latest.person_id, jsonb_object_agg(latest.field, 'asked_refused') as said from (
      select distinct on (person_id, field) id, person_id, field
        from consent_record_asked consent_record
      where field = any(${sql.param(CONSENT_FIELDS)}::text[])
      order by person_id, field, created_at desc) latest
    where consent_state(latest.id) in ('refused', 'withdrawn') group by latest.person_id) refused
      on refused.person_id = ticked.person_id
  left join (
    select answer.person_id, jsonb_object_agg(answer.field, answer.code) as said
    from (${answersTable(given)}) answer
    where answer.field = any(${sql.param(CONSENT_FIELDS)}::text[])
    group by answer.person_id) answered on answered.person_id = ticked.person_id`;

const NOT_ASKED = sql`jsonb_build_object(${sql.join(
  CONSENT_FIELDS.map((field) => sql`${field}::text, 'not_asked'`),
  sql`, `,
)})`;

type GivenAnswer = { personId: string; field: string; code: string };

/** Answers are kept sealed, so they are opened here and given to the statement that counts them. */
function answersTable(given: GivenAnswer[]): SQL {
  const [people, fields, codes] = (["personId", "field", "code"] as const).map((name) =>
    sql.param(given.map((answer) => answer[name])),
  );
  return sql`select * from unnest(${people}::uuid[], ${fields}::text[], ${codes}::text[]) as given(person_id, field, code)`;
}

/**
 * How many attendances there were in each month, those without any left out: lines, ticks and
 * tallies alike.
 */
export async function attendancesByMonth(
  db: Database,
  population: Population,
): Promise<{ month: string; people: number }[]> {
  const rows = await rowsOf<{ month: string; people: number }>(
    db,
    sql`
      with attendee as (${counted(population, sql`${ATTENDED} union all ${TALLIED}`)})
      select to_char(month, 'YYYY-MM') as month, sum(people)::int as people from attendee group by 1 order by 1`,
  );
  return rows;
}

/** Questions that every line has a column for; the others are groups. */
const IN_COLUMNS: readonly string[] = ["labour_status", "age_band", "education_band"];

/**
 * How many people of each gender gave each answer to each question: lines, ticks and tallies alike,
 * everybody once a question.
 */
export async function answersByGender(
  db: Database,
  population: Population,
  { newcomersOnly }: { newcomersOnly: boolean },
): Promise<Counted[]> {
  const rows = await rowsOf<Counted>(
    db,
    sql`
      ${answers(population, await openAnswers(db))} select question, gender, answer,
      sum(people)::int as people from answers
      ${newcomersOnly ? sql`where first_time = 'yes'` : sql``}
      group by 1, 2, 3`,
  );
  return rows;
}

/** How many people of each gender gave each answer to each question, for each session apart. */
export async function answersBySession(
  db: Database,
  population: Population,
): Promise<HeldAnswer[]> {
  const rows = await rowsOf<HeldAnswer>(
    db,
    sql`
      ${answers(population, await openAnswers(db))} select question, gender, answer,
      sum(people)::int as lines, ${HELD} from answers
      group by session_id, during, question, gender, answer`,
  );
  return rows;
}

function answers(population: Population, given: GivenAnswer[]): SQL {
  const questions = sql.join(
    QUESTIONS.map((question) =>
      IN_COLUMNS.includes(question)
        ? sql`(${question}::text, ${sql.raw(question)})`
        : sql`(${question}::text, coalesce(groups ->> ${question}, 'not_asked'))`,
    ),
    sql`, `,
  );
  return sql`
    with attendee as (${counted(
      population,
      sql`select session_id, age_band, gender, labour_status, education_band, first_time, groups, 1 as people from attendance_person_line person_line
        union all select session_id, age_band, gender, labour_status, education_band, first_time,
        groups, people from (${ticked(given)}) ticks
        union all ${TALLIED}`,
    )}), answers as (
      select session_id, during, first_time, people, question, gender, answer
      from attendee cross join lateral (values ${questions}) as said (question, answer))`;
}

const ROWS_AT_ONCE = 1_000;
let cursors = 0;

/** Rows of a query, a thousand at a time: the set is never held whole. */
async function* streamed<Row extends Record<string, unknown>>(
  db: Database,
  query: SQL,
): AsyncGenerator<Row> {
  cursors += 1;
  const cursor = sql.raw(`release_rows_${cursors}`);
  await db.execute(sql`declare ${cursor} no scroll cursor for ${query}`);
  for (;;) {
    const rows = await rowsOf<Row>(
      db,
      sql`fetch forward ${sql.raw(String(ROWS_AT_ONCE))} from ${cursor}`,
    );
    yield* rows as Row[];
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await db.execute(sql`close ${cursor}`);
}
