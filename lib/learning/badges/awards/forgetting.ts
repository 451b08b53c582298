import { and, eq, inArray, lt } from "drizzle-orm";
import { awards, peerReviews } from "#db/schema/badges.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  sessions: {
    // What peers said of it goes with it.
    badgeRequests: db
      .delete(awards)
      .where(
        and(inArray(awards.state, ["refused", "declined"]), lt(awards.changedAt, over("sessions"))),
      ),
  },
});

/**
 * What they said of the work of others still counts; that it was they, and their words, do not
 * stay.
 */
export const erase: Erase = ({ db, personId }) => [
  db.delete(awards).where(eq(awards.personId, personId)),
  db
    .update(peerReviews)
    .set({ reviewerId: null, comment: "" })
    .where(eq(peerReviews.reviewerId, personId)),
  db.update(awards).set({ decidedBy: null }).where(eq(awards.decidedBy, personId)),
  db.update(awards).set({ refusedBy: null }).where(eq(awards.refusedBy, personId)),
];
