import {
  and,
  eq,
  inArray,
  isNotNull,
  lt,
  ne,
  not,
  notExists,
  or,
  type SQLWrapper,
  sql,
} from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { hasEndedBefore } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { attendances } from "#db/schema/attendance.ts";
import { bookings, series } from "#db/schema/booking.ts";
import { enrolments, sessions } from "#db/schema/sessions.ts";
import { everyDuty } from "#lib/modules.ts";
import { NOBODY, nobodyExists } from "./nobody.ts";
import type { RetentionJob } from "./retention.ts";
import { endOf, type TermName } from "./terms.ts";

export type Counts = Record<string, number>;

const over = (term: TermName, now: Temporal.Instant) =>
  sql`${endOf(term, now).toString()}::timestamptz`;

/** Runs statements in turn, each by its name. @returns how many rows each touched */
async function eachCounted(db: Database, statements: Record<string, SQLWrapper>): Promise<Counts> {
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
  const terms = {
    db,
    now,
    over: (term: TermName) => endOf(term, now),
    daysAgo: (days: number) => now.subtract({ hours: days * 24 }),
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
  const before = endOf("bookings", now);
  const past = hasEndedBefore(bookings.during, before);
  const counts = await eachCounted(db, {
    forgotten: db
      .update(bookings)
      .set({ bookedBy: NOBODY, madeBy: null, purpose: "", note: "" })
      .where(
        and(
          past,
          or(
            ne(bookings.bookedBy, NOBODY),
            isNotNull(bookings.madeBy),
            ne(bookings.purpose, ""),
            ne(bookings.note, ""),
          ),
        ),
      ),
    series: db
      .update(series)
      .set({ bookedBy: NOBODY, purpose: "" })
      .where(
        and(
          or(ne(series.bookedBy, NOBODY), ne(series.purpose, "")),
          lt(series.createdAt, before),
          notExists(
            db
              .select({ id: bookings.id })
              .from(bookings)
              .where(and(eq(bookings.seriesId, series.id), not(past))),
          ),
        ),
      ),
    imported: sql`update imported_event set title = '' where title <> '' and (
      exists (select from booking where booking.id = imported_event.booking_id and ${past})
      or exists (select from series where series.id = imported_event.series_id and series.booked_by = ${NOBODY}))`,
  });
  return { ...counts, ...(await forgetOfModules(db, "bookings", now)) };
}

/**
 * Who had a place in a session, was there, or led it, who visited, and who asked for a badge and
 * did not get it, long ago. Everybody who was there stays counted, as a person without a name. The
 * sheet's version rises, so that whoever has it open is shown it anew.
 */
export async function forgetLearners(db: Database, now: Temporal.Instant): Promise<Counts> {
  await nobodyExists(db, now);
  const past = hasEndedBefore(sessions.during, endOf("sessions", now));
  const pastSessions = db.select({ id: sessions.id }).from(sessions).where(past);
  return db.transaction(async (tx) => {
    await tx
      .update(sessions)
      .set({ sheetVersion: sql`${sessions.sheetVersion} + 1` })
      .where(
        and(past, inArray(sessions.id, tx.select({ id: attendances.sessionId }).from(attendances))),
      );
    const counts = await eachCounted(tx, {
      attendances: sql`with was_there as (delete from attendance where session_id in ${pastSessions} returning space_id, session_id)
        insert into person_line (id, space_id, session_id, counted) select gen_random_uuid(), space_id, session_id, true from was_there`,
      enrolments: tx.delete(enrolments).where(inArray(enrolments.sessionId, pastSessions)),
      leaders: tx
        .update(sessions)
        .set({ facilitatorId: NOBODY })
        .where(and(past, ne(sessions.facilitatorId, NOBODY))),
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
