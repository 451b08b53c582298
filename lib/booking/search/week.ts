import type { Interval } from "#db/types.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { dayFrom } from "#lib/foundation/platform/time/days.ts";
import { type FreeTime, hourly } from "./free-times.ts";

/** A week at once: one press for another day. */
export const DAYS = 7;

/** The first of the days that are shown, and the one somebody asks for; null when they ask none. */
export type Shown = { first: Temporal.PlainDate; asked: Temporal.PlainDate | null };

/**
 * Which week an address asks for, in whole weeks from today; never one that is over.
 *
 * @param address.day the day that is to be open; its week is shown
 * @param address.week the first day of a week, where no day is asked for
 */
export function shownFrom({ day, week }: PageQuery, today: Temporal.PlainDate): Shown {
  if (day === undefined) return { first: dayFrom(week, today), asked: null };
  const asked = dayFrom(day, today);
  return { first: today.add({ days: Math.floor(today.until(asked).days / DAYS) * DAYS }), asked };
}

export type Week = {
  days: { day: Temporal.PlainDate; free: number; isClosed: boolean }[];
  /** The day asked for, else the first with a free time; null when the week has none. */
  chosen: Temporal.PlainDate | null;
  /** The free times of the chosen day, about an hour from one to the next. */
  times: FreeTime[];
};

/**
 * What is free in a week, day by day on the clock of the space.
 *
 * @param openings when the space is open in it; null when that is not known, and no day is closed
 */
export function weekOf(
  { first, asked }: Shown,
  found: FreeTime[],
  openings: Interval[] | null,
  timeZone: string,
): Week {
  const dayOf = ({ start }: Interval) =>
    start.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const byDay = Map.groupBy(hourly(found), ({ during }) => dayOf(during));
  const open = openings && new Set(openings.map(dayOf));
  const days = Array.from({ length: DAYS }, (_, ahead) => {
    const day = first.add({ days: ahead });
    const times = byDay.get(day.toString()) ?? [];
    return { day, free: times.length, isClosed: open !== null && !open.has(day.toString()) };
  });
  const chosen = asked ?? days.find(({ free }) => free > 0)?.day ?? null;
  return { days, chosen, times: byDay.get(String(chosen)) ?? [] };
}
