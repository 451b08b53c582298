import ical, {
  type ICalAttendeeData,
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
} from "ical-generator";
import { tzlib_get_ical_block } from "timezones-ical-library";
import { settings } from "#lib/platform/settings.ts";
import { clockFor, standsAlone } from "./clock.ts";
import type { BookingView } from "./queries.ts";

export type InvitationWords = { summary: string; description: string };

/**
 * A booking as an iCalendar object, in the wall time of its space with that zone's own rules.
 * The same UID all its life and a SEQUENCE that grows, so that a calendar replaces what it had.
 *
 * @param to whom a mail invites; without one it is a file to keep, which asks for no answer
 * @see RFC 5545, RFC 5546 (sections 3.2.2 and 3.2.5)
 */
export function invitation(
  booking: BookingView,
  words: InvitationWords,
  now: Temporal.Instant,
  to?: string,
): string {
  const { id, during, timeZone, status, spaceName, roomName, address, lat, lon } = booking;
  const { publicUrl, mailFrom } = settings();
  const cancelled = status !== "confirmed";
  const clock = clockFor(during, timeZone);
  const calendar = ical({
    prodId: { company: "Trivium", product: "Booking", language: "EN" },
    method: to ? (cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST) : null,
    timezone: { name: null, generator: (zone) => tzlib_get_ical_block(zone)[0] ?? null },
  });
  calendar.createEvent({
    ...namesOf(booking, new URL(publicUrl).hostname),
    stamp: now.toZonedDateTimeISO("UTC"),
    start: during.start.toZonedDateTimeISO(clock),
    end: during.end.toZonedDateTimeISO(clock),
    timezone: clock,
    summary: words.summary,
    description: words.description,
    location: { title: `${spaceName}, ${roomName}`, address, geo: { lat, lon } },
    url: `${publicUrl}/en/me/bookings/${id}`,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: "Trivium", email: mailFrom },
    attendees: to ? [attendee(to)] : [],
  });
  return calendar.toString();
}

/** A date of a series has the UID of the whole, and says which date it is. */
function namesOf(
  { id, seriesId, inSeries, sequence, during, timeZone }: BookingView,
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

/** Whoever reads the letter comes: the booking is theirs. */
export function attendee(email: string): ICalAttendeeData {
  return { email, rsvp: false, role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.ACCEPTED };
}
