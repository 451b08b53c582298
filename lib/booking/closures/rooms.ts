import { cancelWithin } from "#lib/booking/bookings/commands.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { lockForChange, saveResource, unfitBookings } from "#lib/places/spaces/resources.ts";
import type { ResourceRules } from "#lib/places/spaces/schema.ts";
import type { Unfit } from "#lib/places/spaces/unfit.ts";
import { sessionsInTheWay } from "./closures.ts";
import { offerInstead } from "./instead.ts";

/**
 * What shall happen to the bookings that no longer fit: they stay as they are, or are cancelled and
 * something else is offered.
 */
export const UNFIT_DECISIONS = ["keep", "cancel"] as const;

/**
 * @property seen the bookings that were shown: when others no longer fit either, the actor looks
 *   again
 */
export type UnfitDecision = { what: (typeof UNFIT_DECISIONS)[number]; seen: string[] };

/**
 * Changes something that can be booked, and does with the bookings that no longer fit what the
 * actor decided, all in one transaction.
 *
 * @param revision the mark of the rules that the actor saw
 * @returns how many were cancelled, and how many of their people are offered something else
 * @throws DomainError conflict spaces.no_longer_fit, common.changed_meanwhile, or booking.closure_hits_session when a session
 *   would have to be cancelled
 */
export async function changeResource(
  ctx: Context,
  id: string,
  spaceId: string,
  rules: ResourceRules,
  decision: UnfitDecision | null = null,
  revision?: string,
): Promise<{ cancelled: number; offered: number }> {
  authorise(ctx.actor, "space.manage", { spaceId });
  return transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    await lockForChange(within, id, spaceId);
    const unfit = decision ? await unfitBookings(within, id, spaceId, rules) : [];
    await saveResource(within, id, spaceId, rules, decision?.seen, revision);
    if (decision?.what !== "cancel") return { cancelled: 0, offered: 0 };
    await cancelUnfit(within, unfit, rules.outOfServiceReason);
    let offered = 0;
    for (const { id: bookingId } of unfit) if (await offerInstead(within, bookingId)) offered += 1;
    return { cancelled: unfit.length, offered };
  });
}

async function cancelUnfit(ctx: Context, unfit: Unfit[], note: string): Promise<void> {
  for (const { spaceId } of unfit) authorise(ctx.actor, "booking.manage", { spaceId });
  const sessions = sessionsInTheWay(unfit);
  if (sessions) throw new DomainError("conflict", sessions);
  for (const booking of unfit) await cancelWithin(ctx, booking, { note, staysTaken: true });
}
