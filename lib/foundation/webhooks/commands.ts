import { eq, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { webhookDeliveries, webhooks } from "#db/schema/webhooks.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import {
  type Guard,
  newSecret,
  PUBLIC_ONLY,
  resolveTarget,
  targetFrom,
} from "#lib/foundation/platform/http/signed-post.ts";
import { seal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import type { WebhookInput } from "./schema.ts";

const MOST_IN_A_SPACE = 10;
/** How long both secrets sign, so that the other side can change over. */
const OVERLAP_HOURS = 24;

/**
 * Tells an address from now on what happens to the bookings of a space.
 *
 * @returns the secret it is signed with: shown now, and never again
 * @throws DomainError invalid when the address is not https, unknown, or leads inside a network
 */
export async function addWebhook(
  ctx: Context,
  spaceId: string,
  { url: text, events }: WebhookInput,
  guard: Guard = PUBLIC_ONLY,
): Promise<{ id: string; secret: string }> {
  authorise(ctx.actor, "space.manage", { spaceId });
  const url = targetFrom(text, guard);
  await resolveTarget(url, guard);
  const secret = newSecret();
  return transaction(ctx.db, async (db) => {
    // Under the lock of the space: two who add at once are counted one after the other.
    const rows = await rowsOf<{ count: number }>(
      db,
      sql`
        select (select count(*)::int from webhook where space_id = ${spaceId}) as count
          from spaces_space space where id = ${spaceId} for update`,
    );
    if ((rows[0]?.count ?? 0) >= MOST_IN_A_SPACE)
      throw new DomainError("conflict", { code: "webhooks.too_many", most: MOST_IN_A_SPACE });
    const [made] = await db
      .insert(webhooks)
      .values({ spaceId, url: url.href, events, secret: seal(authSecret(), secret) })
      .returning({ id: webhooks.id });
    if (!made) throw new Error("no webhook came back");
    await recordAudit(db, { actor: ctx.actor, action: "webhook.added", spaceId, subject: made.id });
    return { id: made.id, secret };
  });
}

/** A new secret; for a day both sign. @returns the new one, shown now and never again */
export async function rotateSecret(ctx: Context, id: string): Promise<{ secret: string }> {
  const { spaceId, secret: old } = await managed(ctx, id);
  const secret = newSecret();
  await transaction(ctx.db, async (db) => {
    await db
      .update(webhooks)
      .set({
        secret: seal(authSecret(), secret),
        oldSecret: old,
        oldSecretUntil: ctx.now.add({ hours: OVERLAP_HOURS }),
      })
      .where(eq(webhooks.id, id));
    await recordAudit(db, {
      actor: ctx.actor,
      action: "webhook.secret_rotated",
      spaceId,
      subject: id,
    });
  });
  return { secret };
}

/** Pauses an address, or sends to it again. Events in between are not sent later. */
export async function setWebhookActive(ctx: Context, id: string, active: boolean): Promise<void> {
  const { spaceId } = await managed(ctx, id);
  await transaction(ctx.db, async (db) => {
    await db.update(webhooks).set({ active }).where(eq(webhooks.id, id));
    await recordAudit(db, {
      actor: ctx.actor,
      action: active ? "webhook.resumed" : "webhook.paused",
      spaceId,
      subject: id,
    });
  });
}

export async function removeWebhook(ctx: Context, id: string): Promise<void> {
  const { spaceId } = await managed(ctx, id);
  await transaction(ctx.db, async (db) => {
    await db.delete(webhooks).where(eq(webhooks.id, id));
    await recordAudit(db, { actor: ctx.actor, action: "webhook.removed", spaceId, subject: id });
  });
}

/** Queues an event that says nothing happened, to see whether the address listens. */
export async function sendTest(ctx: Context, id: string): Promise<void> {
  const { spaceId } = await managed(ctx, id);
  await ctx.db
    .insert(webhookDeliveries)
    .values({ spaceId, webhookId: id, event: "test", payload: { spaceId } });
}

/** Sends an event again, under the id it had: whether it arrived before, or was given up. */
export async function sendAgain(ctx: Context, deliveryId: string): Promise<void> {
  const [delivery] = await ctx.db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, deliveryId));
  if (!delivery) throw new DomainError("not_found", { code: "webhooks.unknown" });
  const { spaceId } = await managed(ctx, delivery.webhookId);
  await transaction(ctx.db, async (db) => {
    await db
      .update(webhookDeliveries)
      .set({ nextAttemptAt: ctx.now, attempts: 0, deliveredAt: null })
      .where(eq(webhookDeliveries.id, deliveryId));
    await recordAudit(db, {
      actor: ctx.actor,
      action: "webhook.sent_again",
      spaceId,
      subject: deliveryId,
    });
  });
}

/** @throws DomainError not_found; forbidden for whoever does not manage its space */
async function managed(ctx: Context, id: string): Promise<typeof webhooks.$inferSelect> {
  const [webhook] = await ctx.db.select().from(webhooks).where(eq(webhooks.id, id));
  if (!webhook) throw new DomainError("not_found", { code: "webhooks.unknown" });
  authorise(ctx.actor, "space.manage", { spaceId: webhook.spaceId });
  return webhook;
}
