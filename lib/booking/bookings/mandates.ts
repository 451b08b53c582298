import { and, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { momentText } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { personView } from "#db/schema/identity.ts";
import { mandates } from "#db/schema/mandates.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";

export type Mandate = {
  id: string;
  personName: string;
  helperName: string;
  /** Whether the actor is the one who helps. */
  isHelper: boolean;
  expiresAt: string;
};

/**
 * Ids of the people in whose name somebody may book now. Whatever asks for mandates asks here: one
 * that was offered only is in no row of this table, and one for an account that is closed gives
 * nothing.
 */
export function helpedBy(helperId: string, now: Temporal.Instant): SQL {
  return sql`(select mandate.person_id from mandate join identity_person helped
    on helped.id = mandate.person_id
    where mandate.helper_id = ${helperId} and mandate.revoked_at is null
      and helped.disabled_at is null
      and mandate.expires_at > ${now.toString()}::timestamptz)`;
}

/** Whether the actor may book in somebody's name today. */
export async function actsFor(ctx: Context, personId: string): Promise<boolean> {
  const { personId: helperId } = authenticated(
    ctx.actor,
    "booking.request",
    "booking.manage",
    "session.plan",
  );
  const rows = await rowsOf<{ isHelper: boolean }>(
    ctx.db,
    sql`select ${personId}::uuid in ${helpedBy(helperId, ctx.now)} as is_helper`,
  );
  return rows[0]?.isHelper ?? false;
}

/** Mandates the actor gave or holds, the soonest to end first. */
export async function myMandates(ctx: Context): Promise<Mandate[]> {
  const { personId } = authenticated(ctx.actor);
  const helper = alias(personView, "helper");
  return ctx.db
    .select({
      id: mandates.id,
      personName: personView.displayName,
      helperName: helper.displayName,
      isHelper: sql<boolean>`${mandates.helperId} = ${personId}`,
      expiresAt: momentText(mandates.expiresAt),
    })
    .from(mandates)
    .innerJoin(personView, eq(personView.id, mandates.personId))
    .innerJoin(helper, eq(helper.id, mandates.helperId))
    .where(and(isBetween(personId), isNull(mandates.revokedAt), gt(mandates.expiresAt, ctx.now)))
    .orderBy(mandates.expiresAt, mandates.id);
}

/** A mandate that somebody gave or holds. */
function isBetween(personId: string): SQL | undefined {
  return or(eq(mandates.personId, personId), eq(mandates.helperId, personId));
}

/** Either of the two ends it, at once; both get a message. Idempotent. */
export async function endMandate(ctx: Context, id: string): Promise<void> {
  const { personId } = authenticated(ctx.actor);
  await transaction(ctx.db, async (db) => {
    const [ended] = await db
      .update(mandates)
      .set({ revokedAt: ctx.now })
      .where(and(eq(mandates.id, id), isNull(mandates.revokedAt), isBetween(personId)))
      .returning({
        personId: mandates.personId,
        helperId: mandates.helperId,
        expiresAt: mandates.expiresAt,
      });
    if (!ended) return;
    await recordAudit(db, {
      actor: ctx.actor,
      action: "mandate.ended",
      spaceId: null,
      subject: id,
    });
    if (Temporal.Instant.compare(ended.expiresAt, ctx.now) <= 0) return;
    for (const reader of [ended.personId, ended.helperId])
      await enqueue(db, { template: "mandate-ended", personId: reader, data: { mandateId: id } });
  });
}
