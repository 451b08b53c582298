import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  type ICalCalendar,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
} from "ical-generator";
import { tzlib_get_ical_block } from "timezones-ical-library";
import { settings } from "#lib/platform/settings.ts";
import { clockFor, standsAlone } from "./clock.ts";
import type { BookingView } from "./queries.ts";

/** How it is called in a calendar, what stands under it, and the page that says more. */
export type InvitationWords = { summary: string; description: string; url: string };

/** What somebody is invited to: a booking, or something else with a place, a time and a sequence. */
export type Invited = Pick<
  BookingView,
  "id" | "during" | "timeZone" | "sequence" | "spaceName" | "address" | "lat" | "lon"
> &
  Partial<Pick<BookingView, "seriesId" | "inSeries">> & { status: string; roomName: string | null };

/**
 * A booking as an iCalendar object, in the wall time of its space with that zone's own rules.
 * The same UID all its life and a SEQUENCE that grows, so that a calendar replaces what it had.
 *
 * @param to whom a mail invites; without one it is a file to keep, which asks for no answer
 * @see RFC 5545, RFC 5546 (sections 3.2.2 and 3.2.5)
 */
export function invitation(
  booking: Invited,
  words: InvitationWords,
  now: Temporal.Instant,
  to?: string,
): string {
  const { during, timeZone, status, spaceName, roomName, address, lat, lon } = booking;
  const { publicUrl } = settings();
  const cancelled = status !== "confirmed";
  const clock = clockFor(during, timeZone);
  const calendar = invitationCalendar(cancelled, to);
  calendar.createEvent({
    ...namesOf(booking, new URL(publicUrl).hostname),
    stamp: now.toZonedDateTimeISO("UTC"),
    start: during.start.toZonedDateTimeISO(clock),
    end: during.end.toZonedDateTimeISO(clock),
    timezone: clock,
    summary: words.summary,
    description: words.description,
    location: { title: roomName ? `${spaceName}, ${roomName}` : spaceName, address, geo: { lat, lon } },
    url: words.url,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...whoIsInvited(to),
  });
  return calendar.toString();
}

/** A calendar with the method that its invitation needs; none when it is a file to keep. */
export function invitationCalendar(cancelled: boolean, to?: string): ICalCalendar {
  return ical({
    prodId: { company: "Trivium", product: "Booking", language: "EN" },
    method: to ? (cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST) : null,
    timezone: { name: null, generator: (zone) => tzlib_get_ical_block(zone)[0] ?? null },
  });
}

/** Who invites, and whom; they are taken to come, and are not asked for an answer. */
export function whoIsInvited(to?: string): Pick<ICalEventData, "organizer" | "attendees"> {
  return {
    organizer: { name: "Trivium", email: settings().mailFrom },
    attendees: to
      ? [{ email: to, rsvp: false, role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.ACCEPTED }]
      : [],
  };
}

/** A date of a series has the UID of the whole, and says which date it is. */
function namesOf(
  { id, seriesId, inSeries, sequence, during, timeZone }: Invited,
  host: string,
): ICalEventData {
  if (!seriesId || !inSeries || standsAlone(inSeries.occurrence, during, timeZone))
    return { id: `${id}@${host}`, sequence, start: during.start.toZonedDateTimeISO(timeZone) };
  return {
    id: `${seriesId}@${host}`,
    sequence: inSeries.sequence,
    recurrenceId: inSeries.occurrence.toZonedDateTime(timeZone),
    start: during.start.toZonedDateTimeISO(timeZone),
  };
}
