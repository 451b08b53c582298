/** How far our clock is ahead of the tablet's, and when that was heard, in milliseconds. */
export type TabletClock = {
  ahead: number;
  /** By the tablet's clock. */
  heardAt: number;
  /** By what only ever goes on. */
  ticks: number;
};

/** By less, a clock was not set: an answer took its time. */
export const CLOCK_SET_MS = 60_000;

export function clockHeard(ahead: number): TabletClock {
  return { ahead, heardAt: Date.now(), ticks: performance.now() };
}

/** Null when it is not known any more: the tablet's clock was set since, or the tablet slept. */
export function aheadBy(clock: TabletClock | null): number | null {
  if (!clock) return null;
  const moved = Date.now() - clock.heardAt - (performance.now() - clock.ticks);
  return Math.abs(moved) < CLOCK_SET_MS ? clock.ahead : null;
}
