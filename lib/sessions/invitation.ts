import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { intervalFromText } from "#db/types.ts";
import { invitation, invitationCalendar, whoIsInvited } from "#lib/booking/invitation.ts";
import { addSeries, type FeedBooking } from "#lib/calendars/feed-text.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { settings } from "#lib/platform/settings.ts";
import type { SessionView } from "./queries.ts";
import { titleIn } from "./rules.ts";

export type SessionInvitation = { method: "REQUEST" | "CANCEL"; content: string };

/**
 * A place in a session as an invitation: the same UID all its life and a SEQUENCE that grows, so that a calendar replaces what
 * it had. A course is one event with its rule; dates that were cancelled or moved are exceptions of it.
 *
 * @param gone the place was given back: what the reader's calendar had goes
 */
export async function sessionInvitation(
  db: Database,
  session: SessionView,
  reader: { locale: Locale; to: string; description: string; gone: boolean },
): Promise<SessionInvitation> {
  const { locale, to, description, gone } = reader;
  const now = Temporal.Now.instant();
  const summary = titleIn(session.title, locale).text;
  const url = `${settings().publicUrl}/${locale}/sessions/${session.id}`;
  if (session.courseId)
    return courseInvitation(db, session.courseId, { summary, description, url, to, gone });
  const status = gone || session.status === "cancelled" ? "cancelled" : "confirmed";
  const invited = { ...session, sequence: session.version, status };
  return {
    method: status === "cancelled" ? "CANCEL" : "REQUEST",
    content: invitation(invited, { summary, description, url }, now, to),
  };
}

type CourseRow = {
  rule: string;
  firstStart: string;
  firstEnd: string;
  timeZone: string;
  place: string;
  address: string;
  sequence: number;
};

type DateRow = {
  id: string;
  status: string;
  during: string;
  occurrence: string;
  roomId: string | null;
  place: string;
};

async function courseInvitation(
  db: Database,
  courseId: string,
  words: { summary: string; description: string; url: string; to: string; gone: boolean },
): Promise<SessionInvitation> {
  const { rows } = await db.execute<CourseRow>(sql`
    select course.rule, to_json(course.first_start) #>> '{}' as "firstStart", to_json(course.first_end) #>> '{}' as "firstEnd",
      space.time_zone as "timeZone", space.name as place,
      concat_ws(', ', space.address, concat_ws(' ', space.postcode, space.city)) as address,
      (select sum(version)::int from session where session.course_id = course.id) as sequence
    from course join space on space.id = course.space_id where course.id = ${courseId}`);
  const [course] = rows;
  if (!course) throw new Error("a course without its row");
  const { rows: dates } = await db.execute<DateRow>(sql`
    select session.id, session.status, session.during::text as during, to_json(session.occurrence) #>> '{}' as occurrence,
      booking.room_id as "roomId", concat_ws(', ', space.name, room.name) as place
    from session join space on space.id = session.space_id left join booking on booking.id = session.booking_id
      left join resource room on room.id = booking.room_id
    where session.course_id = ${courseId} order by session.occurrence`);
  const { timeZone, sequence, address, rule } = course;
  const { summary, to } = words;
  const kept = words.gone ? [] : dates.filter(({ status }) => status === "planned");
  const calendar = invitationCalendar(timeZone, kept.length === 0, to);
  const wall = (text: string) => Temporal.PlainDateTime.from(text);
  addSeries(
    calendar,
    {
      id: courseId,
      roomId: kept[0]?.roomId ?? "",
      timeZone,
      title: summary,
      place: kept[0]?.place ?? course.place,
      address,
      sequence,
      rule,
      firstStart: wall(course.firstStart),
      firstEnd: wall(course.firstEnd),
      extraStarts: [],
      excludedStarts: [],
    },
    kept.map(
      (date): FeedBooking => ({
        id: date.id,
        timeZone,
        during: intervalFromText(date.during),
        roomId: date.roomId ?? "",
        status: "confirmed",
        title: summary,
        place: date.place,
        address,
        sequence,
        changedAt: Temporal.Now.instant(),
        seriesId: courseId,
        occurrence: wall(date.occurrence),
      }),
    ),
    new URL(settings().publicUrl).hostname,
    { description: words.description, url: words.url, ...whoIsInvited(to) },
  );
  return { method: kept.length === 0 ? "CANCEL" : "REQUEST", content: calendar.toString() };
}
