import { and, desc, eq, isNotNull, isNull, max } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import {
  awardRules,
  badgeClasses,
  badgeCompetences,
  badgeEditions,
  badgeVersions,
} from "#db/schema/badges.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { changedMeanwhile } from "#lib/foundation/identity/last-done.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { AuditAction } from "#lib/modules.ts";
import { competenceIds, levelCounts, retiredListsOf } from "../competences/queries.ts";
import { levelRefusal, REVIEW_MONTHS } from "./rules.ts";
import type { AwardRule, ClassDraft } from "./schema.ts";

/** Belongs to no space: a role in one does not suffice. */
const NETWORK = { spaceId: "" };

/**
 * Writes the version of a badge that comes next, or what is to be its first one. Nobody else sees
 * it before it is published.
 *
 * @param seen the id of the newest version that its writer saw, "" for a badge that is new: what a
 *   colleague wrote since is not written over. Left out where nobody else writes
 * @throws DomainError forbidden; conflict for a name that is taken, or a version that was not seen;
 *   invalid for a competence or a badge that is not there, a level that its list does not have, or
 *   a badge that asks for itself
 */
export async function saveDraft(
  ctx: Context,
  draft: ClassDraft,
  { seen }: { seen?: string } = {},
): Promise<{ slug: string; version: number }> {
  authorise(ctx.actor, "badge.design", NETWORK);
  return transaction(ctx.db, async (db) => {
    const { slug, icon, colour } = draft;
    if (seen === "" && (await db.$count(badgeClasses, eq(badgeClasses.slug, slug))) > 0)
      throw new DomainError(
        "conflict",
        { code: "badges.slug_taken" },
        { details: { field: "slug" } },
      );
    // Changed to what it is already, so that its row comes back, and is locked.
    const [badge] = await db
      .insert(badgeClasses)
      .values({ slug })
      .onConflictDoUpdate({ target: badgeClasses.slug, set: { slug } })
      .returning({ id: badgeClasses.id, state: badgeClasses.state });
    if (!badge) throw new Error("no badge class was written");
    if (seen) await refuseUnseen(db, badge.id, seen);
    await db
      .delete(badgeVersions)
      .where(and(eq(badgeVersions.classId, badge.id), isNull(badgeVersions.publishedAt)));
    const [last] = await db
      .select({ number: max(badgeVersions.number) })
      .from(badgeVersions)
      .where(eq(badgeVersions.classId, badge.id));
    const [version] = await db
      .insert(badgeVersions)
      .values({
        classId: badge.id,
        number: (last?.number ?? 0) + 1,
        icon,
        colour,
        validMonths: draft.validMonths,
      })
      .returning({ id: badgeVersions.id, number: badgeVersions.number });
    if (!version) throw new Error("no version was written");
    await writeContents({ ...ctx, db }, version.id, draft);
    await noteIn(db, ctx, "badge_class.written", badge.id, { version: version.number });
    return { slug, version: version.number };
  });
}

/** @throws DomainError conflict, saying who wrote the version that was not seen, and when */
async function refuseUnseen(db: Database, classId: string, seen: string): Promise<void> {
  const [newest] = await db
    .select({ id: badgeVersions.id })
    .from(badgeVersions)
    .where(eq(badgeVersions.classId, classId))
    .orderBy(desc(badgeVersions.number))
    .limit(1);
  if (newest?.id === seen) return;
  throw await changedMeanwhile(db, {
    actions: ["badge_class.written"],
    subject: classId,
    code: "badges.class_changed",
    codeByName: "badges.class_changed_by",
  });
}

async function writeContents(ctx: Context, versionId: string, draft: ClassDraft): Promise<void> {
  const { db } = ctx;
  const editions = LOCALES.flatMap((language) => {
    const edition = draft.editions[language];
    return edition ? [{ versionId, language, ...edition }] : [];
  });
  await db.insert(badgeEditions).values(editions);
  const ids = await competenceIds(ctx, draft.competences);
  const refusal = levelRefusal(draft.competences, await levelCounts(ctx));
  if (refusal) throw new DomainError("invalid", refusal, { details: { field: "competences" } });
  await db.insert(badgeCompetences).values(
    draft.competences.map(({ framework, code, level }) => {
      const competenceId = ids.get(`${framework} ${code}`);
      if (!competenceId)
        throw new DomainError("invalid", {
          code: "badges.unknown_competence",
          value: `${framework} ${code}`,
        });
      return { versionId, competenceId, level };
    }),
  );
  await db.insert(awardRules).values(await ruleRows(db, versionId, draft));
}

async function ruleRows(db: Database, versionId: string, { slug, rules }: ClassDraft) {
  const known = await db
    .select({ id: badgeClasses.id, slug: badgeClasses.slug })
    .from(badgeClasses);
  return rules.map((rule: AwardRule) => {
    if (rule.kind !== "badge") return { versionId, ...rule };
    if (rule.slug === slug) throw new DomainError("invalid", { code: "badges.asks_for_itself" });
    const other = known.find((one) => one.slug === rule.slug);
    if (!other) throw new DomainError("invalid", { code: "badges.unknown" });
    return { versionId, kind: rule.kind, otherClassId: other.id };
  });
}

/**
 * Publishes what was written: from now on it can be earned, and its words stay as they are. Who is
 * on the way to an earlier version goes on with that one.
 *
 * @param seen as `saveDraft`: nobody publishes words that they have not read
 * @throws DomainError conflict when nothing is being written, when a colleague wrote since, or when
 *   it is tied anew to a list that is used no more
 */
export async function publishBadge(
  ctx: Context,
  slug: string,
  state: "pilot" | "active",
  { seen }: { seen?: string } = {},
): Promise<void> {
  authorise(ctx.actor, "badge.design", NETWORK);
  await transaction(ctx.db, async (db) => {
    const badge = await lockedClass(db, slug);
    if (seen) await refuseUnseen(db, badge.id, seen);
    const [published] = await db
      .update(badgeVersions)
      .set({ publishedAt: ctx.now })
      .where(and(eq(badgeVersions.classId, badge.id), isNull(badgeVersions.publishedAt)))
      .returning({ number: badgeVersions.number });
    if (!published && badge.state === state)
      throw new DomainError("conflict", { code: "badges.nothing_to_publish" });
    const all = await db.$count(
      badgeVersions,
      and(eq(badgeVersions.classId, badge.id), isNotNull(badgeVersions.publishedAt)),
    );
    if (all === 0) throw new DomainError("conflict", { code: "badges.nothing_to_publish" });
    if (published && (await isTiedToRetired({ db }, badge.id, published.number)))
      throw new DomainError("conflict", { code: "badges.tied_to_retired" });
    await db
      .update(badgeClasses)
      .set({ state, retiredAt: null, followedBy: null, ...lookedAt(ctx) })
      .where(eq(badgeClasses.id, badge.id));
    await noteIn(db, ctx, "badge_class.published", badge.id, { state });
  });
}

/** Whether a version is tied to a list that is used no more, and that no other version named. */
async function isTiedToRetired(
  { db }: Pick<Context, "db">,
  classId: string,
  number: number,
): Promise<boolean> {
  const named = await db
    .select({ number: badgeVersions.number, id: badgeCompetences.competenceId })
    .from(badgeCompetences)
    .innerJoin(badgeVersions, eq(badgeVersions.id, badgeCompetences.versionId))
    .where(eq(badgeVersions.classId, classId));
  const [now, before] = [true, false].map((isNow) =>
    named.filter((one) => (one.number === number) === isNow).map(({ id }) => id),
  );
  const known = await retiredListsOf({ db }, before ?? []);
  return [...(await retiredListsOf({ db }, now ?? []))].some((list) => !known.has(list));
}

/**
 * Nobody begins with it any more. Who has it keeps it, and who has applied goes on.
 *
 * @param followedBy the slug of the badge that takes its place; null where none does
 * @throws DomainError forbidden, not_found; conflict for one that cannot be earned; invalid for a
 *   badge that does not take its place: itself, or one that cannot be earned
 */
export async function retireBadge(
  ctx: Context,
  slug: string,
  followedBy: string | null = null,
): Promise<void> {
  authorise(ctx.actor, "badge.design", NETWORK);
  await transaction(ctx.db, async (db) => {
    const badge = await lockedClass(db, slug);
    if (badge.state === "draft" || badge.state === "retired")
      throw new DomainError("conflict", { code: "badges.not_in_use" });
    const follower = followedBy === null ? null : await followerOf(db, badge.id, followedBy);
    await db
      .update(badgeClasses)
      .set({
        state: "retired",
        retiredAt: ctx.now,
        followedBy: follower,
        reviewOn: null,
        reviewRemindedAt: null,
      })
      .where(eq(badgeClasses.id, badge.id));
    await noteIn(db, ctx, "badge_class.retired", badge.id, {});
  });
}

async function followerOf(db: Database, badgeId: string, slug: string): Promise<string> {
  const [follower] = await db.select().from(badgeClasses).where(eq(badgeClasses.slug, slug));
  if (follower && follower.id !== badgeId && /^(pilot|active)$/.test(follower.state))
    return follower.id;
  throw new DomainError(
    "invalid",
    { code: "badges.does_not_follow" },
    { details: { field: "followedBy" } },
  );
}

/**
 * Somebody looked at a badge, and it is still right: the next look is a year from today.
 *
 * @throws DomainError forbidden, not_found, conflict for one that cannot be earned
 */
export async function keepBadge(ctx: Context, slug: string): Promise<void> {
  authorise(ctx.actor, "badge.design", NETWORK);
  await transaction(ctx.db, async (db) => {
    const badge = await lockedClass(db, slug);
    if (badge.state === "draft" || badge.state === "retired")
      throw new DomainError("conflict", { code: "badges.not_in_use" });
    await db.update(badgeClasses).set(lookedAt(ctx)).where(eq(badgeClasses.id, badge.id));
    await noteIn(db, ctx, "badge_class.reviewed", badge.id, {});
  });
}

function lookedAt({ now }: Pick<Context, "now">) {
  const today = now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  return { reviewOn: today.add({ months: REVIEW_MONTHS }).toString(), reviewRemindedAt: null };
}

async function lockedClass(db: Database, slug: string) {
  const [badge] = await db
    .select()
    .from(badgeClasses)
    .where(eq(badgeClasses.slug, slug))
    .for("update");
  if (!badge) throw new DomainError("not_found", { code: "badges.unknown" });
  return badge;
}

async function noteIn(
  db: Database,
  { actor }: Context,
  action: AuditAction,
  subject: string,
  data: Record<string, string | number>,
): Promise<void> {
  await recordAudit(db, { actor, action, spaceId: null, subject, data });
}
