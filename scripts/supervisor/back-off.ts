const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** What ran for so long had begun well: its next death is counted as its first. */
const WELL_MS = 60_000;

/**
 * How long to wait before something that died is started again: half a second, then twice as long
 * each time, half a minute at most. Begins anew with what ran for a minute.
 */
export class BackOff {
  #deaths = 0;

  /**
   * @param ranForMs how long it has run before it died
   * @returns milliseconds to wait
   */
  next(ranForMs: number): number {
    if (ranForMs >= WELL_MS) this.#deaths = 0;
    const delay = Math.min(FIRST_MS * 2 ** this.#deaths, LONGEST_MS);
    this.#deaths += 1;
    return delay;
  }
}
