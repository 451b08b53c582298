import type { Interval } from "#db/types.ts";

export type Stretch = Interval;

/** One interval less what is cut out of it, in order of time. @param cuts in any order; they may overlap */
export function without({ start, end }: Interval, cuts: Interval[]): Interval[] {
  const left: Interval[] = [];
  let from = start;
  const before = (one: Temporal.Instant, other: Temporal.Instant) => Temporal.Instant.compare(one, other) < 0;
  for (const cut of cuts.toSorted((one, other) => Temporal.Instant.compare(one.start, other.start))) {
    if (!before(from, cut.end)) continue;
    if (!before(cut.start, end)) break;
    if (before(from, cut.start)) left.push({ start: from, end: cut.start });
    from = cut.end;
  }
  if (before(from, end)) left.push({ start: from, end });
  return left;
}

const QUARTER_MINUTES = 15;

/**
 * The first time of at least some length within opening hours that nothing takes, from the next whole quarter of an hour on.
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
  const step = QUARTER_MINUTES * 60_000;
  const earliest = Temporal.Instant.fromEpochMilliseconds(Math.ceil(from.epochMilliseconds / step) * step);
  const past: Interval = { start: Temporal.Instant.fromEpochMilliseconds(0), end: earliest };
  for (const opening of openings)
    for (const gap of without(opening, [...taken, past]))
      if (gap.start.until(gap.end).total("minutes") >= minutes) return gap;
  return null;
}
