import { and, asc, desc, eq, gte, inArray, isNull, lt, notInArray, or, sql } from "drizzle-orm";
import { awards, peerReviews } from "#db/schema/badges.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { namesOf } from "#lib/foundation/identity/people/names.ts";
import { authenticated, authorise, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import { presentAtSession } from "#lib/learning/attendance/hours.ts";
import { knownSession } from "#lib/learning/sessions/queries.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { listBadges, versionsById } from "../classes/queries.ts";
import type { BadgeClass, Rule } from "../classes/rules.ts";
import {
  credentialsOfAwards,
  readableCredential,
  type StoredCredential,
} from "../credentials/queries.ts";
import { canEarnAgain } from "../credentials/standing.ts";
import { factsOf } from "./facts.ts";
import { type Answer, canAppeal, type Facts, isMet, unmetRules } from "./rules.ts";
import type { AwardState } from "./transitions.ts";

export type OwnAward = {
  id: string;
  state: AwardState;
  badge: BadgeClass;
  spaceName: string;
  statement: string;
  /** What staff answered. */
  note: string;
  changedAt: Temporal.Instant;
  /** The signed badge; null as long as none is. */
  credentialId: string | null;
  canAppeal: boolean;
  /** It was withdrawn, has ended or ends soon, and they have not begun again. */
  canEarnAgain: boolean;
  appealedAt: Temporal.Instant | null;
  /** What peers wrote: to the learner, without their names. */
  reviews: { level: Answer; comment: string }[];
};

/** The actor's ways to badges, what waits for them first. */
export async function myAwards(ctx: Context): Promise<OwnAward[]> {
  const { personId } = authenticated(ctx.actor, "badge.earn");
  const rows = await ctx.db
    .select()
    .from(awards)
    .where(eq(awards.personId, personId))
    .orderBy(desc(awards.changedAt), asc(awards.id));
  const shown = await withBadges(ctx, rows);
  const reviews = await answersTo(
    ctx,
    rows.map(({ id }) => id),
  );
  const signed = new Map(
    (
      await credentialsOfAwards(
        ctx,
        rows.map(({ id }) => id),
      )
    ).map((one) => [one.awardId, one]),
  );
  const again = ({ id, followedAt }: Row, { state }: BadgeClass) => {
    const one = signed.get(id);
    return (
      one !== undefined && followedAt === null && state !== "retired" && canEarnAgain(one, ctx.now)
    );
  };
  const first: AwardState[] = ["accepted", "changes_asked"];
  return shown
    .map(({ award, badge, spaceName }) => ({
      ...award,
      state: award.state as AwardState,
      badge,
      spaceName,
      credentialId: signed.get(award.id)?.id ?? null,
      canEarnAgain: again(award, badge),
      canAppeal: canAppeal(award, ctx.now),
      reviews: reviews.get(award.id) ?? [],
    }))
    .sort((one, other) => Number(first.includes(other.state)) - Number(first.includes(one.state)));
}

/**
 * How far the actor is with a badge that they cannot ask for now: on the way to it, or they have
 * it. Null for whoever can ask.
 */
export async function ownWayTo(
  ctx: Context,
  classId: string,
): Promise<Pick<OwnAward, "state" | "credentialId"> | null> {
  const { personId } = authenticated(ctx.actor, "badge.earn");
  const [award] = await ctx.db
    .select({ id: awards.id, state: awards.state })
    .from(awards)
    .where(
      and(
        eq(awards.classId, classId),
        eq(awards.personId, personId),
        isNull(awards.followedAt),
        notInArray(awards.state, ["refused", "declined"]),
      ),
    );
  if (!award) return null;
  const [signed] = await credentialsOfAwards(ctx, [award.id]);
  if (signed && canEarnAgain(signed, ctx.now)) return null;
  return { state: award.state as AwardState, credentialId: signed?.id ?? null };
}

export type AskedReview = {
  id: string;
  badge: BadgeClass;
  statement: string;
  spaceName: string;
  until: Temporal.Instant | null;
};

/** What the actor is asked to look at, without the name of whose it is. */
export async function reviewsAskedOfMe(ctx: Context): Promise<AskedReview[]> {
  const { personId } = authenticated(ctx.actor, "badge.earn");
  const rows = await ctx.db
    .select({ id: peerReviews.id, award: awards })
    .from(peerReviews)
    .innerJoin(awards, eq(awards.id, peerReviews.awardId))
    .where(
      and(
        eq(peerReviews.reviewerId, personId),
        isNull(peerReviews.answeredAt),
        eq(awards.state, "in_review"),
      ),
    )
    .orderBy(asc(peerReviews.askedAt), asc(peerReviews.id));
  const shown = await withBadges(
    ctx,
    rows.map(({ award }) => award),
  );
  return shown.map(({ award, badge, spaceName }, at) => ({
    id: rows[at]?.id ?? "",
    badge,
    spaceName,
    statement: award.statement,
    until: award.reviewsEndAt,
  }));
}

export type WaitingAward = {
  id: string;
  revision: number;
  state: AwardState;
  learner: string;
  isOwn: boolean;
  /** Why the learner appealed against a refusal; empty where they did not. */
  appeal: string;
  /** What staff answered last. */
  note: string;
  /** The actor refused it: a colleague decides on the appeal. */
  isForAnother: boolean;
  badge: BadgeClass;
  spaceName: string;
  statement: string;
  createdAt: Temporal.Instant;
  reviewsEndAt: Temporal.Instant | null;
  rules: { rule: Rule; isMet: boolean }[];
  reviews: { level: Answer; comment: string }[];
  reviewsAsked: number;
  /** Staff can decide now: peers are done, or were not asked. */
  isReady: boolean;
};

const isReady = (rules: readonly Rule[], facts: Facts) =>
  rules.every((rule) => rule.kind !== "peers" || isMet(rule, facts));

const MOST_WAITING = 100;

/**
 * Requests for badges in the actor's spaces, and badges that wait for their learner's yes; the
 * oldest first.
 */
export async function waitingAwards(ctx: Context): Promise<WaitingAward[]> {
  authorise(ctx.actor, "badge.award");
  const rows = await ctx.db
    .select()
    .from(awards)
    .where(
      and(
        inArray(awards.state, ["submitted", "in_review", "accepted"]),
        isIn(ctx.actor, "badge.award", sql`space_id`),
      ),
    )
    .orderBy(asc(awards.createdAt), asc(awards.id))
    .limit(MOST_WAITING);
  const shown = await withBadges(ctx, rows);
  const names = await namesOf(
    ctx.db,
    rows.map(({ personId }) => personId),
  );
  const ids = rows.map(({ id }) => id);
  const reviews = await answersTo(ctx, ids);
  const asked = await askedOf(ctx, ids);
  const own = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const facts = await factsOf(
    ctx,
    shown.map(({ award }) => award),
  );
  return shown.map(({ award, badge, spaceName }, at) => {
    const known = facts[at];
    return {
      ...award,
      state: award.state as AwardState,
      learner: names.get(award.personId) ?? "",
      isOwn: award.personId === own,
      isForAnother: own !== null && award.refusedBy === own,
      badge,
      spaceName,
      rules: badge.version.rules.map((rule) => ({
        rule,
        isMet: known ? isMet(rule, known) : false,
      })),
      reviews: reviews.get(award.id) ?? [],
      reviewsAsked: asked.get(award.id) ?? 0,
      isReady: known !== undefined && isReady(badge.version.rules, known),
    };
  });
}

export type GivenAward = {
  credentialId: string;
  learner: string;
  badge: BadgeClass;
  spaceName: string;
  acceptedAt: Temporal.Instant | null;
};

const MOST_GIVEN = 50;

/** Awards that their learner said yes to on paper, where the actor may award: theirs to print. */
export const onPaperHere = ({ actor }: Context) =>
  and(eq(awards.acceptedHow, "paper"), isIn(actor, "badge.award", sql`space_id`));

/**
 * A signed badge for whoever may see it, as `readableCredential` says, and for whoever may award in
 * the space where its learner said yes on paper: they print it.
 *
 * @param token what follows the address of a shared badge; null without
 * @throws DomainError not_found for everybody else, as for a badge that does not exist
 */
export function readableBadge(
  ctx: Context,
  id: string,
  token: string | null,
): Promise<StoredCredential> {
  return readableCredential(
    ctx,
    id,
    token,
    async (awardId) =>
      (await ctx.db.$count(awards, and(eq(awards.id, awardId), onPaperHere(ctx)))) > 0,
  );
}

/**
 * Badges that were signed in the spaces where the actor may withdraw them, or may print them; the
 * newest first.
 *
 * @returns none for anybody else
 */
export async function givenAwards(ctx: Context): Promise<GivenAward[]> {
  const rows = await ctx.db
    .select()
    .from(awards)
    .where(
      and(
        eq(awards.state, "issued"),
        or(isIn(ctx.actor, "badge.revoke", sql`space_id`), onPaperHere(ctx)),
      ),
    )
    .orderBy(desc(awards.acceptedAt), asc(awards.id))
    .limit(MOST_GIVEN);
  const shown = await withBadges(ctx, rows);
  const names = await namesOf(
    ctx.db,
    rows.map(({ personId }) => personId),
  );
  const signed = await credentialsOfAwards(
    ctx,
    rows.map(({ id }) => id),
  );
  return shown.flatMap(({ award, badge, spaceName }) => {
    const credential = signed.find(({ awardId }) => awardId === award.id);
    if (!credential || credential.revokedAt !== null) return [];
    const { acceptedAt, personId } = award;
    return {
      credentialId: credential.id,
      learner: names.get(personId) ?? "",
      badge,
      spaceName,
      acceptedAt,
    };
  });
}

export type SessionCandidates = {
  badge: BadgeClass;
  people: { id: string; name: string; isMet: boolean; has: boolean }[];
};

/**
 * Badges that attendance alone, with staff's yes, is enough for; and of each who of a session meets
 * what it asks.
 *
 * @throws DomainError not_found, forbidden
 */
export async function badgesAfterSession(
  ctx: Context,
  sessionId: string,
): Promise<SessionCandidates[]> {
  const session = await knownSession(ctx.db, sessionId);
  authorise(ctx.actor, "badge.award", { spaceId: session.spaceId });
  const badges = (await listBadges(ctx)).filter(isForAttendance);
  const present = await presentAtSession(ctx, sessionId);
  const names = await namesOf(ctx.db, present);
  const about = present.map((personId) => ({
    id: null,
    personId,
    statement: "",
    reviewsEndAt: null,
  }));
  const facts = await factsOf(ctx, about);
  const has = await awardsInTheWay(ctx, present);
  return badges.map((badge) => ({
    badge,
    people: present
      .map((id, at) => {
        const known = facts[at];
        return {
          id,
          name: names.get(id) ?? "",
          isMet: known !== undefined && unmetRules(badge.version.rules, known).length === 0,
          has: has.some(({ personId, classId }) => personId === id && classId === badge.id),
        };
      })
      .sort((one, other) => readingOrder(one.name, other.name)),
  }));
}

function isForAttendance({ state, version: { rules } }: BadgeClass): boolean {
  return (
    state !== "retired" &&
    rules.some(({ kind }) => kind === "attendance") &&
    rules.every(({ kind }) => kind === "attendance" || kind === "mentor" || kind === "badge")
  );
}

/** Awards of these people that stand in the way of another: without those that can be earned again. */
async function awardsInTheWay(ctx: Context, personIds: string[]) {
  if (personIds.length === 0) return [];
  const has = await ctx.db
    .select({ id: awards.id, personId: awards.personId, classId: awards.classId })
    .from(awards)
    .where(
      and(
        inArray(awards.personId, personIds),
        isNull(awards.followedAt),
        sql`${awards.state} not in ('refused', 'declined')`,
      ),
    );
  const credentials = await credentialsOfAwards(
    ctx,
    has.map(({ id }) => id),
  );
  const again = new Set(
    credentials.filter((one) => canEarnAgain(one, ctx.now)).map(({ awardId }) => awardId),
  );
  return has.filter(({ id }) => !again.has(id));
}

/**
 * Badges that were accepted in a time and still stand: one for each person and badge, the first,
 * also of who earned it again. For whoever counts them; it names nobody.
 *
 * @param from included
 * @param until not included
 */
export async function acceptedBetween(
  ctx: Pick<Context, "db">,
  { from, until }: { from: Temporal.Instant; until: Temporal.Instant },
): Promise<{ classId: string; spaceId: string }[]> {
  const accepted = await ctx.db
    .select({
      id: awards.id,
      personId: awards.personId,
      classId: awards.classId,
      spaceId: awards.spaceId,
    })
    .from(awards)
    .where(
      and(eq(awards.state, "issued"), gte(awards.acceptedAt, from), lt(awards.acceptedAt, until)),
    )
    .orderBy(asc(awards.acceptedAt), asc(awards.id));
  const signed = await credentialsOfAwards(
    ctx,
    accepted.map(({ id }) => id),
  );
  const standing = new Set(
    signed.filter(({ revokedAt }) => revokedAt === null).map(({ awardId }) => awardId),
  );
  const counted = Map.groupBy(
    accepted.filter(({ id }) => standing.has(id)),
    ({ classId, personId }) => `${classId} ${personId}`,
  );
  return [...counted.values()].flatMap(([first]) =>
    first ? [{ classId: first.classId, spaceId: first.spaceId }] : [],
  );
}

type Row = typeof awards.$inferSelect;

/** Each with the version of the badge that it is for, and the space by name. */
async function withBadges(ctx: Context, rows: Row[]) {
  const found = await versionsById(ctx, [...new Set(rows.map(({ versionId }) => versionId))]);
  const spaces = new Map((await spacesByName(ctx)).map(({ id, name }) => [id, name]));
  return rows.flatMap((award) => {
    const badge = found.get(award.versionId);
    return badge ? [{ award, badge, spaceName: spaces.get(award.spaceId) ?? "" }] : [];
  });
}

/** What peers answered, without who they are. */
async function answersTo({ db }: Context, ids: string[]) {
  const found = new Map<string, { level: Answer; comment: string }[]>();
  if (ids.length === 0) return found;
  const rows = await db
    .select({
      awardId: peerReviews.awardId,
      level: peerReviews.level,
      comment: peerReviews.comment,
    })
    .from(peerReviews)
    .where(and(inArray(peerReviews.awardId, ids), sql`${peerReviews.answeredAt} is not null`))
    .orderBy(asc(peerReviews.id));
  for (const { awardId, level, comment } of rows)
    found.set(awardId, [...(found.get(awardId) ?? []), { level: level as Answer, comment }]);
  return found;
}

async function askedOf({ db }: Context, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ awardId: peerReviews.awardId, count: sql<number>`count(*)::int` })
    .from(peerReviews)
    .where(inArray(peerReviews.awardId, ids))
    .groupBy(peerReviews.awardId);
  return new Map(rows.map(({ awardId, count }) => [awardId, count]));
}
