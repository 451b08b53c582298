import { isOneOf, UNANSWERED } from "#db/booking-states.ts";
import { type CalendarEvent, calendarText } from "#lib/foundation/ical/icalendar.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { clockFor, momentOf } from "#lib/foundation/platform/time/clock.ts";
import type { BookingView } from "./queries.ts";

/** How it is called in a calendar, what stands under it, and the page that says more. */
export type InvitationWords = { summary: string; description: string; url: string };

/**
 * What somebody is invited to: a booking, or something else with a place, a time and a sequence.
 */
export type Invited = Pick<
  BookingView,
  "id" | "during" | "timeZone" | "sequence" | "spaceName" | "address" | "lat" | "lon"
> &
  Partial<Pick<BookingView, "seriesId" | "inSeries">> & { status: string; roomName: string | null };

/**
 * A booking as an iCalendar object, in the wall time of its space with that zone's own rules.
 * The same UID all its life and a SEQUENCE that grows, so that a calendar replaces what it had.
 *
 * @param now when it is written; of a file to keep, when the booking last changed
 * @param to whom a mail invites; without one it is a file to keep, which asks for no answer
 * @see RFC 5545, RFC 5546 (sections 3.2.2 and 3.2.5)
 */
export function invitation(
  booking: Invited,
  words: InvitationWords,
  now: Temporal.Instant,
  to?: string,
): string {
  const { during, timeZone, spaceName, roomName, address, lat, lon } = booking;
  const clock = clockFor(during, timeZone);
  const { uid, recurrenceId, sequence } = namesOf(booking);
  const status = statusOf(booking.status);
  const event: CalendarEvent = {
    uid,
    ...(recurrenceId ? { recurrenceId } : {}),
    sequence,
    stamp: now,
    ...(to ? {} : { lastModified: now }),
    start: during.start.toZonedDateTimeISO(clock),
    end: during.end.toZonedDateTimeISO(clock),
    ...words,
    place: { title: roomName ? `${spaceName}, ${roomName}` : spaceName, address, lat, lon },
    status,
    ...whoIsInvited(to),
  };
  return calendarText({
    product: "Booking",
    method: to ? methodOf(status) : null,
    events: [event],
  });
}

/** What asks for an answer is not certain yet; what is neither asked nor certain is not on. */
function statusOf(status: string): CalendarEvent["status"] {
  if (status === "confirmed") return "CONFIRMED";
  return isOneOf(UNANSWERED, status) ? "TENTATIVE" : "CANCELLED";
}

export function methodOf(status: CalendarEvent["status"]): "REQUEST" | "CANCEL" {
  return status === "CANCELLED" ? "CANCEL" : "REQUEST";
}

/** Who invites, and whom; they are taken to come, and are not asked for an answer. */
export function whoIsInvited(to?: string): Pick<CalendarEvent, "organizer" | "attendee"> {
  return { organizer: { name: "Trivium", email: settings().mailFrom }, attendee: to ?? null };
}

/** A date of a series has the UID of the whole, and says which date it is. */
export function namesOf({
  id,
  seriesId,
  inSeries,
  sequence,
  timeZone,
}: Pick<Invited, "id" | "seriesId" | "inSeries" | "sequence" | "timeZone">): {
  uid: string;
  recurrenceId: Temporal.ZonedDateTime | null;
  sequence: number;
} {
  const host = new URL(settings().publicUrl).hostname;
  if (!seriesId || !inSeries) return { uid: `${id}@${host}`, recurrenceId: null, sequence };
  return {
    uid: `${seriesId}@${host}`,
    recurrenceId: momentOf(inSeries.occurrence, timeZone),
    sequence: inSeries.sequence,
  };
}
