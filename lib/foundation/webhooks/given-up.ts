import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { recordAudit } from "#lib/foundation/identity/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";

const IS_GIVEN_UP = sql`delivery.next_attempt_at is null and delivery.delivered_at is null`;

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
  const rows = await rowsOf<WebhooksState>(
    db,
    sql`
      select count(*) filter (where delivery.next_attempt_at is not null)::int as waiting,
        coalesce(extract(epoch from now() - min(delivery.next_attempt_at) filter
          (where delivery.next_attempt_at < now())), 0)::int as oldest_seconds,
        count(*) filter (where delivery.next_attempt_at is not null
          and delivery.attempts > 0)::int as failing,
        count(*) filter (where ${IS_GIVEN_UP})::int as given_up
      from webhook_delivery delivery join webhook on webhook.id = delivery.webhook_id
        and webhook.active
      where delivery.delivered_at is null`,
  );
  return rows[0] ?? { waiting: 0, oldestSeconds: 0, failing: 0, givenUp: 0 };
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
  const rows = await rowsOf<Omit<FaultyWebhook, "host"> & { url: string }>(
    ctx.db,
    sql`
      select webhook.id as webhook_id, space.name as space, webhook.url, count(*)::int as count,
        coalesce((array_agg(delivery.last_error
        order by delivery.last_attempt_at desc nulls last))[1], '') as fault
      from webhook_delivery delivery join webhook on webhook.id = delivery.webhook_id
        and webhook.active
      join spaces_space space on space.id = webhook.space_id
      where ${IS_GIVEN_UP} group by webhook.id, space.name order by count(*) desc, webhook.id limit ${SHOWN}`,
  );
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
    const { rowCount } = await db.execute(sql`
      update webhook_delivery delivery
      set next_attempt_at = ${ctx.now.toString()}::timestamptz, attempts = 0
      from webhook where webhook.id = delivery.webhook_id and webhook.active and ${IS_GIVEN_UP}
        and ${webhookId ? sql`webhook.id = ${webhookId}::uuid` : sql`true`}`);
    const count = rowCount ?? 0;
    if (count === 0) throw new DomainError("conflict", { code: "operations.nothing_to_send" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "webhook.sent_again",
      spaceId: null,
      subject: webhookId ?? "webhooks",
      data: { count },
    });
    return count;
  });
}
