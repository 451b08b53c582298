import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { everyDuty } from "#lib/modules.ts";
import { NOBODY, nobodyExists } from "./nobody.ts";
import type { RetentionJob } from "./retention.ts";
import { endOf, type TermName } from "./terms.ts";

export type Counts = Record<string, number>;

const over = (term: TermName, now: Temporal.Instant) =>
  sql`${endOf(term, now).toString()}::timestamptz`;

/** Runs statements in turn, each by its name. @returns how many rows each touched */
async function eachCounted(db: Database, statements: Record<string, SQL>): Promise<Counts> {
  const counts: Counts = {};
  for (const [name, statement] of Object.entries(statements))
    counts[name] = (await db.execute(statement)).rowCount ?? 0;
  return counts;
}

/** What the modules themselves let go of in one of the nightly jobs. */
export async function forgetOfModules(
  db: Database,
  job: RetentionJob | "traces",
  now: Temporal.Instant,
): Promise<Counts> {
  const at = sql`${now.toString()}::timestamptz`;
  const terms = {
    now: at,
    over: (term: TermName) => over(term, now),
    daysAgo: (days: number) => sql`${at} - make_interval(days => ${days})`,
    nobody: NOBODY,
  };
  const all = (await everyDuty()).map(({ retention }) => retention?.(terms)[job] ?? {});
  return eachCounted(db, Object.assign({}, ...all));
}

/**
 * A booking that ended long ago keeps room, time and size; who booked it, for whom and what for, is
 * forgotten.
 */
export async function forgetBookers(db: Database, now: Temporal.Instant): Promise<Counts> {
  await nobodyExists(db, now);
  const before = over("bookings", now);
  const past = sql`upper(booking.during) < ${before}`;
  const counts = await eachCounted(db, {
    forgotten: sql`update booking set booked_by = ${NOBODY}, made_by = null, purpose = '', note = ''
      where ${past} and (booked_by <> ${NOBODY} or made_by is not null or purpose <> '' or note <> '')`,
    series: sql`update series set booked_by = ${NOBODY}, purpose = ''
      where (booked_by <> ${NOBODY} or purpose <> '') and created_at < ${before}
        and not exists (select from booking where booking.series_id = series.id and upper(booking.during) >= ${before})`,
    imported: sql`update imported_event set title = '' where title <> '' and (
      exists (select from booking where booking.id = imported_event.booking_id and ${past})
      or exists (select from series where series.id = imported_event.series_id and series.booked_by = ${NOBODY}))`,
  });
  return { ...counts, ...(await forgetOfModules(db, "bookings", now)) };
}

/**
 * Who had a place in a session, was there, or led it, who visited, and who asked for a badge and
 * did not get it, long ago. Everybody who was there stays counted, as a head without a name. The
 * sheet's version rises, so that whoever has it open is shown it anew.
 */
export async function forgetLearners(db: Database, now: Temporal.Instant): Promise<Counts> {
  await nobodyExists(db, now);
  const past = sql`select id from session where upper(during) < ${over("sessions", now)}`;
  return db.transaction(async (tx) => {
    await tx.execute(sql`update session set sheet_version = sheet_version + 1 where id in (${past}) and id in (
      select session_id from attendance)`);
    const counts = await eachCounted(tx, {
      attendances: sql`with was_there as (delete from attendance where session_id in (${past}) returning space_id, session_id)
        insert into person_line (id, space_id, session_id, counted) select gen_random_uuid(), space_id, session_id, true from was_there`,
      enrolments: sql`delete from enrolment where session_id in (${past})`,
      leaders: sql`update session set facilitator_id = ${NOBODY} where id in (${past}) and facilitator_id <> ${NOBODY}`,
    });
    return { ...counts, ...(await forgetOfModules(tx, "sessions", now)) };
  });
}

/**
 * Entries of the audit log whose term is over, and who did what for proof: sheets, exports. The
 * database asks for the term itself.
 */
export async function forgetLog(db: Database, now: Temporal.Instant): Promise<Counts> {
  await nobodyExists(db, now);
  const rows = await rowsOf<{ entries: number }>(
    db,
    sql`select cut_audit(${over("log", now)})::int as entries`,
  );
  return { entries: rows[0]?.entries ?? 0, ...(await forgetOfModules(db, "log", now)) };
}
