import { DomainError } from "../errors/errors.ts";

/**
 * Runs at most so many at once; others wait in order, and who finds too many waiting is told so at
 * once.
 *
 * @returns what runs one; it throws DomainError busy when the queue is full
 */
export function inTurn({ atOnce, waiting: most }: { atOnce: number; waiting: number }) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running += 1;
    else {
      if (waiting.length >= most) throw new DomainError("busy", { code: "common.busy" });
      // Whoever ends hands over the place: nobody new comes between.
      await new Promise<void>((go) => waiting.push(go));
    }
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
