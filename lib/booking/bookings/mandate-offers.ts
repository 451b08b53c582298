import { and, eq, exists, gt, isNull, sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { personView } from "#db/schema/identity.ts";
import { mandateOffers, mandates } from "#db/schema/mandates.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { ownAccount } from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue, messageRows } from "#lib/foundation/platform/queues/outbox.ts";
import { addressee } from "./addressee.ts";

/** Longest time somebody lets somebody else book in their name. */
export const MANDATE_DAYS = [1, 7, 30, 90] as const;

/** An offer waits so many days for a yes. */
const DAYS_TO_ANSWER = 7;
const MOST_AN_HOUR = 10;
const MOST_SHOWN = 50;

/**
 * Asks somebody to book in the actor's name for a time. Nothing is given until they say yes, and
 * whoever asks is answered alike whether somebody has the address or nobody does. A second offer to
 * the same address replaces the first.
 *
 * @throws DomainError invalid for the actor's own address; rate_limited after ten in an hour
 */
export async function offerMandate(
  ctx: Context,
  { email, days }: { email: string; days: (typeof MANDATE_DAYS)[number] },
): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  await limit(ctx, { key: `mandate:${personId}`, attempts: MOST_AN_HOUR, windowMinutes: 60 });
  await transaction(ctx.db, async (db) => {
    const { personId: helperId, addressHash } = await addressee(db, email);
    if (helperId === personId)
      throw new DomainError("invalid", { code: "booking.mandate_for_yourself" });
    const now = sql`${ctx.now.toString()}::timestamptz`;
    const endsAt = sql`${ctx.now.add({ hours: 24 * DAYS_TO_ANSWER }).toString()}::timestamptz`;
    // The letter is queued by the same statement: it takes as long when there is nobody to write
    // to.
    const rows = await rowsOf<{ id: string }>(
      db,
      sql`
        with made as (
          insert into mandate_offer (person_id, helper_id, address_hash, days, ends_at, created_at)
          values (${personId}, ${helperId}::uuid, ${addressHash}, ${days}, ${endsAt}, ${now})
          on conflict (person_id, address_hash) do update set id = excluded.id,
          helper_id = excluded.helper_id,
            days = excluded.days, ends_at = excluded.ends_at, created_at = excluded.created_at
          returning id, helper_id),
        letter as (
          ${messageRows("mandate-offered", sql`select jsonb_build_object('offerId', id), helper_id from made where helper_id is not null`)})
        select id from made`,
    );
    // Whom it was made to is nowhere in the log: its owner reads it.
    await recordAudit(db, {
      actor: ctx.actor,
      action: "mandate.offered",
      spaceId: null,
      subject: rows[0]?.id ?? "",
    });
  });
}

/**
 * Says yes: from now on the actor may book in the other's name, for as long as was offered, and
 * both are told. A mandate between the two that still runs is replaced.
 *
 * @throws DomainError not_found for an offer to somebody else, one that is over, or one of an
 *   account that is closed
 */
export async function acceptMandate(ctx: Context, id: string): Promise<void> {
  const { personId: helperId } = ownAccount(ctx.actor);
  await transaction(ctx.db, async (db) => {
    const { personId, days } = await takeOffer({ ...ctx, db }, id, helperId);
    await db
      .update(mandates)
      .set({ revokedAt: ctx.now })
      .where(
        and(
          eq(mandates.personId, personId),
          eq(mandates.helperId, helperId),
          isNull(mandates.revokedAt),
          gt(mandates.expiresAt, ctx.now),
        ),
      );
    const expiresAt = ctx.now.add({ hours: 24 * days });
    const [mandate] = await db
      .insert(mandates)
      .values({ personId, helperId, expiresAt, createdAt: ctx.now })
      .returning({ id: mandates.id });
    if (!mandate) throw new Error("no mandate came back");
    for (const reader of [personId, helperId])
      await enqueue(db, {
        template: "mandate-accepted",
        personId: reader,
        data: { mandateId: mandate.id },
      });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "mandate.accepted",
      spaceId: null,
      subject: mandate.id,
      data: { for: personId },
    });
  });
}

/** Deletes an open offer to somebody and says what it was. @throws DomainError not_found */
async function takeOffer(
  { db, now }: Context,
  id: string,
  helperId: string,
): Promise<{ personId: string; days: number }> {
  const openAccount = db
    .select({ id: personView.id })
    .from(personView)
    .where(and(eq(personView.id, mandateOffers.personId), isNull(personView.disabledAt)));
  const [offer] = await db
    .delete(mandateOffers)
    .where(
      and(
        eq(mandateOffers.id, id),
        eq(mandateOffers.helperId, helperId),
        gt(mandateOffers.endsAt, now),
        exists(openAccount),
      ),
    )
    .returning({ personId: mandateOffers.personId, days: mandateOffers.days });
  if (!offer) throw offerIsOver();
  return offer;
}

/** Says no. For whoever asked it is as when nobody has the address: it waits until it is over. */
export async function refuseMandate(ctx: Context, id: string): Promise<void> {
  const { personId: helperId } = ownAccount(ctx.actor);
  const { rowCount } = await ctx.db
    .update(mandateOffers)
    .set({ helperId: null })
    .where(
      and(
        eq(mandateOffers.id, id),
        eq(mandateOffers.helperId, helperId),
        gt(mandateOffers.endsAt, ctx.now),
      ),
    );
  if (!rowCount) throw offerIsOver();
}

/**
 * Takes an offer back.
 *
 * @throws DomainError not_found also when it was accepted meanwhile: a mandate is ended instead
 */
export async function withdrawMandateOffer(ctx: Context, id: string): Promise<void> {
  const { personId } = ownAccount(ctx.actor);
  const { rowCount } = await ctx.db
    .delete(mandateOffers)
    .where(and(eq(mandateOffers.id, id), eq(mandateOffers.personId, personId)));
  if (!rowCount) throw offerIsOver();
}

type Waiting = { id: string; days: number; endsAt: Temporal.Instant };

/**
 * Offers the actor made that wait for a yes; of whom they were made to, nothing. The first to end
 * first.
 */
export async function offeredByMe(ctx: Context): Promise<Waiting[]> {
  const { personId } = ownAccount(ctx.actor);
  return ctx.db
    .select({ id: mandateOffers.id, days: mandateOffers.days, endsAt: mandateOffers.endsAt })
    .from(mandateOffers)
    .where(and(eq(mandateOffers.personId, personId), gt(mandateOffers.endsAt, ctx.now)))
    .orderBy(mandateOffers.endsAt, mandateOffers.id)
    .limit(MOST_SHOWN);
}

/** Who would like the actor to book in their name. The first to end first. */
export async function offeredToMe(ctx: Context): Promise<(Waiting & { personName: string })[]> {
  const { personId } = ownAccount(ctx.actor);
  return ctx.db
    .select({
      id: mandateOffers.id,
      days: mandateOffers.days,
      endsAt: mandateOffers.endsAt,
      personName: personView.displayName,
    })
    .from(mandateOffers)
    .innerJoin(personView, eq(personView.id, mandateOffers.personId))
    .where(
      and(
        eq(mandateOffers.helperId, personId),
        gt(mandateOffers.endsAt, ctx.now),
        isNull(personView.disabledAt),
      ),
    )
    .orderBy(mandateOffers.endsAt, mandateOffers.id)
    .limit(MOST_SHOWN);
}

/**
 * Offers that nobody said yes to: whoever made them hears so, alike for every address.
 *
 * @returns how many
 */
export async function lapseMandateOffers(ctx: Context): Promise<number> {
  return transaction(ctx.db, async (db) => {
    const rows = await rowsOf<{ personId: string }>(
      db,
      sql`
        delete from mandate_offer where id in (select id from mandate_offer
          where ends_at <= ${ctx.now.toString()}::timestamptz for update skip locked)
        returning person_id`,
    );
    for (const { personId } of rows)
      await enqueue(db, { template: "mandate-unanswered", personId, data: {} });
    return rows.length;
  });
}

function offerIsOver(): DomainError {
  return new DomainError("not_found", { code: "booking.mandate_offer_is_over" });
}
