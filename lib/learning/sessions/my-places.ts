import { and, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { enrolments } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";

/**
 * Of each session or course the actor takes part in, by its id: whether there is a place, or only a
 * turn in the line.
 */
export async function myPlaces(ctx: Context): Promise<Map<string, "enrolled" | "waiting">> {
  const { personId } = authenticated(ctx.actor, "session.enrol");
  const rows = await ctx.db
    .select({
      id: enrolments.sessionId,
      status: sql<"enrolled" | "waiting">`${enrolments.status}`,
    })
    .from(enrolments)
    .where(isHeldBy(personId));
  return new Map(rows.map(({ id, status }) => [id, status]));
}

/** The spaces in which the actor has, or had, a place in sessions; where they had most first. */
export async function spacesOfMyPlaces(ctx: Context): Promise<string[]> {
  const { personId } = authenticated(ctx.actor, "session.enrol");
  const rows = await ctx.db
    .select({ id: enrolments.spaceId })
    .from(enrolments)
    .where(isHeldBy(personId))
    .groupBy(enrolments.spaceId)
    .orderBy(desc(count()), enrolments.spaceId);
  return rows.map(({ id }) => id);
}

function isHeldBy(personId: string): SQL | undefined {
  return and(
    eq(enrolments.personId, personId),
    inArray(enrolments.status, ["enrolled", "waiting"]),
  );
}
