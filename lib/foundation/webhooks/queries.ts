import { and, count, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { countWhere } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { webhookDeliveries, webhooks } from "#db/schema/webhooks.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";

export type Webhook = {
  id: string;
  url: string;
  events: string[];
  active: boolean;
  /** Events that have not arrived yet, and those that were given up, of the last 30 days. */
  waiting: number;
  givenUp: number;
};

/**
 * The addresses that are told about a space, in the order they were added. Their secrets are shown
 * to nobody.
 */
export async function webhooksOf(ctx: Context, spaceId: string): Promise<Webhook[]> {
  authorise(ctx.actor, "space.manage", { spaceId });
  return ctx.db
    .select({
      id: webhooks.id,
      url: webhooks.url,
      events: webhooks.events,
      active: webhooks.active,
      waiting: count(webhookDeliveries.nextAttemptAt),
      givenUp: countWhere(
        and(
          isNotNull(webhookDeliveries.id),
          isNull(webhookDeliveries.nextAttemptAt),
          isNull(webhookDeliveries.deliveredAt),
        ),
      ),
    })
    .from(webhooks)
    .leftJoin(webhookDeliveries, eq(webhookDeliveries.webhookId, webhooks.id))
    .where(eq(webhooks.spaceId, spaceId))
    .groupBy(webhooks.id)
    .orderBy(webhooks.createdAt, webhooks.id);
}

export type Delivery = {
  id: string;
  event: string;
  bookingId: string | null;
  url: string;
  createdAt: string;
  attempts: number;
  state: "waiting" | "delivered" | "givenUp";
  /** The next try, while it waits. */
  nextAttemptAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
};

const LOGGED = 30;

/** The newest events of a space's addresses, and what became of each. */
export async function deliveriesOf(ctx: Context, spaceId: string): Promise<Delivery[]> {
  authorise(ctx.actor, "space.manage", { spaceId });
  const rows = await rowsOf<Delivery>(
    ctx.db,
    sql`
      select newest.* from webhook hook cross join lateral (
        select delivery.id, event, booking_id, hook.url,
          to_json(delivery.created_at) #>> '{}' as created_at,
          attempts, to_json(next_attempt_at) #>> '{}' as next_attempt_at, last_status, last_error,
          case when next_attempt_at is not null then 'waiting'
            when delivered_at is not null then 'delivered' else 'givenUp' end as state
        from webhook_delivery delivery where delivery.webhook_id = hook.id
        order by delivery.created_at desc limit ${LOGGED}) newest
      where hook.space_id = ${spaceId} order by newest.created_at desc, newest.id limit ${LOGGED}`,
  );
  return rows;
}
