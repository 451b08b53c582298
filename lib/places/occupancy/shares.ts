export const SERIES = ["booked", "attended", "sensed"] as const;

export type Series = (typeof SERIES)[number];

export const FIGURES = ["frequency", "occupancy", "utilisation", "missed"] as const;

export type Figure = (typeof FIGURES)[number];

/**
 * Shares from 0 to 1; null where nothing was open, used or measured, or where it is withheld.
 * @see UK Space Management Group 2006/38: utilisation = frequency × occupancy
 */
export type Shares = {
  frequency: number | null;
  occupancy: number | null;
  utilisation: number | null;
  /** In minutes. */
  used: number;
  isWithheld: boolean;
};

/**
 * @param open minutes a space was open, and for what was sensed those in which somebody counted
 * @param used of these, minutes with somebody in it
 * @param seats minutes times the share of the seats that was taken
 */
export function sharesOf(open: number, used: number, seats: number): Shares {
  return {
    frequency: open > 0 ? used / open : null,
    occupancy: used > 0 ? seats / used : null,
    utilisation: open > 0 ? seats / open : null,
    used,
    isWithheld: false,
  };
}

/** Less time than this is a meeting or two: how many came to them is not told. In minutes. */
const LEAST_MINUTES = 4 * 60;

type Line = { shares: Record<Series, Shares> };

/**
 * Withholds how many came or were counted where that speaks of a meeting or two. Where one line
 * alone is withheld, the total would give it away: the line with the least use after it goes with
 * it. What was booked is in the calendar, and stays.
 *
 * @param lines that add up to a total which is published
 */
export function withholdFew<L extends Line>(lines: L[]): L[] {
  return (["attended", "sensed"] as const).reduce((shown, series) => {
    const inUse = shown
      .filter(({ shares }) => shares[series].used > 0)
      .sort((one, other) => one.shares[series].used - other.shares[series].used);
    const few = inUse.filter(({ shares }) => shares[series].used < LEAST_MINUTES);
    const kept = new Set(few.length === 1 ? inUse.slice(0, 2) : few);
    return shown.map((line) =>
      kept.has(line) ? { ...line, shares: withheld(line.shares, series) } : line,
    );
  }, lines);
}

function withheld(shares: Line["shares"], series: Series): Line["shares"] {
  return {
    ...shares,
    [series]: { ...shares[series], occupancy: null, utilisation: null, isWithheld: true },
  };
}
