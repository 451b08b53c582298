import { and, eq, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { awards, peerReviews } from "#db/schema/badges.ts";
import { recordAudit } from "#lib/foundation/identity/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { enqueue } from "#lib/foundation/platform/outbox.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { standingOf } from "./facts.ts";
import { type Candidate, reviewersFor } from "./rules.ts";
import type { PeerAnswer } from "./schema.ts";

type Award = Pick<typeof awards.$inferSelect, "id" | "classId" | "personId" | "spaceId">;

/**
 * Asks those who hold the badge to look, as `reviewersFor` chooses them. Who was asked for this
 * award before is asked again, and their earlier answer counts no more. There may be fewer than
 * wanted: when the time is over, a mentor decides; where nobody can be asked, as for the first who
 * earns a badge, that is at once.
 */
export async function askPeers(ctx: Context, award: Award, asked: number): Promise<void> {
  await writeQuestions(ctx, award, asked);
  const { db, now } = ctx;
  const reviewers = await db
    .select({ personId: peerReviews.reviewerId })
    .from(peerReviews)
    .where(and(eq(peerReviews.awardId, award.id), isNotNull(peerReviews.reviewerId)))
    .orderBy(peerReviews.id);
  for (const { personId } of reviewers)
    if (personId)
      await enqueue(db, { template: "badge-look-along", personId, data: { awardId: award.id } });
  if (reviewers.length === 0)
    await db.update(awards).set({ reviewsEndAt: now }).where(eq(awards.id, award.id));
}

async function writeQuestions(ctx: Context, award: Award, asked: number): Promise<void> {
  const { db, now } = ctx;
  await db
    .update(peerReviews)
    .set({ answeredAt: null, level: null, askedAt: now })
    .where(eq(peerReviews.awardId, award.id));
  const stillThere = and(eq(peerReviews.awardId, award.id), isNotNull(peerReviews.reviewerId));
  const again = await db.$count(peerReviews, stillThere);
  const { id: awardId, classId, personId: learnerId, spaceId } = award;
  const chosen = await choosePeers(ctx, award, Math.max(0, asked - again));
  if (chosen.length === 0) return;
  // Two who apply at once may choose each other: the constraint lets the first of both be.
  await db
    .insert(peerReviews)
    .values(
      chosen.map((reviewer) => ({
        awardId,
        classId,
        learnerId,
        reviewerId: reviewer.personId,
        isFromElsewhere: reviewer.spaceId !== spaceId,
        askedAt: now,
      })),
    )
    .onConflictDoNothing();
}

/** Of those who hold the badge, whom to ask beside those who were asked. */
async function choosePeers(
  ctx: Context,
  { classId, personId: learnerId, spaceId }: Award,
  asked: number,
): Promise<Candidate[]> {
  const { db } = ctx;
  const holders = await standingOf(
    ctx,
    await db
      .select({ id: awards.id, personId: awards.personId, spaceId: awards.spaceId })
      .from(awards)
      .where(
        and(
          eq(awards.classId, classId),
          eq(awards.state, "issued"),
          ne(awards.personId, learnerId),
        ),
      ),
  );
  const met = await db
    .select({ learnerId: peerReviews.learnerId, reviewerId: peerReviews.reviewerId })
    .from(peerReviews)
    .where(
      and(
        eq(peerReviews.classId, classId),
        or(eq(peerReviews.learnerId, learnerId), eq(peerReviews.reviewerId, learnerId)),
      ),
    );
  const pairs = met.flatMap((one) => [one.learnerId, one.reviewerId ?? ""]);
  const regions = new Map((await spacesByName(ctx)).map(({ id, region }) => [id, region]));
  const load = await loadOf(
    ctx,
    holders.map(({ personId }) => personId),
  );
  return reviewersFor(
    { learnerId, spaceId, region: regions.get(spaceId) ?? "", asked },
    holders.map((holder) => ({
      open: 0,
      lastAskedAt: null,
      ...holder,
      ...load.get(holder.personId),
      region: regions.get(holder.spaceId) ?? "",
    })),
    pairs,
  );
}

/** What these people were asked to look at, of any badge, and when last; none for who never was. */
async function loadOf({ db }: Context, personIds: string[]) {
  const rows = await db
    .select({
      personId: peerReviews.reviewerId,
      askedAt: peerReviews.askedAt,
      isOpen: sql<boolean>`${peerReviews.answeredAt} is null and ${awards.state} = 'in_review'`,
    })
    .from(peerReviews)
    .innerJoin(awards, eq(awards.id, peerReviews.awardId))
    .where(inArray(peerReviews.reviewerId, personIds))
    .orderBy(peerReviews.askedAt);
  const found = new Map<string, Pick<Candidate, "open" | "lastAskedAt">>();
  for (const { personId, askedAt, isOpen } of rows)
    if (personId)
      found.set(personId, {
        open: (found.get(personId)?.open ?? 0) + Number(isOpen),
        lastAskedAt: askedAt,
      });
  return found;
}

/**
 * A peer says how far it is. What they write is for the learner and the staff of the space.
 *
 * @throws DomainError not_found for what they were not asked; conflict when they answered, or it is
 *   decided
 */
export async function answerReview(
  ctx: Context,
  { id, level, comment }: PeerAnswer,
): Promise<void> {
  const { personId } = authenticated(ctx.actor, "badge.earn");
  await transaction(ctx.db, async (db) => {
    const [review] = await db
      .select({ awardId: peerReviews.awardId })
      .from(peerReviews)
      .where(and(eq(peerReviews.id, id), eq(peerReviews.reviewerId, personId)));
    if (!review) throw new DomainError("not_found", { code: "badges.unknown_review" });
    // The award first, as whoever decides on it: the answer counts in full, or comes too late.
    const [award] = await db
      .select()
      .from(awards)
      .where(eq(awards.id, review.awardId))
      .for("update");
    if (award?.state !== "in_review")
      throw new DomainError("conflict", { code: "badges.decided_already" });
    const answered = await db
      .update(peerReviews)
      .set({ level, comment, answeredAt: ctx.now })
      .where(and(eq(peerReviews.id, id), isNull(peerReviews.answeredAt)));
    if (answered.rowCount === 0)
      throw new DomainError("conflict", { code: "badges.answered_already" });
    // Whoever reads the request now decides on it with this answer.
    await db
      .update(awards)
      .set({ revision: sql`${awards.revision} + 1`, changedAt: ctx.now })
      .where(eq(awards.id, review.awardId));
    await recordAudit(db, {
      actor: ctx.actor,
      action: "badge.reviewed",
      spaceId: award.spaceId,
      subject: id,
    });
  });
}
