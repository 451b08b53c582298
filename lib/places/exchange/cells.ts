/**
 * Squares a quarter of a hundredth of a degree high and four thousandths wide: 278 by 283 metres
 * here.
 */
const UP = 400;
const ACROSS = 250;
/**
 * Squares of a row that have numbers of their own, so that all fit into an integer of the database.
 * Those that share one are a third of the earth apart, and the row is cut where France has no land.
 */
const IN_A_ROW = 29_000;

/** The square that a point lies in, as a number. */
export function cellOf(lat: number, lon: number): number {
  return Math.floor((lat + 90) * UP) * IN_A_ROW + (Math.floor((lon + 180) * ACROSS) % IN_A_ROW);
}

/**
 * What is added to a square's number to have it and those around it: nothing within 250 metres lies
 * elsewhere.
 */
export const AROUND_CELL = [-1, 0, 1].flatMap((up) =>
  [-1, 0, 1].map((across) => up * IN_A_ROW + across),
);
