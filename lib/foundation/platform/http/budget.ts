import { DomainError } from "../errors/errors.ts";

/**
 * Work that one asker may have saved up, and what comes back each second: one thing at a time never
 * runs out.
 */
const MOST_MS = 60_000;
const BACK_PER_SECOND_MS = 1_000;
/** Askers that are remembered; whoever has nothing to pay back is forgotten first. */
const MOST_ASKERS = 10_000;

/**
 * Budgets of work, by what it costs: each asker pays with the time that their questions took. What
 * is dear is thereby rarer than what is cheap, and one asker cannot keep this process from the
 * others. Counted in the process whose work it is.
 *
 * @param clock milliseconds that only go on
 */
export function budgets({ most = MOST_MS, clock = () => performance.now() } = {}) {
  const askers = new Map<string, { spent: number; at: number }>();

  const spentBy = (asker: string) => {
    const known = askers.get(asker);
    if (!known) return 0;
    return Math.max(0, known.spent - ((clock() - known.at) * BACK_PER_SECOND_MS) / 1000);
  };

  /** @throws DomainError rate_limited when what was asked before is not paid back yet */
  return async <T>(asker: string, work: () => Promise<T>): Promise<T> => {
    const spent = spentBy(asker);
    if (spent >= most)
      throw new DomainError("rate_limited", {
        code: "identity.too_many",
        minutes: Math.max(1, Math.ceil((spent - most) / BACK_PER_SECOND_MS / 60)),
      });
    const began = clock();
    try {
      return await work();
    } finally {
      askers.set(asker, { spent: spentBy(asker) + clock() - began, at: clock() });
      if (askers.size > MOST_ASKERS)
        for (const known of askers.keys()) {
          if (askers.size <= MOST_ASKERS && spentBy(known) > 0) break;
          askers.delete(known);
        }
    }
  };
}
