import { and, eq, sql } from "drizzle-orm";
import { bookingQuotas } from "#db/schema/allocation.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { missedAllowedIn, writeMissedAllowed } from "#lib/places/spaces/missed-allowed.ts";
import type { QuotaInput } from "./schema.ts";

export type Quota = {
  id: string;
  counts: "person" | "organisation";
  role: string | null;
  period: "day" | "week" | "month" | "ahead";
  maxBookings: number | null;
  maxHours: number | null;
};

export type Limits = { quotas: Quota[]; missedAllowed: number | null };

/** How much may be booked in a space, and how often missed: for its managers. */
export async function limitsOf(ctx: Context, spaceId: string): Promise<Limits> {
  authorise(ctx.actor, "space.manage", { spaceId });
  const quotas = await ctx.db
    .select({
      id: bookingQuotas.id,
      counts: sql<Quota["counts"]>`${bookingQuotas.counts}`,
      role: bookingQuotas.role,
      period: sql<Quota["period"]>`${bookingQuotas.period}`,
      maxBookings: bookingQuotas.maxBookings,
      maxHours: bookingQuotas.maxHours,
    })
    .from(bookingQuotas)
    .where(eq(bookingQuotas.spaceId, spaceId))
    .orderBy(bookingQuotas.createdAt, bookingQuotas.id);
  return { quotas, missedAllowed: await missedAllowedIn(ctx.db, spaceId) };
}

/** A limit from now on: what is booked already stays booked. */
export async function addQuota(ctx: Context, spaceId: string, input: QuotaInput): Promise<void> {
  authorise(ctx.actor, "space.manage", { spaceId });
  if (input.maxBookings === null && input.maxHours === null)
    throw new DomainError("invalid", { code: "booking.quota_of_nothing" });
  await transaction(ctx.db, async (db) => {
    const [quota] = await db
      .insert(bookingQuotas)
      .values({ ...input, spaceId })
      .returning({ id: bookingQuotas.id });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "quota.added",
      spaceId,
      subject: quota?.id ?? "",
    });
  });
}

export async function removeQuota(ctx: Context, spaceId: string, id: string): Promise<void> {
  authorise(ctx.actor, "space.manage", { spaceId });
  await transaction(ctx.db, async (db) => {
    const { rowCount } = await db
      .delete(bookingQuotas)
      .where(and(eq(bookingQuotas.id, id), eq(bookingQuotas.spaceId, spaceId)));
    if (!rowCount) throw new DomainError("not_found", { code: "common.no_address" });
    await recordAudit(db, { actor: ctx.actor, action: "quota.removed", spaceId, subject: id });
  });
}

/** How many bookings somebody may miss in 90 days; null when nobody counts. */
export async function setMissedAllowed(
  ctx: Context,
  spaceId: string,
  allowed: number | null,
): Promise<void> {
  authorise(ctx.actor, "space.manage", { spaceId });
  await transaction(ctx.db, async (db) => {
    await writeMissedAllowed(db, spaceId, allowed);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "space.missed_allowed",
      spaceId,
      subject: spaceId,
      data: { allowed },
    });
  });
}
