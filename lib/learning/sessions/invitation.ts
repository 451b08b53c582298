import { eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { neverNull } from "#db/expressions.ts";
import { bookingView } from "#db/schema/booking.ts";
import { courses, sessions } from "#db/schema/sessions.ts";
import { resourceView, spaceView } from "#db/schema/spaces.ts";
import { invitation, namesOf, whoIsInvited } from "#lib/booking/bookings/invitation.ts";
import { eventsOfSeries } from "#lib/booking/series/events.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { calendarText } from "#lib/foundation/ical/icalendar.ts";
import { nextSequence } from "#lib/foundation/notifications/calendar-messages.ts";
import type { Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { addressOf } from "#lib/places/spaces/address.ts";
import type { SessionView } from "./queries.ts";
import { titleIn } from "./rules.ts";

export type SessionInvitation = NonNullable<Mail["invitation"]>;

type Reader = {
  locale: Locale;
  to: string;
  personId?: string | null | undefined;
  description: string;
  gone: boolean;
};

/**
 * A place in a session as an invitation: the same UID all its life and a SEQUENCE that grows, so
 * that a calendar replaces what it had. A course is one event with its rule; dates that were
 * cancelled or moved are exceptions of it.
 *
 * @param gone the place was given back: what the reader's calendar had goes
 */
export async function sessionInvitation(
  db: Database,
  session: SessionView,
  reader: Reader,
): Promise<SessionInvitation> {
  const { locale, to, personId, description, gone } = reader;
  const now = Temporal.Now.instant();
  const summary = titleIn(session.title, locale).text;
  const url = `${settings().publicUrl}/${locale}/sessions/${session.id}`;
  if (session.courseId)
    return courseInvitation(db, session.courseId, {
      summary,
      description,
      url,
      to,
      personId,
      gone,
    });
  const status = gone || session.status === "cancelled" ? "cancelled" : "confirmed";
  // The room it is in may be booked as a date of a series: a place in the session is an event of
  // its own all the same.
  const itself = { ...session, seriesId: null, inSeries: null, sequence: session.version };
  const { uid } = namesOf(itself);
  const sequence = await nextSequence(db, { personId, uid, least: session.version + Number(gone) });
  return {
    method: status === "cancelled" ? "CANCEL" : "REQUEST",
    content: invitation({ ...itself, status, sequence }, { summary, description, url }, now, to),
    uid,
    recurrenceId: null,
    sequence,
  };
}

type Words = { summary: string; description: string; url: string };

async function courseInvitation(
  db: Database,
  courseId: string,
  { to, personId, gone, ...words }: Words & Pick<Reader, "to" | "personId" | "gone">,
): Promise<SessionInvitation> {
  const course = await courseSent(db, courseId);
  const dates = await datesSent(db, courseId);
  const host = new URL(settings().publicUrl).hostname;
  const uid = `${courseId}@${host}`;
  // Giving a place back changes no date, and is news all the same.
  const least = dates.reduce((sum, { version }) => sum + version, Number(gone));
  const sequence = await nextSequence(db, { personId, uid, least });
  const sent = dates.map(({ status, roomId, version: _, ...date }) => ({
    ...date,
    status: status === "planned" && !gone ? "confirmed" : "cancelled",
    roomId: roomId ?? "",
  }));
  const kept = sent.filter(({ status }) => status === "confirmed");
  const { address, ...repeats } = course;
  const { whole, single } = eventsOfSeries(
    { id: courseId, roomId: kept[0]?.roomId ?? "", ...repeats, excludedStarts: [], sequence },
    sent,
    host,
  );
  const said = (place: string) => ({
    ...words,
    ...whoIsInvited(to),
    stamp: Temporal.Now.instant(),
    place: { title: place, address },
  });
  const method = kept.length === 0 ? "CANCEL" : "REQUEST";
  const events = [
    { ...whole, ...said(kept[0]?.place ?? sent[0]?.place ?? "") },
    ...single.map(({ date, event }) => ({ ...event, ...said(date.place) })),
  ];
  const content = calendarText({ product: "Booking", method, events });
  return { method, content, uid, recurrenceId: null, sequence };
}

/** When a course repeats, on the clock of which space, and at which address. */
async function courseSent(db: Database, courseId: string) {
  const [course] = await db
    .select({
      rule: courses.rule,
      firstStart: courses.firstStart,
      firstEnd: courses.firstEnd,
      extraStarts: courses.extraStarts,
      timeZone: spaceView.timeZone,
      address: addressOf(spaceView),
    })
    .from(courses)
    .innerJoin(spaceView, eq(spaceView.id, courses.spaceId))
    .where(eq(courses.id, courseId));
  if (!course) throw new Error("a course without its row");
  return course;
}

/** Every date of a course with where it is, the first first. */
function datesSent(db: Database, courseId: string) {
  return db
    .select({
      id: sessions.id,
      status: sessions.status,
      version: sessions.version,
      during: sessions.during,
      occurrence: neverNull(sessions.occurrence),
      roomId: bookingView.roomId,
      place: sql<string>`concat_ws(', ', ${spaceView.name}, ${resourceView.name})`,
    })
    .from(sessions)
    .innerJoin(spaceView, eq(spaceView.id, sessions.spaceId))
    .leftJoin(bookingView, eq(bookingView.id, sessions.bookingId))
    .leftJoin(resourceView, eq(resourceView.id, bookingView.roomId))
    .where(eq(sessions.courseId, courseId))
    .orderBy(sessions.occurrence);
}
