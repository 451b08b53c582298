import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { awards, peerReviews } from "#db/schema/badges.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { hoursAttended } from "#lib/learning/attendance/hours.ts";
import type { Answer, Facts } from "./rules.ts";

type About = {
  id: string | null;
  personId: string;
  statement: string;
  reviewsEndAt: Temporal.Instant | null;
};

/** What is known of each of these ways to a badge, in their order. Asked of the database for all of them together. */
export async function factsOf(ctx: Context, all: readonly About[]): Promise<Facts[]> {
  const { db, now } = ctx;
  const people = [...new Set(all.map(({ personId }) => personId))];
  if (people.length === 0) return [];
  const hours = await hoursAttended(ctx, people);
  const held = await db
    .select({ personId: awards.personId, classId: awards.classId })
    .from(awards)
    .where(and(inArray(awards.personId, people), eq(awards.state, "issued")));
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
