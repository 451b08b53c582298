import { type SQL, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { recordAudit } from "#lib/foundation/identity/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/policy.ts";
import { enqueue } from "#lib/foundation/platform/outbox.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";

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
  const rows = await rowsOf<Mandate>(
    ctx.db,
    sql`
      select mandate.id, person.display_name as person_name, helper.display_name as helper_name,
        mandate.helper_id = ${personId} as is_helper,
        to_json(mandate.expires_at) #>> '{}' as expires_at
      from mandate join identity_person person on person.id = mandate.person_id
        join identity_person helper
        on helper.id = mandate.helper_id
      where ${personId}::uuid in (mandate.person_id, mandate.helper_id)
        and mandate.revoked_at is null
        and mandate.expires_at > ${ctx.now.toString()}::timestamptz
      order by mandate.expires_at, mandate.id`,
  );
  return rows;
}

/** Either of the two ends it, at once; both get a message. Idempotent. */
export async function endMandate(ctx: Context, id: string): Promise<void> {
  const { personId } = authenticated(ctx.actor);
  const now = sql`${ctx.now.toString()}::timestamptz`;
  await transaction(ctx.db, async (db) => {
    const rows = await rowsOf<{ personId: string; helperId: string; isOver: boolean }>(
      db,
      sql`
        update mandate set revoked_at = ${now}
        where id = ${id} and revoked_at is null and ${personId}::uuid in (person_id, helper_id)
        returning person_id, helper_id, expires_at <= ${now} as is_over`,
    );
    const [ended] = rows;
    if (!ended) return;
    await recordAudit(db, {
      actor: ctx.actor,
      action: "mandate.ended",
      spaceId: null,
      subject: id,
    });
    if (ended.isOver) return;
    for (const reader of [ended.personId, ended.helperId])
      await enqueue(db, { template: "mandate-ended", personId: reader, data: { mandateId: id } });
  });
}
