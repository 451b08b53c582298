import { and, desc, eq, isNull, max, or, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { calendarMessages } from "#db/schema/calendars.ts";
import { lockMessages } from "#lib/foundation/platform/database/locks.ts";

/** What a letter does to the reader's calendar, as it is noted once the letter has left. */
export type CalendarMessage = {
  uid: string;
  /** The date of a repeated event that it is about; null for the whole. */
  recurrenceId: string | null;
  sequence: number;
  method: "REQUEST" | "CANCEL";
};

/**
 * The SEQUENCE of the next message to a reader about an event: above all they were sent about it,
 * whatever happened to the thing meanwhile. Two letters to one reader about one event wait for each
 * other, until their transactions end.
 *
 * @param least the SEQUENCE of the thing itself, which a first message has
 * @see RFC 5546, section 2.1.5
 */
export async function nextSequence(
  db: Database,
  { personId, uid, least }: { personId: string | null | undefined; uid: string; least: number },
): Promise<number> {
  if (!personId) return least;
  await db.execute(sql`select ${lockMessages(personId, uid)}`);
  const [sent] = await db
    .select({ last: max(calendarMessages.sequence) })
    .from(calendarMessages)
    .where(and(eq(calendarMessages.personId, personId), eq(calendarMessages.uid, uid)));
  const last = sent?.last ?? null;
  return last === null ? least : Math.max(least, last + 1);
}

/**
 * What an event is in a reader's calendar by what they were sent last, of one date or of the whole;
 * null when they were sent nothing.
 */
export async function lastMethod(
  db: Database,
  {
    personId,
    uid,
    recurrenceId = null,
  }: { personId: string | null | undefined; uid: string; recurrenceId?: string | null },
): Promise<"REQUEST" | "CANCEL" | null> {
  if (!personId) return null;
  const [last] = await db
    .select({ method: sql<CalendarMessage["method"]>`${calendarMessages.method}` })
    .from(calendarMessages)
    .where(
      and(
        eq(calendarMessages.personId, personId),
        eq(calendarMessages.uid, uid),
        or(
          isNull(calendarMessages.recurrenceId),
          recurrenceId === null ? undefined : eq(calendarMessages.recurrenceId, recurrenceId),
        ),
      ),
    )
    .orderBy(desc(calendarMessages.sequence))
    .limit(1);
  return last?.method ?? null;
}

/** Notes what has been sent. */
export async function noteCalendarMessage(
  db: Database,
  personId: string,
  message: CalendarMessage,
): Promise<void> {
  await db
    .insert(calendarMessages)
    .values({ personId, ...message })
    .onConflictDoNothing();
}
