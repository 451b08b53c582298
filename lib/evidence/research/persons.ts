/** Lines of one session that are alike: how many, and when the session was held. */
export type Held = { start: number; end: number; lines: number };

/** A group of lines that leaves together holds at least so many people. */
export const FEWEST_PERSONS = 5;

/**
 * The fewest people who can have left these lines. Nobody's name stands on a line: somebody who
 * comes every week leaves one each week, but never two in one session, nor one in each of two
 * sessions held at the same time. The most lines that are held at one moment are therefore
 * different people, and fewer people than that are not possible.
 *
 * @param held start and end in any one unit; a session includes its start and excludes its end
 */
export function fewestPersons(held: readonly Held[]): number {
  const steps = held
    .flatMap(({ start, end, lines }) => [
      { at: start, change: lines },
      { at: Math.max(end, start + 1), change: -lines },
    ])
    .sort((one, other) => one.at - other.at || one.change - other.change);
  let now = 0;
  let most = 0;
  for (const { change } of steps) {
    now += change;
    most = Math.max(most, now);
  }
  return most;
}
