import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { instantFromText } from "#db/types.ts";
import { itsRoom } from "./its-room.ts";
import type { Title } from "./rules.ts";

/** Early enough to sit down before it starts. */
const EARLY_MINUTES = 30;

export type SessionToday = {
  id: string;
  title: Title;
  start: Temporal.Instant;
  end: Temporal.Instant;
  /** Null where it has none of its own. */
  room: string | null;
};

type Row = Omit<SessionToday, "start" | "end"> & { start: string; end: string };

const seen = sql`session.id, session.title, lower(session.during)::text as start,
  upper(session.during)::text as "end", room.name as room`;

/**
 * Sessions that happen in the space on the day of a moment, and are not over: what its door shows.
 */
export async function sessionsOfToday(
  db: Database,
  { spaceId, timeZone, now }: { spaceId: string; timeZone: string; now: Temporal.Instant },
): Promise<SessionToday[]> {
  const at = sql`${now.toString()}::timestamptz`;
  const rows = await rowsOf<Row>(
    db,
    sql`select ${seen} from session ${itsRoom}
    where session.space_id = ${spaceId} and session.status = 'planned'
      and session.modality <> 'remote'
      and upper(session.during) > ${at}
      and (lower(session.during) at time zone ${timeZone})::date
        <= (${at} at time zone ${timeZone})::date
    order by lower(session.during), session.id limit 12`,
  );
  return rows.map(readable);
}

/**
 * The session somebody arrives for: the one that was chosen when it is of this space and day, else
 * the one in which they have a place and that runs or starts soon.
 */
export async function sessionArrivedFor(
  db: Database,
  arrival: {
    spaceId: string;
    timeZone: string;
    personId: string | null;
    at: Temporal.Instant;
    chosen: string | null;
  },
): Promise<SessionToday | null> {
  const { spaceId, timeZone, personId, chosen } = arrival;
  const at = sql`${arrival.at.toString()}::timestamptz`;
  const rows = await rowsOf<Row>(
    db,
    sql`select ${seen} from session ${itsRoom}
    where session.space_id = ${spaceId} and session.status = 'planned' and (
      (session.id = ${chosen}::uuid
        and (lower(session.during) at time zone ${timeZone})::date
          = (${at} at time zone ${timeZone})::date)
      or (${at} >= lower(session.during) - make_interval(mins => ${EARLY_MINUTES})
        and ${at} < upper(session.during)
        and exists (select from enrolment where enrolment.session_id = session.id
          and enrolment.person_id = ${personId}::uuid and enrolment.status = 'enrolled')))
    order by (session.id = ${chosen}::uuid) desc nulls last, lower(session.during), session.id limit 1`,
  );
  return rows[0] ? readable(rows[0]) : null;
}

function readable({ start, end, ...row }: Row): SessionToday {
  return { ...row, start: instantFromText(start), end: instantFromText(end) };
}

export type EnrolledToday = {
  personId: string;
  displayName: string;
  sessionId: string;
  title: Title;
};

type Day = { spaceId: string; timeZone: string; now: Temporal.Instant };

/**
 * Who has a place in a session of the space today that is not over, by session and name. The caller
 * has asked whether the actor may know.
 */
export async function enrolledToday(db: Database, day: Day): Promise<EnrolledToday[]> {
  const rows = await rowsOf<EnrolledToday>(
    db,
    sql`
      select person.id as person_id, person.display_name, session.id as session_id, session.title
      ${enrolledFrom(day)} order by lower(session.during), person.display_name collate reading_order, person.id limit 200`,
  );
  return rows;
}

export async function isEnrolledToday(
  db: Database,
  { personId, ...day }: Day & { personId: string },
): Promise<boolean> {
  const { rows } = await db.execute(
    sql`select 1 ${enrolledFrom(day)} and person.id = ${personId} limit 1`,
  );
  return rows.length > 0;
}

function enrolledFrom({ spaceId, timeZone, now }: Day) {
  const at = sql`${now.toString()}::timestamptz`;
  return sql`from session join enrolment on enrolment.session_id = session.id and enrolment.status = 'enrolled'
    join identity_person person on person.id = enrolment.person_id
    where session.space_id = ${spaceId} and session.status = 'planned'
      and upper(session.during) > ${at}
      and (lower(session.during) at time zone ${timeZone})::date <= (${at} at time zone ${timeZone})::date`;
}
