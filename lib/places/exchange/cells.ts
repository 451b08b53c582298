/** Squares of a hundredth of a degree around the earth, in a row. */
const IN_A_ROW = 36_000;

/** The square of a hundredth of a degree that a point lies in, about 1.1 by 0.7 kilometres here, as a number. */
export function cellOf(lat: number, lon: number): number {
  return Math.floor((lat + 90) * 100) * IN_A_ROW + Math.floor((lon + 180) * 100);
}

/** What is added to a square's number to have it and those around it: nothing within 700 metres lies elsewhere. */
export const AROUND_CELL = [-1, 0, 1].flatMap((up) =>
  [-2, -1, 0, 1, 2].map((across) => up * IN_A_ROW + across),
);
