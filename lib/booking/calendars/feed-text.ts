import type { IN_CALENDARS } from "#db/booking-states.ts";
import type { Interval } from "#db/types.ts";
import { eventsOfSeries, type SeriesSent } from "#lib/booking/series/events.ts";
import { type CalendarEvent, calendarText } from "#lib/foundation/ical/icalendar.ts";
import { clockFor } from "#lib/foundation/platform/time/clock.ts";

type Words = { title: string; place: string; address: string };

/** A booking as an event of a feed: a date of its own, or one of a series. */
export type FeedBooking = Words & {
  id: string;
  timeZone: string;
  during: Interval;
  roomId: string;
  status: (typeof IN_CALENDARS)[number];
  sequence: number;
  changedAt: Temporal.Instant;
  /** The page that says more. */
  url?: string;
  seriesId: string | null;
  /** Its start by the rule of the series. */
  occurrence: Temporal.PlainDateTime | null;
};

type DateOfSeries = FeedBooking & { occurrence: Temporal.PlainDateTime };

/**
 * Its sequence and its last change are those of the whole, with dates that this feed does not show.
 */
export type FeedSeries = SeriesSent & Words & { changedAt: Temporal.Instant };

export type FeedContent = { name: string; bookings: FeedBooking[]; series: FeedSeries[] };

const REFRESH_MINUTES = 15;

/**
 * A feed as an iCalendar object: wall times of the space with that zone's own rules, one UID for
 * each thing all its life, a SEQUENCE that grows, and no METHOD. A series is one event with its
 * rule, and its exceptions.
 */
export function feedText({ name, bookings, series }: FeedContent, host: string): string {
  const events: CalendarEvent[] = [];
  const ofSeries = Map.groupBy(bookings, ({ seriesId }) => seriesId);
  for (const one of series) {
    const dates = (ofSeries.get(one.id) ?? []).filter(
      (date): date is DateOfSeries => date.occurrence !== null,
    );
    const { whole, single } = eventsOfSeries(one, dates, host);
    events.push({ ...whole, ...wordsOf(one), ...stamped(one.changedAt) });
    for (const { date, event } of single)
      events.push({ ...event, ...wordsOf(date), ...stamped(date.changedAt) });
  }
  const inSeries = new Set(series.map(({ id }) => id));
  for (const booking of bookings)
    if (booking.seriesId === null || !inSeries.has(booking.seriesId))
      events.push(eventOf(booking, host));
  return calendarText({ product: "Feed", name, refreshMinutes: REFRESH_MINUTES, events });
}

function eventOf(booking: FeedBooking, host: string): CalendarEvent {
  const { id, during, timeZone, sequence, changedAt, status, url } = booking;
  const clock = clockFor(during, timeZone);
  return {
    uid: `${id}@${host}`,
    sequence,
    start: during.start.toZonedDateTimeISO(clock),
    end: during.end.toZonedDateTimeISO(clock),
    status: STATUS[status],
    ...stamped(changedAt),
    ...wordsOf(booking),
    ...(url ? { url } : {}),
  };
}

function wordsOf({ title, place, address }: Words): Pick<CalendarEvent, "summary" | "place"> {
  return { summary: title, place: { title: place, address } };
}

/** When it last became what it is: the same at every reading. */
function stamped(changedAt: Temporal.Instant): Pick<CalendarEvent, "stamp" | "lastModified"> {
  return { stamp: changedAt, lastModified: changedAt };
}

const STATUS = {
  requested: "TENTATIVE",
  confirmed: "CONFIRMED",
  cancelled: "CANCELLED",
  missed: "CANCELLED",
} as const;
