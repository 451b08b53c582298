import { randomUUID } from "node:crypto";
import { and, eq, gt, inArray, isNull, lte, ne, notInArray, or, type SQL, sql } from "drizzle-orm";
import { awards, peerReviews } from "#db/schema/badges.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { withOpenAccount } from "#lib/foundation/identity/people/names.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import type { Job } from "#lib/module.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { versionsById } from "../classes/queries.ts";
import { factsOf, standingOf } from "./facts.ts";
import { writeToStaff } from "./notify.ts";
import { type Candidate, isMet, reviewersFor } from "./rules.ts";
import type { PeerAnswer } from "./schema.ts";

type Award = Pick<typeof awards.$inferSelect, "id" | "classId" | "personId" | "spaceId">;

/**
 * Asks those who hold the badge to look, as `reviewersFor` chooses them. Who was asked for this
 * award before and can still look is asked again, and their earlier answer counts no more. There may
 * be fewer than wanted: when the time is over, a mentor decides; where nobody can be asked, as for
 * the first who earns a badge, that is at once.
 */
export async function askPeers(ctx: Context, award: Award, asked: number): Promise<void> {
  const { db, now } = ctx;
  const ofAward = eq(peerReviews.awardId, award.id);
  await db.update(peerReviews).set({ answeredAt: null, level: null, askedAt: now }).where(ofAward);
  const holders = await holdersFor(ctx, award);
  await letGo(ctx, award, holders);
  const again = await db
    .select({ personId: peerReviews.reviewerId })
    .from(peerReviews)
    .where(ofAward)
    .orderBy(peerReviews.id);
  await askToLook(ctx, award, again);
  await askMore(ctx, award, { asked: asked - again.length, holders });
}

/**
 * Asks others in place of those who can look no more: they were erased, their account is closed, or
 * their badge counts no more; what they answered before stays. Where the time for peers is over,
 * staff are told that they decide.
 */
export const lookAfterPeers: Job = async (db, now) => {
  const waiting = await db
    .selectDistinct({ id: awards.id })
    .from(awards)
    .innerJoin(peerReviews, eq(peerReviews.awardId, awards.id))
    .where(
      and(
        eq(awards.state, "in_review"),
        isNull(awards.handedOverAt),
        gt(awards.reviewsEndAt, now),
        isNull(peerReviews.answeredAt),
      ),
    )
    .orderBy(awards.id);
  let replaced = 0;
  for (const { id } of waiting)
    replaced += await transaction(db, (tx) =>
      replaceGone({ actor: SYSTEM, now, db: tx, requestId: randomUUID() }, id),
    );
  const handedOver = await transaction(db, (tx) =>
    handOver({ db: tx, now }, lte(awards.reviewsEndAt, now)),
  );
  return { replaced, handedOver };
};

const SYSTEM = { kind: "system", name: "badge-peers" } as const;

async function replaceGone(ctx: Context, id: string): Promise<number> {
  const [award] = await ctx.db
    .select()
    .from(awards)
    .where(and(eq(awards.id, id), eq(awards.state, "in_review")))
    .for("update");
  if (!award) return 0;
  const holders = await holdersFor(ctx, award);
  const gone = await letGo(ctx, award, holders);
  if (gone > 0) await askMore(ctx, award, { asked: gone, holders });
  return gone;
}

/** Drops the questions that nobody can answer now. @returns how many they were */
async function letGo(
  { db }: Context,
  { id: awardId }: Award,
  holders: readonly Holder[],
): Promise<number> {
  const there = holders.map(({ personId }) => personId);
  const gone = await db
    .delete(peerReviews)
    .where(
      and(
        eq(peerReviews.awardId, awardId),
        isNull(peerReviews.answeredAt),
        or(isNull(peerReviews.reviewerId), notInArray(peerReviews.reviewerId, there)),
      ),
    );
  return gone.rowCount ?? 0;
}

/** Asks so many more; where nobody is left to answer, the time for peers ends now. */
async function askMore(
  ctx: Context,
  award: Award,
  { asked, holders }: { asked: number; holders: readonly Holder[] },
): Promise<void> {
  const { db, now } = ctx;
  const { id: awardId, classId, personId: learnerId, spaceId } = award;
  const chosen = asked > 0 ? await choosePeers(ctx, award, { asked, holders }) : [];
  // Two who apply at once may choose each other: the constraint lets the first of both be.
  const written =
    chosen.length === 0
      ? []
      : await db
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
          .onConflictDoNothing()
          .returning({ personId: peerReviews.reviewerId });
  await askToLook(ctx, award, written);
  if (await isNobodyLeft(ctx, award)) await endReviews(ctx, award);
}

async function isNobodyLeft({ db }: Context, { id }: Pick<Award, "id">): Promise<boolean> {
  const isOpen = and(eq(peerReviews.awardId, id), isNull(peerReviews.answeredAt));
  return (await db.$count(peerReviews, isOpen)) === 0;
}

async function endReviews(ctx: Context, { id }: Pick<Award, "id">): Promise<void> {
  await ctx.db.update(awards).set({ reviewsEndAt: ctx.now }).where(eq(awards.id, id));
  await handOver(ctx, eq(awards.id, id));
}

/** Tells staff, once for each time that it was sent, that it is theirs to decide now. */
async function handOver({ db, now }: Pick<Context, "db" | "now">, which: SQL): Promise<number> {
  const written = await db
    .update(awards)
    .set({ handedOverAt: now })
    .where(and(which, eq(awards.state, "in_review"), isNull(awards.handedOverAt)))
    .returning();
  for (const award of written) await writeToStaff(db, award, "badge-decide");
  return written.length;
}

async function askToLook(
  { db }: Context,
  { id: awardId }: Award,
  reviewers: readonly { personId: string | null }[],
): Promise<void> {
  for (const { personId } of reviewers)
    if (personId) await enqueue(db, { template: "badge-look-along", personId, data: { awardId } });
}

type Holder = Pick<Candidate, "personId" | "spaceId">;

/** Who holds the badge and can be asked to look: their badge counts, and they can sign in. */
async function holdersFor(
  ctx: Context,
  { classId, personId: learnerId }: Award,
): Promise<Holder[]> {
  const issued = await ctx.db
    .select({ id: awards.id, personId: awards.personId, spaceId: awards.spaceId })
    .from(awards)
    .where(
      and(eq(awards.classId, classId), eq(awards.state, "issued"), ne(awards.personId, learnerId)),
    );
  const holders = await standingOf(ctx, issued);
  const open = await withOpenAccount(
    ctx.db,
    holders.map(({ personId }) => personId),
  );
  return holders.filter(({ personId }) => open.has(personId));
}

/** Of those who hold the badge, whom to ask beside those who were asked. */
async function choosePeers(
  ctx: Context,
  { classId, personId: learnerId, spaceId }: Award,
  { asked, holders }: { asked: number; holders: readonly Holder[] },
): Promise<Candidate[]> {
  const { db } = ctx;
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
    const inner = { ...ctx, db };
    if (await isNobodyLeft(inner, award)) await endReviews(inner, award);
    else if (await hasEnough(inner, award)) await handOver(inner, eq(awards.id, award.id));
    await recordAudit(db, {
      actor: ctx.actor,
      action: "badge.reviewed",
      spaceId: award.spaceId,
      subject: id,
    });
  });
}

async function hasEnough(ctx: Context, award: typeof awards.$inferSelect): Promise<boolean> {
  const rules = (await versionsById(ctx, [award.versionId])).get(award.versionId)?.version.rules;
  const peers = rules?.find(({ kind }) => kind === "peers");
  const [facts] = await factsOf(ctx, [award]);
  return peers !== undefined && facts !== undefined && isMet(peers, facts);
}
