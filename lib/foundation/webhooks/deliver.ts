import { setTimeout as wait } from "node:timers/promises";
import { and, eq, lte, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { momentText } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { webhookDeliveries, webhooks } from "#db/schema/webhooks.ts";
import { faultOf } from "#lib/foundation/platform/errors/fault.ts";
import { postSigned } from "#lib/foundation/platform/http/signed-post.ts";
import { log } from "#lib/foundation/platform/logs/log.ts";
import { unseal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";

/** After this many tries, spread over a day and a half, an event waits for "send again". */
export const WEBHOOK_ATTEMPTS = 10;

/** @returns the HTTP status; throws when there was no answer */
export type Post = (message: Parameters<typeof postSigned>[0]) => Promise<number>;

/**
 * Addresses that are spoken to at the same time. One that hangs has one of these places for five
 * seconds a minute.
 */
const AT_ONCE = 32;
/** Events in a row before others have their turn: together shorter than the lease. */
const IN_A_ROW = 8;
const LEASE_SECONDS = 60;
/** How long an address that does not answer at all is left alone. */
const PAUSE_SECONDS = 60;
const IDLE_MS = 1_000;

export type Claimed = { id: string; url: string; secrets: string[] };

type Due = {
  id: string;
  event: string;
  payload: Record<string, unknown>;
  createdAt: string;
  attempts: number;
};

/** Told after each turn of the loop that it went well, or why it did not. */
export type Watch = { well: () => Promise<void>; failed: (error: unknown) => Promise<void> };

const INTO_THE_LOG: Watch = {
  well: async () => {},
  failed: async (error) => log.error({ err: error }, "webhooks"),
};

/**
 * Sends what is due until it is stopped. Each address has its own queue: a dead one delays nobody.
 */
export async function runWebhooks(
  db: Database,
  stop: AbortSignal,
  { post = postSigned, watch = INTO_THE_LOG }: { post?: Post; watch?: Watch } = {},
): Promise<void> {
  const running = new Set<Promise<void>>();
  while (!stop.aborted) {
    const claimed = await claimWebhooks(db, Temporal.Now.instant(), AT_ONCE - running.size).then(
      async (webhooks) => {
        await watch.well();
        return webhooks;
      },
      async (error: unknown) => {
        await watch.failed(error);
        return [];
      },
    );
    for (const webhook of claimed) {
      const run: Promise<void> = deliverTo(db, webhook, post)
        .catch(watch.failed)
        .then(() => void running.delete(run));
      running.add(run);
    }
    await wait(IDLE_MS, undefined, { signal: stop }).catch(() => {});
  }
  await Promise.all(running);
}

/**
 * Takes addresses that have something due, for a minute: no other worker speaks to them meanwhile.
 */
export async function claimWebhooks(
  db: Database,
  now: Temporal.Instant,
  most: number,
): Promise<Claimed[]> {
  if (most <= 0) return [];
  const at = sql`${now.toString()}::timestamptz`;
  const rows = await rowsOf<{
    id: string;
    url: string;
    secret: string;
    oldSecret: string | null;
  }>(
    db,
    sql`
      update webhook set busy_until = ${at} + make_interval(secs => ${LEASE_SECONDS})
      where id in (select id from webhook where active
        and (busy_until is null or busy_until <= ${at})
        and exists (select from webhook_delivery where webhook_id = webhook.id
          and next_attempt_at <= ${at})
        order by busy_until nulls first limit ${most} for update skip locked)
      returning id, url, secret, case when old_secret_until > ${at} then old_secret end as old_secret`,
  );
  return rows.map(({ id, url, secret, oldSecret }) => ({
    id,
    url,
    secrets: [secret, ...(oldSecret ? [oldSecret] : [])].map((sealed) =>
      unseal(authSecret(), sealed),
    ),
  }));
}

/**
 * Sends what one address is owed, oldest first, until it does not answer or others want their turn.
 */
export async function deliverTo(
  db: Database,
  webhook: Claimed,
  post: Post,
  now: () => Temporal.Instant = Temporal.Now.instant,
): Promise<void> {
  let answers = true;
  for (let sent = 0; answers && sent < IN_A_ROW; sent += 1) {
    const due = await nextDue(db, webhook.id, now());
    if (!due) break;
    answers = await deliverOne(db, webhook, due, post, now);
  }
  const free = answers ? now() : now().add({ seconds: PAUSE_SECONDS });
  await db.update(webhooks).set({ busyUntil: free }).where(eq(webhooks.id, webhook.id));
}

async function nextDue(
  db: Database,
  webhookId: string,
  now: Temporal.Instant,
): Promise<Due | undefined> {
  const [due] = await db
    .select({
      id: webhookDeliveries.id,
      event: webhookDeliveries.event,
      payload: webhookDeliveries.payload,
      createdAt: momentText(webhookDeliveries.createdAt),
      attempts: webhookDeliveries.attempts,
    })
    .from(webhookDeliveries)
    .where(
      and(eq(webhookDeliveries.webhookId, webhookId), lte(webhookDeliveries.nextAttemptAt, now)),
    )
    .orderBy(webhookDeliveries.nextAttemptAt, webhookDeliveries.createdAt, webhookDeliveries.id)
    .limit(1);
  return due;
}

/** @returns whether there was an answer at all */
async function deliverOne(
  db: Database,
  { url, secrets }: Claimed,
  { id, event, payload, createdAt, attempts }: Due,
  post: Post,
  now: () => Temporal.Instant,
): Promise<boolean> {
  const body = JSON.stringify({ id, event, createdAt, data: payload });
  const outcome = await post({ url, id, body, secrets }).then(
    (status) => ({ status, fault: status >= 200 && status < 300 ? null : `answered ${status}` }),
    (error: unknown) => ({ status: null, fault: faultOf(error) }),
  );
  const at = now();
  const tries = attempts + 1;
  const next =
    outcome.fault && tries < WEBHOOK_ATTEMPTS ? at.add({ seconds: secondsUntilNext(tries) }) : null;
  await db
    .update(webhookDeliveries)
    .set({
      attempts: tries,
      lastAttemptAt: at,
      deliveredAt: outcome.fault ? null : at,
      nextAttemptAt: next,
      lastStatus: outcome.status,
      lastError: outcome.fault,
    })
    .where(eq(webhookDeliveries.id, id));
  if (outcome.fault)
    log.warn(
      { deliveryId: id, attempts: tries, fault: outcome.fault },
      next ? "webhook not delivered" : "webhook given up",
    );
  return outcome.status !== null;
}

/** 30 seconds, a minute, … up to twelve hours, never all at once. */
function secondsUntilNext(attempts: number): number {
  return Math.round(Math.min(30 * 3 ** (attempts - 1), 12 * 3600) * (1 + Math.random() / 4));
}
