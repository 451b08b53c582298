import { isOneOf, STANDING } from "#db/booking-states.ts";
import type { Interval } from "#db/types.ts";
import type { CalendarEvent } from "#lib/foundation/ical/icalendar.ts";
import { clockFor, instantOf, isOneMoment, momentOf } from "#lib/foundation/platform/time/clock.ts";
import { parseRule, ruleText } from "./rule-text.ts";
import { startsByRule, type Timing } from "./rules.ts";

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
  const { timeZone, firstStart, firstEnd, extraStarts, roomId, sequence } = series;
  const uid = `${series.id}@${host}`;
  const rule = parseRule(series.rule, timeZone);
  const byRule = startsByRule(rule, firstStart);
  const [first] = byRule;
  const expected = new Map([...byRule, ...extraStarts].map((start) => [start.toString(), start]));
  const kept = dates.filter(isKept).sort(inTime);
  const isRuled =
    first !== undefined &&
    [...expected.values()].every(
      (start) => isOneMoment(start, timeZone) && Temporal.PlainDateTime.compare(first, start) <= 0,
    ) &&
    kept.every(({ occurrence }) => expected.has(occurrence.toString()));

  const wallLength = firstStart.until(firstEnd);
  const begin = isRuled ? first : (kept[0]?.occurrence ?? [...expected.values()][0] ?? firstStart);
  const start = momentOf(begin, timeZone);
  const end = instantOf(begin.add(wallLength), timeZone);
  const length = start.toInstant().until(end);
  const keptStarts = new Set(kept.map(({ occurrence }) => occurrence.toString()));
  const listed = (starts: Temporal.PlainDateTime[]) => starts.map((one) => momentOf(one, timeZone));
  const repeats = isRuled
    ? {
        rule: ruleText(rule, timeZone),
        added: listed(extraStarts.filter((extra) => !byRule.some((known) => known.equals(extra)))),
        takenOut: listed([...expected.values()].filter((one) => !keptStarts.has(one.toString()))),
      }
    : // Some programs leave the first date out when only RDATE says that there are more.
      {
        rule: "FREQ=DAILY;COUNT=1",
        added: listed(kept.slice(1).map(({ occurrence }) => occurrence)),
      };

  const isAsPlanned = ({ occurrence, during, roomId: room, status }: Date) => {
    const planned = instantOf(occurrence, timeZone);
    return (
      room === roomId &&
      status === "confirmed" &&
      during.start.equals(planned) &&
      during.end.equals(planned.add(length)) &&
      isOneMoment(occurrence.add(wallLength), timeZone)
    );
  };
  return {
    whole: {
      uid,
      sequence,
      start,
      end: end.toZonedDateTimeISO(start.timeZoneId),
      ...repeats,
      status: kept.length > 0 ? "CONFIRMED" : "CANCELLED",
    },
    single: kept
      .filter((date) => !isAsPlanned(date))
      .map((date) => ({ date, event: singleEvent(date) })),
  };

  function singleEvent({ during, status, occurrence }: Date): EventTimes {
    const clock = clockFor(during, timeZone);
    return {
      uid,
      recurrenceId: momentOf(occurrence, timeZone),
      sequence,
      start: during.start.toZonedDateTimeISO(clock),
      end: during.end.toZonedDateTimeISO(clock),
      status: status === "requested" ? "TENTATIVE" : "CONFIRMED",
    };
  }
}

const isKept = ({ status }: DateSent) => isOneOf(STANDING, status);

const inTime = (one: DateSent, other: DateSent) =>
  Temporal.PlainDateTime.compare(one.occurrence, other.occurrence);
