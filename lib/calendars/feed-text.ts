import ical, { type ICalEventData, ICalEventStatus } from "ical-generator";
import { tzlib_get_ical_block } from "timezones-ical-library";
import type { Interval } from "#db/types.ts";
import { clockFor } from "#lib/booking/clock.ts";
import { eventsOfSeries, type ToldSeries } from "#lib/series/events.ts";

type Words = { title: string; place: string; address: string };

/** A booking as a feed tells of it: a date of its own, or one of a series. */
export type FeedBooking = Words & {
  id: string;
  timeZone: string;
  during: Interval;
  roomId: string;
  status: "requested" | "confirmed" | "cancelled" | "missed";
  sequence: number;
  changedAt: Temporal.Instant;
  /** The page that says more. */
  url?: string;
  seriesId: string | null;
  /** Its start by the rule of the series. */
  occurrence: Temporal.PlainDateTime | null;
};

type DateOfSeries = FeedBooking & { occurrence: Temporal.PlainDateTime };

export type FeedSeries = ToldSeries & Words;

export type FeedContent = { name: string; bookings: FeedBooking[]; series: FeedSeries[] };

/**
 * A feed as an iCalendar object: wall times of the space with that zone's own rules, one UID for each thing all its life,
 * a SEQUENCE that grows, and no METHOD. A series is one event with its rule, and its exceptions.
 */
export function feedText({ name, bookings, series }: FeedContent, host: string): string {
  const calendar = ical({
    name,
    prodId: { company: "Trivium", product: "Feed", language: "EN" },
    timezone: { name: null, generator: (zone) => tzlib_get_ical_block(zone)[0] ?? null },
    ttl: 900,
  });
  const ofSeries = Map.groupBy(bookings, ({ seriesId }) => seriesId);
  for (const one of series) {
    const dates = (ofSeries.get(one.id) ?? []).filter(
      (date): date is DateOfSeries => date.occurrence !== null,
    );
    const { whole, single } = eventsOfSeries(one, dates, host);
    const changedAt = dates
      .map((date) => date.changedAt)
      .sort(Temporal.Instant.compare)
      .at(-1);
    calendar.createEvent({ ...whole, ...wordsOf(one), ...(changedAt ? stamped(changedAt) : {}) });
    for (const { date, event } of single)
      calendar.createEvent({ ...event, ...wordsOf(date), ...stamped(date.changedAt) });
  }
  const told = new Set(series.map(({ id }) => id));
  for (const booking of bookings)
    if (booking.seriesId === null || !told.has(booking.seriesId))
      calendar.createEvent({ ...eventOf(booking), id: `${booking.id}@${host}` });
  return calendar.toString();
}

function eventOf(booking: FeedBooking): ICalEventData {
  const { during, timeZone, sequence, changedAt, status, url } = booking;
  const clock = clockFor(during, timeZone);
  return {
    sequence,
    start: during.start.toZonedDateTimeISO(clock),
    end: during.end.toZonedDateTimeISO(clock),
    timezone: clock,
    status: STATUS[status],
    ...stamped(changedAt),
    ...wordsOf(booking),
    ...(url ? { url } : {}),
  };
}

function wordsOf({ title, place, address }: Words): Pick<ICalEventData, "summary" | "location"> {
  return { summary: title, location: { title: place, address } };
}

/** When it last became what it is: the same at every reading. */
function stamped(changedAt: Temporal.Instant): Pick<ICalEventData, "stamp" | "lastModified"> {
  const at = changedAt.toZonedDateTimeISO("UTC");
  return { stamp: at, lastModified: at };
}

const STATUS = {
  requested: ICalEventStatus.TENTATIVE,
  confirmed: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
  missed: ICalEventStatus.CANCELLED,
};
