import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { awards, peerReviews } from "#db/schema/badges.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { hoursAttended } from "#lib/learning/attendance/hours.ts";
import { credentialsOfAwards } from "../credentials/queries.ts";
import { isStanding } from "../credentials/standing.ts";
import type { Answer, Facts } from "./rules.ts";

type About = {
  id: string | null;
  personId: string;
  statement: string;
  reviewsEndAt: Temporal.Instant | null;
};

/**
 * Of awards that were signed, those whose badge counts now: it was not withdrawn, and has not
 * ended.
 */
export async function standingOf<One extends { id: string }>(
  ctx: Pick<Context, "db" | "now">,
  issued: One[],
): Promise<One[]> {
  const signed = await credentialsOfAwards(
    ctx,
    issued.map(({ id }) => id),
  );
  const over = new Set(
    signed.filter((one) => !isStanding(one, ctx.now)).map(({ awardId }) => awardId),
  );
  return issued.filter(({ id }) => !over.has(id));
}

/**
 * What is known of each of these ways to a badge, in their order. Asked of the database for all of
 * them together.
 */
export async function factsOf(ctx: Context, all: readonly About[]): Promise<Facts[]> {
  const { db, now } = ctx;
  const people = [...new Set(all.map(({ personId }) => personId))];
  if (people.length === 0) return [];
  const hours = await hoursAttended(ctx, people);
  const held = await standingOf(
    ctx,
    await db
      .select({ id: awards.id, personId: awards.personId, classId: awards.classId })
      .from(awards)
      .where(and(inArray(awards.personId, people), eq(awards.state, "issued"))),
  );
  const ids = all.flatMap(({ id }) => id ?? []);
  const answered =
    ids.length === 0
      ? []
      : await db
          .select({ awardId: peerReviews.awardId, level: peerReviews.level })
          .from(peerReviews)
          .where(and(inArray(peerReviews.awardId, ids), isNotNull(peerReviews.answeredAt)));
  return all.map(({ id, personId, statement, reviewsEndAt }) => ({
    attended: hours.get(personId) ?? { minutes: 0, sessions: 0, byTopic: {} },
    held: held.filter((one) => one.personId === personId).map(({ classId }) => classId),
    statement,
    answers: answered.filter(({ awardId }) => awardId === id).map(({ level }) => level as Answer),
    isReviewOver: reviewsEndAt !== null && Temporal.Instant.compare(reviewsEndAt, now) <= 0,
  }));
}
