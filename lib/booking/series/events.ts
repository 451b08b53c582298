import { isOneOf, STANDING } from "#db/booking-states.ts";
import type { Interval } from "#db/types.ts";
import type { CalendarEvent } from "#lib/foundation/ical/icalendar.ts";
import { clockFor, instantOf, isOneMoment, momentOf } from "#lib/foundation/platform/time/clock.ts";
import { ONCE, parseRule, ruleText } from "./rule-text.ts";
import { isBefore, startsByRule, type Timing } from "./rules.ts";

/**
 * A series as a calendar program hears of it. Its sequence grows with every change of it and of
 * each of its dates.
 */
export type SeriesSent = Timing & {
  id: string;
  roomId: string;
  timeZone: string;
  sequence: number;
};

/** One of its dates, whatever became of it. */
export type DateSent = {
  id: string;
  during: Interval;
  roomId: string;
  status: string;
  /** Its start by the rule of the series. */
  occurrence: Temporal.PlainDateTime;
};

/** An event but for its words and for when it was written. */
export type EventTimes = Omit<
  CalendarEvent,
  "stamp" | "lastModified" | "summary" | "description" | "place" | "url" | "organizer" | "attendee"
>;

export type SeriesEvents<Date extends DateSent> = {
  /** The event with the rule, or with the list of dates. */
  whole: EventTimes;
  /** Dates that are not as the rule says, each an event of its own beside it. */
  single: { date: Date; event: EventTimes }[];
};

/**
 * A series as iCalendar events with one UID and one SEQUENCE: one with its rule and an EXDATE for
 * each date that is not kept, and with a RECURRENCE-ID one for each that was moved, is not certain,
 * or lasts otherwise because the clocks change in it.
 *
 * What no rule says without doubt is told as the list of its dates: a date at an hour that is
 * skipped or comes twice, which rules leave out or programs take for different moments, and is
 * therefore written in UTC; and a date before the first of the rule. Callers add the words.
 *
 * @see RFC 5545 sections 3.3.10, 3.6.1, 3.8.4.4 and 3.8.5
 */
export function eventsOfSeries<Date extends DateSent>(
  series: SeriesSent,
  dates: Date[],
  host: string,
): SeriesEvents<Date> {
  const { timeZone, sequence } = series;
  const ofSeries = { uid: `${series.id}@${host}`, sequence };
  const kept = dates.filter(isKept).sort(byOccurrence);
  const { first, ...repetition } = repetitionOf(series, kept);
  const start = momentOf(first, timeZone);
  const end = instantOf(first.add(wallLength(series)), timeZone).toZonedDateTimeISO(
    start.timeZoneId,
  );
  const length = start.toInstant().until(end.toInstant());
  return {
    whole: {
      ...ofSeries,
      start,
      end,
      ...repetition,
      status: kept.length > 0 ? "CONFIRMED" : "CANCELLED",
    },
    single: kept
      .filter((date) => !isAsPlanned(date, series, length))
      .map((date) => ({ date, event: { ...ofSeries, ...eventOfDate(date, timeZone) } })),
  };
}

/** How a series repeats: by its rule and what differs from it, or by the list of its dates. */
type Repetition = Pick<EventTimes, "rule" | "added" | "takenOut"> & {
  /** The start of the event that repeats. */
  first: Temporal.PlainDateTime;
};

/** @param kept in the order of their occurrences */
function repetitionOf(series: SeriesSent, kept: DateSent[]): Repetition {
  const { timeZone, firstStart, extraStarts } = series;
  const rule = parseRule(series.rule, timeZone);
  const byRule = startsByRule(rule, firstStart);
  const planned = unique([...byRule, ...extraStarts]);
  const keptStarts = kept.map(({ occurrence }) => occurrence);
  const moments = (starts: Temporal.PlainDateTime[]) =>
    starts.map((start) => momentOf(start, timeZone));

  const [first] = byRule;
  const isSaidByRule =
    first !== undefined &&
    planned.every((start) => isOneMoment(start, timeZone) && !isBefore(start, first)) &&
    without(keptStarts, planned).length === 0;
  if (isSaidByRule)
    return {
      first,
      rule: ruleText(rule, timeZone),
      added: moments(without(extraStarts, byRule)),
      takenOut: moments(without(planned, keptStarts)),
    };
  return {
    first: keptStarts[0] ?? planned[0] ?? firstStart,
    // Some programs leave the first date out when only RDATE says that there are more.
    rule: ONCE,
    added: moments(keptStarts.slice(1)),
  };
}

/**
 * Whether the event that repeats says all there is of a date: its room, that it is certain, and
 * when it begins and ends.
 *
 * @param length how long the first date lasts, and with it all that a calendar program works out
 */
function isAsPlanned(
  { occurrence, during, roomId, status }: DateSent,
  series: SeriesSent,
  length: Temporal.Duration,
): boolean {
  const { timeZone } = series;
  const start = instantOf(occurrence, timeZone);
  return (
    roomId === series.roomId &&
    status === "confirmed" &&
    during.start.equals(start) &&
    during.end.equals(start.add(length)) &&
    isOneMoment(occurrence.add(wallLength(series)), timeZone)
  );
}

function eventOfDate({ during, status, occurrence }: DateSent, timeZone: string) {
  const clock = clockFor(during, timeZone);
  return {
    recurrenceId: momentOf(occurrence, timeZone),
    start: during.start.toZonedDateTimeISO(clock),
    end: during.end.toZonedDateTimeISO(clock),
    status: status === "requested" ? ("TENTATIVE" as const) : ("CONFIRMED" as const),
  };
}

/** How long a date lasts on the clock of its space; longer or shorter when that clock changes. */
function wallLength({ firstStart, firstEnd }: Timing): Temporal.Duration {
  return firstStart.until(firstEnd);
}

const isKept = ({ status }: DateSent) => isOneOf(STANDING, status);

const byOccurrence = (one: DateSent, other: DateSent) =>
  Temporal.PlainDateTime.compare(one.occurrence, other.occurrence);

function unique(starts: Temporal.PlainDateTime[]): Temporal.PlainDateTime[] {
  return [...new Map(starts.map((start) => [start.toString(), start])).values()];
}

/** The starts that are not among others. */
function without(
  starts: Temporal.PlainDateTime[],
  others: Temporal.PlainDateTime[],
): Temporal.PlainDateTime[] {
  const known = new Set(others.map((other) => other.toString()));
  return starts.filter((start) => !known.has(start.toString()));
}
