import { budgets } from "#lib/foundation/platform/http/budget.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import type { Context } from "../context.ts";
import { blockOf } from "../sign-in/rate-limits.ts";

// Next evaluates a module once per bundle; the budgets are one set per process.
const shared = globalThis as { triviumBudgets?: ReturnType<typeof budgets> };

/**
 * Runs what is dear to answer, searches and feeds, within the budget of whoever asks: a person, or
 * for visitors the block of addresses they come from. Jobs and the command line have none.
 *
 * @throws DomainError rate_limited
 */
export function withinBudget<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  if (!ctx.client) return work();
  shared.triviumBudgets ??= budgets({ most: settings().workBudgetSeconds * 1_000 });
  const asker = ctx.actor.kind === "person" ? ctx.actor.personId : blockOf(ctx);
  return shared.triviumBudgets(asker, work);
}
