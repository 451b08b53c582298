import type { Interval } from "#db/types.ts";

export type Stretch = Interval;

/**
 * One interval less what is cut out of it, in order of time.
 *
 * @param cuts in any order; they may overlap
 */
export function without({ start, end }: Interval, cuts: Interval[]): Interval[] {
  const left: Interval[] = [];
  let from = start;
  const before = (one: Temporal.Instant, other: Temporal.Instant) =>
    Temporal.Instant.compare(one, other) < 0;
  for (const cut of cuts.toSorted((one, other) =>
    Temporal.Instant.compare(one.start, other.start),
  )) {
    if (!before(from, cut.end)) continue;
    if (!before(cut.start, end)) break;
    if (before(from, cut.start)) left.push({ start: from, end: cut.start });
    from = cut.end;
  }
  if (before(from, end)) left.push({ start: from, end });
  return left;
}

const QUARTER_MS = 15 * 60_000;

/** The moment itself when a quarter of an hour begins, else the next at which one does. */
export function nextQuarter(at: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(
    Math.ceil(at.epochMilliseconds / QUARTER_MS) * QUARTER_MS,
  );
}

/**
 * The first time of at least some length within opening hours that nothing takes, from the next
 * whole quarter of an hour on.
 *
 * @param openings in order of time
 * @returns null when there is none
 */
export function firstGap(
  openings: Interval[],
  taken: Interval[],
  from: Temporal.Instant,
  minutes: number,
): Interval | null {
  const past: Interval = {
    start: Temporal.Instant.fromEpochMilliseconds(0),
    end: nextQuarter(from),
  };
  for (const opening of openings)
    for (const gap of without(opening, [...taken, past]))
      if (gap.start.until(gap.end).total("minutes") >= minutes) return gap;
  return null;
}

/**
 * Why a room has no gap for the rest of a day on which it opens: it has closed, it closes too soon
 * to be booked, or others have it.
 *
 * @param openings those of that day
 * @param taken what is taken on that day
 */
export function whyNoGap(
  openings: Interval[],
  taken: Interval[],
  now: Temporal.Instant,
): "over" | "late" | "full" {
  const past: Interval = { start: Temporal.Instant.fromEpochMilliseconds(0), end: now };
  const minutesLeft = (cuts: Interval[]) =>
    openings
      .flatMap((opening) => without(opening, [past, ...cuts]))
      .reduce((sum, { start, end }) => sum + start.until(end).total("minutes"), 0);
  const open = minutesLeft([]);
  if (open === 0) return "over";
  return minutesLeft(taken) === open ? "late" : "full";
}
