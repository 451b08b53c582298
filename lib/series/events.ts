import { type ICalEventData, ICalEventStatus } from "ical-generator";
import type { Interval } from "#db/types.ts";
import { clockFor, instantOf, isOnClock, standsAlone } from "#lib/booking/clock.ts";
import { parseRule } from "./rule-text.ts";
import { startsByRule, type Timing } from "./rules.ts";
import { timingFrom } from "./split.ts";

/** A series as a calendar program hears of it. */
export type ToldSeries = Timing & { id: string; roomId: string; timeZone: string; sequence: number };

/** One of its dates, whatever became of it. */
export type ToldDate = {
  id: string;
  during: Interval;
  roomId: string;
  status: string;
  /** Its start by the rule of the series. */
  occurrence: Temporal.PlainDateTime;
  sequence: number;
};

export type SeriesEvents<Date extends ToldDate> = {
  /** The event with the rule. */
  whole: ICalEventData;
  /** Dates that are not as the rule says, each an event of its own beside it. */
  single: { date: Date; event: ICalEventData }[];
};

/**
 * A series as iCalendar events with one UID and one SEQUENCE: one with its rule, an EXDATE for each date that is not kept, and
 * with a RECURRENCE-ID one for each that was moved, is not certain, or lasts otherwise because the clocks change in it. A date at
 * an hour that is skipped or comes twice stands alone, in UTC: programs do not agree what its wall time means. Callers add the words.
 *
 * @see RFC 5545 sections 3.6.1, 3.8.4.4 and 3.8.5
 */
export function eventsOfSeries<Date extends ToldDate>(
  asked: ToldSeries,
  dates: Date[],
  host: string,
): SeriesEvents<Date> {
  const { timeZone } = asked;
  const series = { ...asked, ...fromTimeThereIs(asked, timeZone) };
  const { firstStart, firstEnd, extraStarts, roomId } = series;
  const id = `${series.id}@${host}`;
  const sequence = sequenceOf(series, dates);
  const byRule = startsByRule(parseRule(series.rule, timeZone), firstStart);
  const expected = new Map([...byRule, ...extraStarts].map((start) => [start.toString(), start]));
  const kept = dates.filter(isKept);
  const isInRule = ({ occurrence, during }: Date) =>
    expected.has(occurrence.toString()) && !standsAlone(occurrence, during, timeZone);
  const inRule = new Set(kept.filter(isInRule).map(({ occurrence }) => occurrence.toString()));
  const gone = [...expected.values()].filter((start) => !inRule.has(start.toString()));
  const added = extraStarts.filter((start) => !byRule.some((known) => known.equals(start)));
  const length = instantOf(firstStart, timeZone).until(instantOf(firstEnd, timeZone));
  const lines = [
    `RRULE:${series.rule.replace(/^RRULE:/, "")}`,
    ...listed("RDATE", added, timeZone),
    ...listed("EXDATE", gone, timeZone),
  ];
  const wallLength = firstStart.until(firstEnd);
  const isAsRuled = (date: Date) => {
    const start = instantOf(date.occurrence, timeZone);
    const { during, status } = date;
    return (
      isInRule(date) &&
      date.roomId === roomId &&
      status === "confirmed" &&
      during.start.equals(start) &&
      during.end.equals(start.add(length)) &&
      isOnClock(date.occurrence.add(wallLength), timeZone)
    );
  };
  return {
    whole: {
      id,
      sequence,
      start: firstStart.toZonedDateTime(timeZone),
      end: firstEnd.toZonedDateTime(timeZone),
      timezone: timeZone,
      status: kept.length > 0 ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
      repeating: lines.join("\r\n"),
    },
    single: kept.filter((date) => !isAsRuled(date)).map((date) => ({ date, event: singleEvent(date) })),
  };

  function singleEvent(date: Date): ICalEventData {
    const { during, status, occurrence } = date;
    const clock = clockFor(during, timeZone);
    return {
      ...(isInRule(date)
        ? { id, recurrenceId: occurrence.toZonedDateTime(timeZone) }
        : { id: `${date.id}@${host}` }),
      sequence,
      start: during.start.toZonedDateTimeISO(clock),
      end: during.end.toZonedDateTimeISO(clock),
      timezone: clock,
      status: status === "requested" ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    };
  }
}

/** A rule that begins at an hour the clocks skip cannot be written: it begins a date later, and the first stands alone. */
function fromTimeThereIs(timing: Timing, timeZone: string): Timing {
  const { firstStart } = timing;
  return isOnClock(firstStart, timeZone)
    ? timing
    : timingFrom(timing, firstStart.add({ seconds: 1 }), timeZone);
}

const isKept = ({ status }: ToldDate) => status === "confirmed" || status === "requested";

/** Grows with every change of the series, and of each of its dates. */
function sequenceOf({ sequence }: ToldSeries, dates: ToldDate[]): number {
  return dates.reduce((sum, date) => sum + date.sequence, sequence);
}

/** `EXDATE;TZID=Europe/Brussels:20260310T100000`, one line for each date. */
function listed(
  property: "RDATE" | "EXDATE" | "RECURRENCE-ID",
  starts: Temporal.PlainDateTime[],
  timeZone: string,
): string[] {
  return starts.map(
    (start) =>
      `${property};TZID=${timeZone}:${start.toString({ smallestUnit: "second" }).replace(/[-:]/g, "")}`,
  );
}
