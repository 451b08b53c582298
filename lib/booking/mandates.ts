import { sql } from "drizzle-orm";
import { mandates } from "#db/schema/booking.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { authenticated, ownAccount } from "#lib/identity/policy.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { transaction } from "#lib/platform/transaction.ts";

/** Longest time somebody lets somebody else book in their name. */
export const MANDATE_DAYS = [1, 7, 30, 90] as const;

export type Mandate = {
  id: string;
  personName: string;
  helperName: string;
  /** Whether the actor is the one who helps. */
  isHelper: boolean;
  expiresAt: string;
};

/** Lets somebody book in the actor's name for a time. @throws DomainError not_found when nobody has this address */
export async function giveMandate(
  ctx: Context,
  { email, days }: { email: string; days: (typeof MANDATE_DAYS)[number] },
): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  await transaction(ctx.db, async (db) => {
    const helperId = await personByEmail({ ...ctx, db }, email);
    if (helperId === personId) throw new DomainError("invalid", { code: "booking.mandate_for_yourself" });
    const expiresAt = ctx.now.add({ hours: 24 * days });
    const [mandate] = await db.insert(mandates).values({ personId, helperId, expiresAt }).returning();
    await recordAudit(db, {
      actor: ctx.actor,
      action: "mandate.given",
      spaceId: null,
      subject: mandate?.id ?? "",
      data: { helper: helperId },
    });
  });
}

/** Either of the two ends it, at once. */
export async function endMandate(ctx: Context, id: string): Promise<void> {
  const { personId } = authenticated(ctx.actor);
  await transaction(ctx.db, async (db) => {
    const { rowCount } =
      await db.execute(sql`update mandate set revoked_at = ${ctx.now.toString()}::timestamptz
      where id = ${id} and revoked_at is null and ${personId}::uuid in (person_id, helper_id)`);
    if (rowCount)
      await recordAudit(db, { actor: ctx.actor, action: "mandate.ended", spaceId: null, subject: id });
  });
}

/** Mandates the actor gave or holds, the soonest to end first. */
export async function myMandates(ctx: Context): Promise<Mandate[]> {
  const { personId } = authenticated(ctx.actor);
  const { rows } = await ctx.db.execute<Mandate>(sql`
    select mandate.id, person.display_name as "personName", helper.display_name as "helperName",
      mandate.helper_id = ${personId} as "isHelper", to_json(mandate.expires_at) #>> '{}' as "expiresAt"
    from mandate join person on person.id = mandate.person_id join person helper on helper.id = mandate.helper_id
    where ${personId}::uuid in (mandate.person_id, mandate.helper_id) and mandate.revoked_at is null
      and mandate.expires_at > ${ctx.now.toString()}::timestamptz
    order by mandate.expires_at, mandate.id`);
  return rows;
}

/** Whether the actor may book in somebody's name today. */
export async function actsFor(ctx: Context, personId: string): Promise<boolean> {
  const { personId: helperId } = authenticated(
    ctx.actor,
    "booking.request",
    "booking.manage",
    "session.plan",
  );
  const { rows } =
    await ctx.db.execute(sql`select from mandate where person_id = ${personId} and helper_id = ${helperId}
    and revoked_at is null and expires_at > ${ctx.now.toString()}::timestamptz limit 1`);
  return rows.length > 0;
}

/** @throws DomainError not_found */
export async function personByEmail({ db }: Context, email: string): Promise<string> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select id from person where lower(email) = lower(${email.trim()}) and disabled_at is null`,
  );
  const [person] = rows;
  if (!person) throw new DomainError("not_found", { code: "booking.nobody_with_address" });
  return person.id;
}
