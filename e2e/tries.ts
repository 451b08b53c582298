type Run = { project: { name: string }; repeatEachIndex: number; retry: number };

/**
 * A journey is tried at most so many times: once, and once more where somebody asks for it with
 * `--retries=1`.
 */
const TRIES = 2;

/**
 * Which time a journey is walked on this database: 0, then a number of its own for each second try
 * and each repetition. What a journey makes is named and dated by it, so that what an earlier one
 * left is in nobody's way.
 */
export function tryOf({ repeatEachIndex, retry }: Omit<Run, "project">): number {
  return repeatEachIndex * TRIES + retry;
}

/**
 * The screen and the try: a part of the name of whatever a journey makes. None is the beginning of
 * another's.
 */
export function markOf(run: Run): string {
  return `${run.project.name} ${tryOf(run)}.`;
}

/** The end of an address for mail that nobody else has. */
export function ownAddress(run: Run): string {
  return `${run.project.name}-${tryOf(run)}@trivium.test`;
}
