/** What was asked for did not come within the time that was given to it. */
export class TooLate extends Error {
  override readonly name = "TooLate";
}

/**
 * Waits so long and no longer. What was asked for goes on: whether and how it ends matters to
 * nobody any more.
 *
 * @throws TooLate
 */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new TooLate(`nothing within ${milliseconds} ms`)),
    milliseconds,
  );
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
