import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import {
  practiceEditions,
  practiceLinks,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import { findRelease } from "#lib/evidence/research/queries.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { readSession } from "#lib/learning/sessions/queries.ts";
import { type NamedSpace, spacesByName } from "#lib/places/spaces/queries.ts";
import { seenAs } from "./apply-event.ts";
import { figuresRefusal, slugOf } from "./rules.ts";
import { type Facts, type PracticeDraft, TEXT_NAMES, type Texts } from "./schema.ts";
import { hasNoVersion } from "./tidy.ts";
import { WRITABLE } from "./transitions.ts";

/** Names for one title in addresses, tried in turn. */
const MOST_OF_A_NAME = 50;
const DRAFTS_AN_HOUR = 30;

type Begun = { space: string; language: Locale; title: string };

/**
 * Begins a practice of a space: a draft that only its author sees.
 *
 * @throws DomainError not_found for a space that is not there; forbidden; rate_limited
 */
export async function beginPractice(
  ctx: Context,
  { space: spaceSlug, language, title }: Begun,
): Promise<{ slug: string }> {
  const { personId } = authenticated(ctx.actor, "practice.write");
  const space = await spaceNamed(ctx, spaceSlug);
  authorise(ctx.actor, "practice.write", { spaceId: space.id });
  await limit(ctx, { key: `practice:${personId}`, attempts: DRAFTS_AN_HOUR, windowMinutes: 60 });
  return transaction(ctx.db, async (db) => {
    const practice = await named(db, slugOf(title), space.id);
    const versionId = await writeVersion(db, practice.id, 1, personId);
    await db.insert(practiceEditions).values({ versionId, language, isOriginal: true, title });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "practice.begun",
      spaceId: space.id,
      subject: practice.id,
    });
    return { slug: practice.slug };
  });
}

/** Two that are called alike have two addresses. */
async function named(
  db: Database,
  name: string,
  spaceId: string,
): Promise<{ id: string; slug: string }> {
  for (let nth = 1; nth <= MOST_OF_A_NAME; nth += 1) {
    const slug = nth === 1 ? name : `${name}-${nth}`;
    const [row] = await db
      .insert(practices)
      .values({ slug, spaceId })
      .onConflictDoNothing()
      .returning({ id: practices.id, slug: practices.slug });
    if (row) return row;
  }
  throw new DomainError("conflict", { code: "practices.name_taken" });
}

/** The first state of a version; every later one is written by `applyEvent`. */
async function writeVersion(
  db: Database,
  practiceId: string,
  number: number,
  authorId: string,
  facts: Partial<typeof practiceVersions.$inferInsert> = {},
): Promise<string> {
  const [version] = await db
    .insert(practiceVersions)
    .values({ ...facts, practiceId, number, authorId, state: "draft" })
    .returning({ id: practiceVersions.id });
  if (!version) throw new Error("no version was written");
  return version.id;
}

/**
 * Keeps what its author has written so far, whole or not. Figures alone are whole from the first.
 *
 * @returns the revision that the next change says it saw
 * @throws DomainError conflict when it was changed since, or is not to be written any more; invalid
 *   for figures that are not whole or point at a few people, and for a badge, session, space or
 *   study that is not there
 */
export async function saveDraft(
  ctx: Context,
  seen: { id: string; revision: number },
  draft: PracticeDraft,
): Promise<{ revision: number; slug: string }> {
  const { personId } = authenticated(ctx.actor, "practice.write");
  const refusal = figuresRefusal(draft);
  if (refusal) throw new DomainError("invalid", refusal);
  return transaction(ctx.db, async (db) => {
    const inner = { ...ctx, db };
    const { release, costCents, badges, sessions, spaces, ...facts } = factsOf(draft);
    if (release) await knownStudy(inner, release);
    const [version] = await db
      .update(practiceVersions)
      .set({
        ...facts,
        costCents,
        releaseId: release,
        changedAt: ctx.now,
        revision: sql`${practiceVersions.revision} + 1`,
      })
      .where(
        and(
          seenAs(seen),
          eq(practiceVersions.authorId, personId),
          inArray(practiceVersions.state, [...WRITABLE]),
        ),
      )
      .returning();
    if (!version) throw await whyNotWritten(inner, seen.id);
    await db
      .update(practiceEditions)
      .set({ ...textsOf(draft), changedAt: ctx.now })
      .where(
        and(eq(practiceEditions.versionId, version.id), eq(practiceEditions.isOriginal, true)),
      );
    await writeLinks(inner, version.id, { badges, sessions, spaces });
    const [practice] = await db
      .select()
      .from(practices)
      .where(eq(practices.id, version.practiceId));
    return { revision: version.revision, slug: practice?.slug ?? "" };
  });
}

function textsOf(draft: Texts): Texts {
  return Object.fromEntries(TEXT_NAMES.map((name) => [name, draft[name]])) as Texts;
}

function factsOf(draft: PracticeDraft): Facts {
  return Object.fromEntries(
    Object.entries(draft).filter(([name]) => !(TEXT_NAMES as string[]).includes(name)),
  ) as Facts;
}

/** Not there for whoever did not write it; otherwise somebody was first. */
async function whyNotWritten({ db, actor }: Context, id: string): Promise<DomainError> {
  const [version] = await db.select().from(practiceVersions).where(eq(practiceVersions.id, id));
  return actor.kind === "person" && version?.authorId === actor.personId
    ? new DomainError("conflict", { code: "practices.changed_meanwhile" })
    : new DomainError("not_found", { code: "practices.unknown" });
}

/** A study that others can read of: one whose figures were released. */
async function knownStudy(ctx: Context, id: string): Promise<void> {
  const system: Context = { ...ctx, actor: { kind: "system", name: "practices" } };
  await findRelease(system, id).catch((error: unknown) => {
    if (error instanceof DomainError)
      throw new DomainError("invalid", { code: "practices.unknown_study" });
    throw error;
  });
}

async function writeLinks(
  ctx: Context,
  versionId: string,
  { badges, sessions, spaces }: Pick<Facts, "badges" | "sessions" | "spaces">,
): Promise<void> {
  const { db } = ctx;
  await db.delete(practiceLinks).where(eq(practiceLinks.versionId, versionId));
  const links: (typeof practiceLinks.$inferInsert)[] = [];
  if (badges.length > 0) {
    const known = await listBadges(ctx);
    for (const slug of new Set(badges)) {
      const badge = known.find((one) => one.slug === slug);
      if (!badge) throw new DomainError("invalid", { code: "badges.unknown" });
      links.push({ versionId, badgeClassId: badge.id });
    }
  }
  for (const id of new Set(sessions)) {
    const session = await readSession(db, id);
    if (!session) throw new DomainError("invalid", { code: "practices.unknown_session" });
    links.push({ versionId, sessionId: id });
  }
  for (const slug of new Set(spaces))
    links.push({ versionId, spaceId: (await spaceNamed(ctx, slug)).id });
  if (links.length > 0) await db.insert(practiceLinks).values(links);
}

/**
 * Throws a draft away; a practice of which nothing else is there goes with it.
 *
 * @throws DomainError not_found, conflict
 */
export async function discardDraft(ctx: Context, id: string): Promise<void> {
  const { personId } = authenticated(ctx.actor, "practice.write");
  await transaction(ctx.db, async (db) => {
    const [gone] = await db
      .delete(practiceVersions)
      .where(
        and(
          eq(practiceVersions.id, id),
          eq(practiceVersions.authorId, personId),
          inArray(practiceVersions.state, [...WRITABLE]),
        ),
      )
      .returning({ practiceId: practiceVersions.practiceId });
    if (!gone) throw await whyNotWritten({ ...ctx, db }, id);
    await db.delete(practices).where(and(eq(practices.id, gone.practiceId), hasNoVersion(db)));
  });
}

/**
 * Begins the next version of a published practice, with the words and facts of the one that is
 * shown. Until it is published, that one stays.
 *
 * @throws DomainError not_found; forbidden; conflict while somebody writes the next one
 */
export async function correctPractice(ctx: Context, slug: string): Promise<{ slug: string }> {
  const { personId } = authenticated(ctx.actor, "practice.write");
  return transaction(ctx.db, async (db) => {
    const [practice] = await db
      .select()
      .from(practices)
      .where(eq(practices.slug, slug))
      .for("update");
    if (!practice) throw new DomainError("not_found", { code: "practices.unknown" });
    authorise(ctx.actor, "practice.write", { spaceId: practice.spaceId });
    const versions = await db
      .select()
      .from(practiceVersions)
      .where(eq(practiceVersions.practiceId, practice.id))
      .orderBy(desc(practiceVersions.number));
    const shown = versions.find(({ state }) => state === "published");
    if (!shown) throw new DomainError("conflict", { code: "practices.not_published" });
    const {
      id: _id,
      practiceId: _practice,
      number: _number,
      state: _state,
      authorId: _author,
      reviewerId: _reviewer,
      reviewSpaceId: _reviewSpace,
      reviewNote: _note,
      createdAt: _created,
      changedAt: _changed,
      publishedAt: _published,
      endedAt: _ended,
      revision: _revision,
      ...facts
    } = shown;
    const next = (versions[0]?.number ?? 0) + 1;
    const versionId = await writeVersion(db, practice.id, next, personId, facts).catch(
      refuseSecond,
    );
    await copyWordsAndLinks(db, shown.id, versionId);
    await recordAudit(db, {
      actor: ctx.actor,
      action: "practice.begun",
      spaceId: practice.spaceId,
      subject: practice.id,
      data: { version: next },
    });
    return { slug };
  });
}

/** The original words of a version, and what it is linked to; translations are not taken over. */
async function copyWordsAndLinks(db: Database, from: string, to: string): Promise<void> {
  const columns = sql.raw(
    "language, is_original, title, summary, context, target_group, setting, pedagogy, technology, done, effects, costs, failed, steps, measured",
  );
  await db.execute(sql`insert into practice_edition (version_id, ${columns})
    select ${to}::uuid, ${columns} from practice_edition where version_id = ${from} and is_original`);
  await db.execute(sql`insert into practice_link (version_id, space_id, session_id, badge_class_id)
    select ${to}::uuid, space_id, session_id, badge_class_id from practice_link where version_id = ${from}`);
}

function refuseSecond(error: unknown): never {
  if (databaseFault(error)?.constraint === "practice_version_one_is_written")
    throw new DomainError("conflict", { code: "practices.written_already" });
  throw error;
}

/** @throws DomainError not_found */
export async function spaceNamed(ctx: Context, slug: string): Promise<NamedSpace> {
  const space = (await spacesByName(ctx)).find((one) => one.slug === slug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  return space;
}

/** All who wrote a version of a practice: none of them reviews it. */
export async function authorsOf(db: Database, practiceId: string): Promise<(string | null)[]> {
  const rows = await db
    .selectDistinct({ authorId: practiceVersions.authorId })
    .from(practiceVersions)
    .where(
      and(eq(practiceVersions.practiceId, practiceId), ne(practiceVersions.state, "withdrawn")),
    );
  return rows.map(({ authorId }) => authorId);
}
