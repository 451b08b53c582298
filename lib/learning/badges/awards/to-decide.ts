import { and, eq, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { awards } from "#db/schema/badges.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, isIn } from "#lib/foundation/identity/permission/policy.ts";

/**
 * How many requests for badges wait for the actor's decision: those that peers are done with, or
 * were not asked about. One's own, and those that one refused before, are for a colleague.
 */
export async function countAwardsToDecide({ actor, db }: Context): Promise<number> {
  const { personId } = authenticated(actor, "badge.award");
  return db.$count(
    awards,
    and(
      or(
        eq(awards.state, "submitted"),
        and(eq(awards.state, "in_review"), isNotNull(awards.handedOverAt)),
      ),
      isIn(actor, "badge.award", sql`space_id`),
      ne(awards.personId, personId),
      or(isNull(awards.refusedBy), ne(awards.refusedBy, personId)),
    ),
  );
}
