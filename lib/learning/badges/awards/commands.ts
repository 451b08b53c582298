import { and, eq, isNull, sql } from "drizzle-orm";
import { awards } from "#db/schema/badges.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { namesOf } from "#lib/foundation/identity/people/names.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { holderOfCard } from "#lib/foundation/identity/sign-in/cards.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { presentAtSession } from "#lib/learning/attendance/hours.ts";
import { knownSession } from "#lib/learning/sessions/queries.ts";
import { type NamedSpace, spacesByName } from "#lib/places/spaces/queries.ts";
import { findBadge, versionsById } from "../classes/queries.ts";
import type { BadgeClass } from "../classes/rules.ts";
import { credentialsOfAwards } from "../credentials/queries.ts";
import { canEarnAgain } from "../credentials/standing.ts";
import { factsOf } from "./facts.ts";
import { writeTo } from "./notify.ts";
import { askPeers } from "./reviews.ts";
import { agreedLevel, canAppeal, metCounts, REVIEW_DAYS, unmetRules } from "./rules.ts";
import type { Application, Decision } from "./schema.ts";
import { signAward } from "./signing.ts";
import { type AwardEvent, type AwardState, nextState } from "./transitions.ts";

type Award = typeof awards.$inferSelect;

/**
 * The actor applies for a badge at a space. Where peers are to look at it, those who can are asked
 * at once.
 *
 * @throws DomainError conflict when they are on the way to it or have it, or when it is not given
 *   any more; invalid without the words that it asks for
 */
export async function applyForBadge(ctx: Context, asked: Application): Promise<{ id: string }> {
  const { personId } = authenticated(ctx.actor, "badge.earn");
  const badge = await givenBadge(ctx, asked.badge);
  const space = await spaceBySlug(ctx, asked.space);
  refuseSilence(badge, asked.statement);
  const peers = badge.version.rules.find((rule) => rule.kind === "peers");
  return transaction(ctx.db, async (db) => {
    const award = await begin({ ...ctx, db }, peers ? "apply_for_review" : "apply", {
      ...ofBadge(badge),
      personId,
      spaceId: space.id,
      statement: asked.statement,
    });
    if (peers?.kind === "peers") await askPeers({ ...ctx, db }, award, peers.asked);
    return { id: award.id };
  });
}

/**
 * Sends what was changed, after staff asked for it. The same peers look again.
 *
 * @throws as `applyForBadge`, and not_found
 */
export async function submitAgain(ctx: Context, id: string, statement: string): Promise<void> {
  await changeOwn(ctx, id, async (inner, award) => {
    const badge = await badgeOf(inner, award);
    refuseSilence(badge, statement);
    const peers = badge.version.rules.find((rule) => rule.kind === "peers");
    await move(inner, award, peers ? "submit_for_review" : "submit_again", {
      statement,
      note: "",
      handedOverAt: null,
      reviewsEndAt: peers ? inner.now.add({ hours: REVIEW_DAYS * 24 }) : null,
    });
    if (peers?.kind === "peers") await askPeers(inner, award, peers.asked);
  });
}

/**
 * The learner asks that somebody else looks at a refusal: once, and within its term. Peers are not
 * asked again.
 *
 * @throws DomainError not_found; conflict when it is too late, was done before, or they asked for
 *   the badge anew meanwhile
 */
export async function appealRefusal(ctx: Context, id: string, appeal: string): Promise<void> {
  await changeOwn(ctx, id, async (inner, award) => {
    if (!canAppeal(award, inner.now))
      throw new DomainError("conflict", { code: "badges.appeal_over" });
    const written = move(inner, award, "appeal", {
      appeal,
      appealedAt: inner.now,
      refusedBy: award.decidedBy,
      decidedBy: null,
      decidedAt: null,
      reviewsEndAt: award.reviewsEndAt && inner.now,
    });
    await written.catch((error: unknown) => {
      if (databaseFault(error)?.constraint === "award_once") throw onTheWay(error);
      throw error;
    });
  });
}

/** Takes a request back. @throws DomainError not_found, conflict */
export async function withdrawRequest(ctx: Context, id: string): Promise<void> {
  await changeOwn(ctx, id, async (inner, award) => {
    await move(inner, award, "withdraw", {});
  });
}

/**
 * Staff decide on a request. Their yes is a mentor's; what else the badge asks must be met. Of two
 * who decide at once, one does.
 *
 * @throws DomainError not_found, forbidden (also for one's own request, and for an appeal against
 *   one's own refusal), invalid naming what is not met, conflict when it was decided or changed
 *   since it was read
 */
export async function decideOnRequest(
  ctx: Context,
  { id, revision, what, note }: Decision,
): Promise<void> {
  await change(ctx, id, async (inner, award) => {
    const personId = refuseUnlessStaff(inner, award);
    if (award.refusedBy === personId)
      throw new DomainError("forbidden", { code: "badges.appeal_to_another" });
    if (award.revision !== revision) throw decidedAlready();
    const decided = { note, decidedBy: personId, decidedAt: inner.now };
    if (what !== "approve") return move(inner, award, what, decided);
    const { rules } = (await badgeOf(inner, award)).version;
    const [facts] = await factsOf(inner, [award]);
    if (!facts) throw new Error("an award without facts");
    const [unmet] = unmetRules(rules, facts);
    if (unmet) throw new DomainError("invalid", { code: `badges.not_met.${unmet.kind}` });
    return move(inner, award, "approve", {
      ...decided,
      met: metCounts(rules, facts),
      level: agreedLevel(rules, facts.answers),
    });
  });
}

/**
 * What came of awarding to several: who now has it waiting for their yes, and who does not yet meet
 * what it asks.
 */
export type Awarded = { awarded: number; unmet: string[]; known: string[] };

/**
 * Staff award a badge to whoever shows their card at the desk. The learner says yes when they sign
 * in, or on paper.
 *
 * @throws DomainError invalid for a card of nobody, and naming what is not met, conflict when they
 *   have it or are on the way to it
 */
export async function awardByCard(
  ctx: Context,
  {
    space: slug,
    badge: wanted,
    card,
    statement,
  }: { space: string; badge: string; card: string; statement: string },
): Promise<{ id: string }> {
  const space = await spaceBySlug(ctx, slug);
  authorise(ctx.actor, "badge.award", { spaceId: space.id });
  const badge = await givenBadge(ctx, wanted);
  const holder = await holderOfCard(ctx.db, card);
  if (typeof holder === "string") throw new DomainError("invalid", { code: "badges.card_unknown" });
  const outcome = await awardTo(ctx, { badge, space, personIds: [holder.personId], statement });
  if (outcome.known.length > 0) throw onTheWay();
  const [unmet] = outcome.faults;
  if (unmet) throw new DomainError("invalid", { code: unmet });
  return { id: outcome.ids[0] ?? "" };
}

/**
 * Staff award a badge to people who were at a session of theirs; those who were not are left out,
 * whoever sends their ids.
 *
 * @returns who got it, and by name who does not meet what it asks, or has it
 */
export async function awardAfterSession(
  ctx: Context,
  {
    session: sessionId,
    badge: wanted,
    people,
  }: { session: string; badge: string; people: readonly string[] },
): Promise<Awarded> {
  const session = await knownSession(ctx.db, sessionId);
  authorise(ctx.actor, "badge.award", { spaceId: session.spaceId });
  const badge = await givenBadge(ctx, wanted);
  const space = (await spacesByName(ctx)).find(({ id }) => id === session.spaceId);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  const present = await presentAtSession(ctx, sessionId);
  const personIds = [...new Set(people)].filter((id) => present.includes(id));
  const { ids, unmet, known } = await awardTo(ctx, { badge, space, personIds, statement: "" });
  const names = await namesOf(ctx.db, [...unmet, ...known]);
  const named = (some: string[]) => some.map((id) => names.get(id) ?? "");
  return { awarded: ids.length, unmet: named(unmet), known: named(known) };
}

type Asked = { badge: BadgeClass; space: NamedSpace; personIds: string[]; statement: string };

/**
 * One after another, in the order of their ids; who stands in the way of one does not stop the
 * others.
 */
async function awardTo(ctx: Context, { badge, space, personIds, statement }: Asked) {
  const { personId: by } = authenticated(ctx.actor, "badge.award");
  const { rules } = badge.version;
  const outcome = {
    ids: [] as string[],
    unmet: [] as string[],
    known: [] as string[],
    faults: [] as string[],
  };
  const about = personIds
    .toSorted()
    .map((personId) => ({ id: null, personId, statement, reviewsEndAt: null }));
  const facts = await factsOf(ctx, about);
  for (const [at, { personId }] of about.entries()) {
    if (personId === by) throw new DomainError("forbidden", { code: "badges.not_yourself" });
    const known = facts[at];
    const [unmet] = known ? unmetRules(rules, known) : [];
    if (!known || unmet) {
      outcome.unmet.push(personId);
      if (unmet) outcome.faults.push(`badges.not_met.${unmet.kind}`);
      continue;
    }
    const begun = transaction(ctx.db, (db) =>
      begin({ ...ctx, db }, "award", {
        ...ofBadge(badge),
        personId,
        spaceId: space.id,
        statement,
        met: metCounts(rules, known),
        decidedBy: by,
        decidedAt: ctx.now,
      }),
    );
    const award = await begun.catch((error: unknown) => {
      if (error instanceof DomainError && error.kind === "conflict") return null;
      throw error;
    });
    if (award) outcome.ids.push(award.id);
    else outcome.known.push(personId);
  }
  return outcome;
}

/**
 * The learner says yes: now it is signed, in their language. Said twice, it is signed once.
 *
 * @throws DomainError not_found, conflict
 */
export async function acceptBadge(ctx: Context, id: string): Promise<void> {
  await changeOwn(ctx, id, async (inner, award) => {
    await issue(inner, award, "accept", languageOf(inner));
  });
}

/**
 * The learner said yes on paper, before staff of the space.
 *
 * @param language in which the paper is, and the badge will be
 * @returns the id of the signed badge, to be printed for them
 */
export async function acceptOnPaper(ctx: Context, id: string, language: Locale): Promise<string> {
  return change(ctx, id, async (inner, award) => {
    refuseUnlessStaff(inner, award);
    return issue(inner, award, "accept_on_paper", language);
  });
}

/** The learner does not want it: nothing is signed. @throws DomainError not_found, conflict */
export async function declineBadge(ctx: Context, id: string): Promise<void> {
  await changeOwn(ctx, id, async (inner, award) => {
    await move(inner, award, "decline", {});
  });
}

/** @returns the id of the signed badge */
async function issue(
  ctx: Context,
  award: Award,
  event: "accept" | "accept_on_paper",
  language: Locale,
): Promise<string> {
  const acceptedHow = event === "accept" ? "signed_in" : "paper";
  await move(ctx, award, event, { acceptedAt: ctx.now, acceptedHow, language });
  const badge = await badgeOf(ctx, award);
  const space = (await spacesByName(ctx)).find(({ id }) => id === award.spaceId);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  return signAward(ctx, award, { badge, space, language });
}

/**
 * The actor's own award; who has not signed in is told so, whether there is such an award or not.
 */
async function changeOwn(
  ctx: Context,
  id: string,
  run: (ctx: Context, award: Award) => Promise<void>,
): Promise<void> {
  const { personId } = authenticated(ctx.actor, "badge.earn");
  await change(ctx, id, async (inner, award) => {
    // Somebody else's award is to the actor one that does not exist.
    if (personId !== award.personId) throw unknownAward();
    await run(inner, award);
  });
}

/**
 * One award, locked until the end: who comes at the same time waits, and sees what became of it.
 */
async function change<Done>(
  ctx: Context,
  id: string,
  run: (ctx: Context, award: Award) => Promise<Done>,
): Promise<Done> {
  return transaction(ctx.db, async (db) => {
    const [award] = await db.select().from(awards).where(eq(awards.id, id)).for("update");
    if (!award) throw unknownAward();
    return run({ ...ctx, db }, award);
  });
}

type Written = Partial<Omit<typeof awards.$inferInsert, "state" | "revision" | "changedAt">>;

/** The only two that write a state: `begin` the first, `move` every later one. */
async function move(
  ctx: Context,
  award: Award,
  event: AwardEvent,
  written: Written,
): Promise<void> {
  const state = nextState(award.state as AwardState, event);
  if (!state) throw decidedAlready();
  await ctx.db
    .update(awards)
    .set({ ...written, state, changedAt: ctx.now, revision: sql`${awards.revision} + 1` })
    .where(and(eq(awards.id, award.id)));
  await note(ctx, event, award, state);
  await writeTo(ctx, { ...award, ...written }, event);
}

async function begin(
  ctx: Context,
  event: AwardEvent,
  values: Omit<typeof awards.$inferInsert, "state">,
): Promise<Award> {
  const state = nextState(null, event);
  if (!state) throw new Error(`${event} does not begin an award`);
  const { now, db } = ctx;
  const reviewsEndAt = state === "in_review" ? now.add({ hours: REVIEW_DAYS * 24 }) : null;
  await makeWay(ctx, values);
  const written = db
    .insert(awards)
    .values({ ...values, state, reviewsEndAt, createdAt: now, changedAt: now })
    .returning();
  const [award] = await written.catch((error: unknown) => {
    if (databaseFault(error)?.constraint === "award_once") throw onTheWay(error);
    throw error;
  });
  if (!award) throw new Error("no award was written");
  await note(ctx, event, award, state);
  await writeTo(ctx, award, event);
  return award;
}

/**
 * A badge that was withdrawn, has ended or ends soon does not stand in the way of earning it again.
 */
async function makeWay(
  { db, now }: Context,
  { classId, personId }: Pick<Award, "classId" | "personId">,
): Promise<void> {
  const [before] = await db
    .select({ id: awards.id })
    .from(awards)
    .where(
      and(
        eq(awards.classId, classId),
        eq(awards.personId, personId),
        eq(awards.state, "issued"),
        isNull(awards.followedAt),
      ),
    )
    .for("update");
  if (!before) return;
  const [signed] = await credentialsOfAwards({ db }, [before.id]);
  if (signed && canEarnAgain(signed, now))
    await db.update(awards).set({ followedAt: now }).where(eq(awards.id, before.id));
}

async function note(
  { db, actor }: Context,
  event: AwardEvent,
  award: Award,
  state: AwardState,
): Promise<void> {
  const data = { event, state, badge: award.classId };
  await recordAudit(db, {
    actor,
    action: "badge.award",
    spaceId: award.spaceId,
    subject: award.id,
    data,
  });
}

const ofBadge = ({ id, version }: BadgeClass) => ({ classId: id, versionId: version.id });

/** @returns who decides: never the learner themselves, whatever role they have */
function refuseUnlessStaff({ actor }: Context, award: Award): string {
  authorise(actor, "badge.award", { spaceId: award.spaceId });
  const { personId } = authenticated(actor, "badge.award");
  if (personId === award.personId)
    throw new DomainError("forbidden", { code: "badges.not_yourself" });
  return personId;
}

function refuseSilence({ version }: BadgeClass, statement: string): void {
  if (statement === "" && version.rules.some(({ kind }) => kind === "evidence" || kind === "peers"))
    throw new DomainError("invalid", { code: "badges.needs_statement" });
}

async function givenBadge(ctx: Context, slug: string): Promise<BadgeClass> {
  const badge = await findBadge(ctx, slug);
  if (!badge) throw new DomainError("not_found", { code: "badges.unknown" });
  if (badge.state === "retired") throw new DomainError("conflict", { code: "badges.retired" });
  return badge;
}

async function badgeOf(ctx: Context, { versionId }: Award): Promise<BadgeClass> {
  const badge = (await versionsById(ctx, [versionId])).get(versionId);
  if (!badge) throw new Error(`award of a version that is not there: ${versionId}`);
  return badge;
}

async function spaceBySlug(ctx: Context, slug: string): Promise<NamedSpace> {
  const space = (await spacesByName(ctx)).find((one) => one.slug === slug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  return space;
}

const unknownAward = () => new DomainError("not_found", { code: "badges.unknown_award" });
const decidedAlready = () => new DomainError("conflict", { code: "badges.decided_already" });
const onTheWay = (cause?: unknown) =>
  new DomainError("conflict", { code: "badges.on_the_way" }, { cause });
