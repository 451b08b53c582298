import { eq, or } from "drizzle-orm";
import { awards, peerReviews } from "#db/schema/badges.ts";
import type { OwnData } from "#lib/module.ts";

/**
 * What somebody applied for, what they said of others' work, and on what they decided: of others
 * never who.
 */
export const awardsOf: OwnData = async ({ db, personId }) => ({
  badgeRequests: await db
    .select({
      id: awards.id,
      badge: awards.classId,
      space: awards.spaceId,
      state: awards.state,
      statement: awards.statement,
      answer: awards.note,
      counted: awards.met,
      level: awards.level,
      createdAt: awards.createdAt,
      changedAt: awards.changedAt,
      acceptedAt: awards.acceptedAt,
      accepted: awards.acceptedHow,
      appeal: awards.appeal,
      appealedAt: awards.appealedAt,
    })
    .from(awards)
    .where(eq(awards.personId, personId))
    .orderBy(awards.createdAt, awards.id),
  badgeReviews: await db
    .select({
      badge: peerReviews.classId,
      askedAt: peerReviews.askedAt,
      answeredAt: peerReviews.answeredAt,
      level: peerReviews.level,
      comment: peerReviews.comment,
    })
    .from(peerReviews)
    .where(eq(peerReviews.reviewerId, personId))
    .orderBy(peerReviews.askedAt, peerReviews.id),
  badgesDecidedOn: await db
    .select({
      id: awards.id,
      badge: awards.classId,
      space: awards.spaceId,
      state: awards.state,
      at: awards.decidedAt,
    })
    .from(awards)
    .where(or(eq(awards.decidedBy, personId), eq(awards.refusedBy, personId)))
    .orderBy(awards.decidedAt, awards.id),
});
