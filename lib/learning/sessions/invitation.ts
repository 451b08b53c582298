import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { intervalFromText } from "#db/types.ts";
import { invitation, namesOf, whoIsInvited } from "#lib/booking/bookings/invitation.ts";
import { eventsOfSeries } from "#lib/booking/series/events.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { calendarText } from "#lib/foundation/ical/icalendar.ts";
import { nextSequence } from "#lib/foundation/notifications/calendar-messages.ts";
import type { Mail } from "#lib/foundation/platform/outbox.ts";
import { settings } from "#lib/foundation/platform/settings.ts";
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

type CourseRow = Record<"rule" | "firstStart" | "firstEnd" | "timeZone" | "address", string> & {
  extraStarts: string[];
};

type DateRow = Record<"id" | "status" | "during" | "occurrence" | "place", string> & {
  roomId: string | null;
  version: number;
};

type Words = { summary: string; description: string; url: string };

async function courseInvitation(
  db: Database,
  courseId: string,
  { to, personId, gone, ...words }: Words & Pick<Reader, "to" | "personId" | "gone">,
): Promise<SessionInvitation> {
  const rows = await rowsOf<CourseRow>(
    db,
    sql`
      select course.rule, to_json(course.first_start) #>> '{}' as first_start,
        to_json(course.first_end) #>> '{}' as first_end,
        to_json(course.extra_starts) as extra_starts, space.time_zone,
        concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address
      from course join spaces_space space on space.id = course.space_id
        where course.id = ${courseId}`,
  );
  const [course] = rows;
  if (!course) throw new Error("a course without its row");
  const dates = await rowsOf<DateRow>(
    db,
    sql`
      select session.id, session.status, session.version, session.during::text as during,
        to_json(session.occurrence) #>> '{}' as occurrence, booking.room_id,
        concat_ws(', ', space.name, room.name) as place
      from session join spaces_space space on space.id = session.space_id left
        join bookings_booking booking
        on booking.id = session.booking_id
        left join spaces_resource room on room.id = booking.room_id
      where session.course_id = ${courseId} order by session.occurrence`,
  );
  const host = new URL(settings().publicUrl).hostname;
  const uid = `${courseId}@${host}`;
  // Giving a place back changes no date, and is news all the same.
  const least = dates.reduce((sum, { version }) => sum + version, Number(gone));
  const sequence = await nextSequence(db, { personId, uid, least });
  const sent = dates.map(({ status, during, occurrence, roomId, version: _, ...date }) => ({
    ...date,
    status: status === "planned" && !gone ? "confirmed" : "cancelled",
    during: intervalFromText(during),
    occurrence: Temporal.PlainDateTime.from(occurrence),
    roomId: roomId ?? "",
  }));
  const kept = sent.filter(({ status }) => status === "confirmed");
  const { whole, single } = eventsOfSeries(
    {
      id: courseId,
      roomId: kept[0]?.roomId ?? "",
      timeZone: course.timeZone,
      rule: course.rule,
      firstStart: Temporal.PlainDateTime.from(course.firstStart),
      firstEnd: Temporal.PlainDateTime.from(course.firstEnd),
      extraStarts: course.extraStarts.map((start) => Temporal.PlainDateTime.from(start)),
      excludedStarts: [],
      sequence,
    },
    sent,
    host,
  );
  const said = (place: string) => ({
    ...words,
    ...whoIsInvited(to),
    stamp: Temporal.Now.instant(),
    place: { title: place, address: course.address },
  });
  const method = kept.length === 0 ? "CANCEL" : "REQUEST";
  const events = [
    { ...whole, ...said(kept[0]?.place ?? sent[0]?.place ?? "") },
    ...single.map(({ date, event }) => ({ ...event, ...said(date.place) })),
  ];
  const content = calendarText({ product: "Booking", method, events });
  return { method, content, uid, recurrenceId: null, sequence };
}
