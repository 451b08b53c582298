import { and, asc, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { personView } from "#db/schema/identity.ts";
import { visits } from "#db/schema/presence.ts";
import { sessionView } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { type EnrolledToday, enrolledToday } from "#lib/learning/sessions/at-the-door.ts";
import type { Title } from "#lib/learning/sessions/rules.ts";
import type { Place } from "./visits.ts";

export type Present = {
  id: string;
  personId: string | null;
  displayName: string | null;
  arrivedAt: Temporal.Instant;
  session: Title | null;
  clockCorrected: boolean;
};

/** Who is in the space now, for a helper whose place it is, and who else is expected today. */
export async function presentAt(
  ctx: Context,
  { space }: Place,
): Promise<{ present: Present[]; expected: EnrolledToday[] }> {
  const present = await ctx.db
    .select({
      id: visits.id,
      personId: visits.personId,
      displayName: personView.displayName,
      arrivedAt: visits.arrivedAt,
      session: sessionView.title,
      clockCorrected: visits.clockCorrected,
    })
    .from(visits)
    .leftJoin(personView, eq(personView.id, visits.personId))
    .leftJoin(sessionView, eq(sessionView.id, visits.sessionId))
    .where(and(eq(visits.spaceId, space.id), isNull(visits.leftAt)))
    .orderBy(asc(visits.arrivedAt), asc(visits.id));
  const here = new Set(present.map(({ personId }) => personId));
  const enrolled = await enrolledToday(ctx.db, {
    spaceId: space.id,
    timeZone: space.timeZone,
    now: ctx.now,
  });
  return { present, expected: enrolled.filter(({ personId }) => !here.has(personId)) };
}

/** Since when the actor is checked in at a space, or null. */
export async function hereSince(ctx: Context, spaceId: string): Promise<Temporal.Instant | null> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  const [visit] = await ctx.db
    .select({ arrivedAt: visits.arrivedAt })
    .from(visits)
    .where(and(eq(visits.personId, personId), eq(visits.spaceId, spaceId), isNull(visits.leftAt)));
  return visit?.arrivedAt ?? null;
}

/** Whether a person came in with this code before, and if so, whether they left since. */
export async function usedCode(
  db: Database,
  { personId, spaceId, codeStep }: { personId: string; spaceId: string; codeStep: number },
): Promise<"here" | "left" | null> {
  const [visit] = await db
    .select({ leftAt: visits.leftAt })
    .from(visits)
    .where(
      and(
        eq(visits.personId, personId),
        eq(visits.spaceId, spaceId),
        eq(visits.codeStep, codeStep),
      ),
    );
  if (!visit) return null;
  return visit.leftAt ? "left" : "here";
}
