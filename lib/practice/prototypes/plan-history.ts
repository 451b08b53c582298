/**
 * What can be undone and done again. Every state that was there can be come back to, until
 * something new is done.
 */
export type History<T> = { past: readonly T[]; present: T; future: readonly T[] };

/** More steps back than this nobody remembers. */
const MOST_STEPS = 200;

export function begun<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** What is now there; nothing happens where that is the same as before. */
export function done<T>({ past, present, future }: History<T>, next: T): History<T> {
  if (next === present) return { past, present, future };
  return { past: [...past, present].slice(-MOST_STEPS), present: next, future: [] };
}

/** What is now there, as the same step as the one before: typing a number is one step. */
export function replaced<T>({ past }: History<T>, next: T): History<T> {
  return { past, present: next, future: [] };
}

export function undone<T>({ past, present, future }: History<T>): History<T> {
  const last = past.at(-1);
  return last === undefined
    ? { past, present, future }
    : { past: past.slice(0, -1), present: last, future: [present, ...future] };
}

export function redone<T>({ past, present, future }: History<T>): History<T> {
  const [next, ...rest] = future;
  return next === undefined
    ? { past, present, future }
    : { past: [...past, present], present: next, future: rest };
}
