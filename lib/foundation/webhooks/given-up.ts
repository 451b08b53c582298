import { and, count, desc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { countWhere } from "#db/expressions.ts";
import { spaceView } from "#db/schema/spaces.ts";
import { webhookDeliveries, webhooks } from "#db/schema/webhooks.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";

const IS_GIVEN_UP = and(
  isNull(webhookDeliveries.nextAttemptAt),
  isNull(webhookDeliveries.deliveredAt),
);
const IS_ACTIVE = and(eq(webhooks.id, webhookDeliveries.webhookId), webhooks.active);

export type WebhooksState = {
  waiting: number;
  oldestSeconds: number;
  failing: number;
  givenUp: number;
};

/**
 * How many events wait and were given up, of the last 30 days; those for addresses that are paused
 * do not wait.
 */
export async function webhooksState(db: Database): Promise<WebhooksState> {
  const { nextAttemptAt, attempts, deliveredAt } = webhookDeliveries;
  const [state] = await db
    .select({
      waiting: count(nextAttemptAt),
      oldestSeconds: sql<number>`coalesce(extract(epoch from now() - min(${nextAttemptAt}) filter (where ${nextAttemptAt} < now())), 0)::int`,
      failing: countWhere(and(isNotNull(nextAttemptAt), gt(attempts, 0))),
      givenUp: countWhere(IS_GIVEN_UP),
    })
    .from(webhookDeliveries)
    .innerJoin(webhooks, IS_ACTIVE)
    .where(isNull(deliveredAt));
  return state ?? { waiting: 0, oldestSeconds: 0, failing: 0, givenUp: 0 };
}

export type FaultyWebhook = {
  webhookId: string;
  space: string;
  /** The machine that is told; the rest of its address may hold a secret. */
  host: string;
  count: number;
  /** What became of the newest try. */
  fault: string;
};

const SHOWN = 20;

/** Addresses for which events were given up, the most first. */
export async function webhooksGivenUp(ctx: Context): Promise<FaultyWebhook[]> {
  authorise(ctx.actor, "network.run");
  const { lastError, lastAttemptAt } = webhookDeliveries;
  const rows = await ctx.db
    .select({
      webhookId: webhooks.id,
      space: spaceView.name,
      url: webhooks.url,
      count: count(),
      fault: sql<string>`coalesce((array_agg(${lastError} order by ${lastAttemptAt} desc nulls last))[1], '')`,
    })
    .from(webhookDeliveries)
    .innerJoin(webhooks, IS_ACTIVE)
    .innerJoin(spaceView, eq(spaceView.id, webhooks.spaceId))
    .where(IS_GIVEN_UP)
    .groupBy(webhooks.id, spaceView.name)
    .orderBy(desc(count()), webhooks.id)
    .limit(SHOWN);
  return rows.map(({ url, ...webhook }) => ({ ...webhook, host: new URL(url).host }));
}

/**
 * Has events that were given up tried anew, under the ids they had: of one address, or of all that
 * are active. Those that somebody else has tried again meanwhile are not among them.
 *
 * @returns how many
 * @throws DomainError conflict when there is none
 */
export async function sendEventsAgain(ctx: Context, webhookId: string | null): Promise<number> {
  authorise(ctx.actor, "network.run");
  return transaction(ctx.db, async (db) => {
    const { rowCount } = await db
      .update(webhookDeliveries)
      .set({ nextAttemptAt: ctx.now, attempts: 0 })
      .from(webhooks)
      .where(
        and(IS_ACTIVE, IS_GIVEN_UP, webhookId === null ? undefined : eq(webhooks.id, webhookId)),
      );
    const sent = rowCount ?? 0;
    if (sent === 0) throw new DomainError("conflict", { code: "operations.nothing_to_send" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "webhook.sent_again",
      spaceId: null,
      subject: webhookId ?? "webhooks",
      data: { count: sent },
    });
    return sent;
  });
}
