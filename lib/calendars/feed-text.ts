import ical, { type ICalCalendar, type ICalEventData, ICalEventStatus } from "ical-generator";
import { tzlib_get_ical_block } from "timezones-ical-library";
import type { Interval } from "#db/types.ts";
import { parseRule } from "#lib/series/rule-text.ts";
import { instantOf, startsByRule, type Timing } from "#lib/series/rules.ts";

/** A booking as a feed tells of it: a date of its own, or one of a series. */
export type FeedBooking = {
  id: string;
  timeZone: string;
  during: Interval;
  roomId: string;
  status: "requested" | "confirmed" | "cancelled" | "missed";
  title: string;
  place: string;
  address: string;
  sequence: number;
  changedAt: Temporal.Instant;
  /** The page that says more. */
  url?: string;
  seriesId: string | null;
  /** Its start by the rule of the series. */
  occurrence: Temporal.PlainDateTime | null;
};

export type FeedSeries = Timing & {
  id: string;
  roomId: string;
  timeZone: string;
  title: string;
  place: string;
  address: string;
  sequence: number;
};

export type FeedContent = { name: string; bookings: FeedBooking[]; series: FeedSeries[] };

/**
 * A feed as an iCalendar object: wall times of the space with that zone's own rules, one UID for each thing all its life,
 * a SEQUENCE that grows, and no METHOD. A series is one event with its rule; a date that was cancelled is an EXDATE, one that
 * was moved, or lasts otherwise because the clocks change in it, an event of its own with a RECURRENCE-ID.
 *
 * @see RFC 5545 sections 3.6.1, 3.8.4.4 and 3.8.5
 */
export function feedText({ name, bookings, series }: FeedContent, host: string): string {
  const calendar = ical({
    name,
    prodId: { company: "Trivium", product: "Feed", language: "EN" },
    timezone: { name: "Europe/Brussels", generator: (zone) => tzlib_get_ical_block(zone)[0] ?? null },
    ttl: 900,
  });
  const ofSeries = Map.groupBy(bookings, ({ seriesId }) => seriesId);
  for (const one of series) addSeries(calendar, one, ofSeries.get(one.id) ?? [], host);
  const told = new Set(series.map(({ id }) => id));
  for (const booking of bookings)
    if (booking.seriesId === null || !told.has(booking.seriesId))
      calendar.createEvent({ ...eventOf(booking), id: `${booking.id}@${host}` });
  return calendar.toString();
}

/**
 * One event with its rule, and those of its dates that are otherwise.
 * @param extra what every one of these events says besides: who is invited, say
 */
export function addSeries(
  calendar: ICalCalendar,
  series: FeedSeries,
  dates: FeedBooking[],
  host: string,
  extra: Partial<ICalEventData> = {},
): void {
  const { timeZone, firstStart, firstEnd } = series;
  const uid = `${series.id}@${host}`;
  const byRule = startsByRule(parseRule(series.rule, timeZone), firstStart);
  const expected = new Map([...byRule, ...series.extraStarts].map((start) => [start.toString(), start]));
  const kept = dates.filter(({ status }) => status === "confirmed" || status === "requested");
  const keptStarts = new Set(kept.map(({ occurrence }) => occurrence?.toString()));
  const gone = [...expected.values()].filter((start) => !keptStarts.has(start.toString()));
  const added = series.extraStarts.filter((start) => !byRule.some((known) => known.equals(start)));
  const length = instantOf(firstStart, timeZone).until(instantOf(firstEnd, timeZone));

  const lines = [
    `RRULE:${series.rule.replace(/^RRULE:/, "")}`,
    ...listed("RDATE", added, timeZone),
    ...listed("EXDATE", gone, timeZone),
  ];
  calendar.createEvent({
    ...extra,
    id: uid,
    sequence: series.sequence,
    start: firstStart.toZonedDateTime(timeZone),
    end: firstEnd.toZonedDateTime(timeZone),
    timezone: timeZone,
    summary: series.title,
    location: { title: series.place, address: series.address },
    status: kept.length > 0 ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    repeating: lines.join("\r\n"),
  });
  for (const date of kept) {
    const { occurrence, during, roomId } = date;
    if (!occurrence) continue;
    const usual = instantOf(occurrence, timeZone);
    const asRuled =
      expected.has(occurrence.toString()) &&
      roomId === series.roomId &&
      during.start.equals(usual) &&
      during.end.equals(usual.add(length)) &&
      date.status === "confirmed";
    if (!asRuled)
      calendar.createEvent({
        ...extra,
        ...eventOf(date),
        id: expected.has(occurrence.toString()) ? uid : `${date.id}@${host}`,
        ...(expected.has(occurrence.toString())
          ? { recurrenceId: occurrence.toZonedDateTime(timeZone) }
          : {}),
      });
  }
}

function eventOf({
  during,
  timeZone,
  title,
  place,
  address,
  sequence,
  changedAt,
  status,
  url,
}: FeedBooking): ICalEventData {
  const at = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(timeZone);
  return {
    sequence,
    start: at(during.start),
    end: at(during.end),
    timezone: timeZone,
    stamp: at(changedAt),
    lastModified: at(changedAt),
    summary: title,
    location: { title: place, address },
    status: STATUS[status],
    ...(url ? { url } : {}),
  };
}

const STATUS = {
  requested: ICalEventStatus.TENTATIVE,
  confirmed: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
  missed: ICalEventStatus.CANCELLED,
};

/** `EXDATE;TZID=Europe/Brussels:20260310T100000`, one line for each date. */
function listed(property: "RDATE" | "EXDATE", starts: Temporal.PlainDateTime[], timeZone: string): string[] {
  return starts.map(
    (start) =>
      `${property};TZID=${timeZone}:${start.toString({ smallestUnit: "second" }).replace(/[-:]/g, "")}`,
  );
}
