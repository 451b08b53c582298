import { and, eq, ne } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { journalEntries, journalPhases, journals } from "#db/schema/journal.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { recordAudit } from "#lib/foundation/identity/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { type Action, authenticated, authorise } from "#lib/foundation/identity/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { slugOf } from "#lib/practice/practices/rules.ts";
import { phasesOf } from "./queries.ts";
import { type Entry, hasAgreed, missingFrom, type Phase } from "./rules.ts";

/** Addresses for one title, tried in turn. */
const MOST_OF_A_NAME = 50;

type Begun = { space: string; language: Locale; title: string; summary: string; phases: Phase[] };

/**
 * Begins the journal of a place: a draft that the team of its space sees.
 *
 * @throws DomainError not_found for a space that is not there; forbidden
 */
export async function beginJournal(
  ctx: Context,
  { space: spaceSlug, language, title, summary, phases }: Begun,
): Promise<{ slug: string }> {
  const { personId } = authenticated(ctx.actor, "journal.write");
  const space = (await spacesByName(ctx)).find((one) => one.slug === spaceSlug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "journal.write", { spaceId: space.id });
  return transaction(ctx.db, async (db) => {
    const { id, slug } = await named(db, slugOf(title), {
      spaceId: space.id,
      authorId: personId,
      language,
      title,
      summary,
    });
    if (phases.length > 0)
      await db.insert(journalPhases).values(phases.map((phase) => ({ ...phase, journalId: id })));
    await recordAudit(db, { actor: ctx.actor, action: "journal.begun", spaceId: space.id, subject: id });
    return { slug };
  });
}

/** Two that are called alike have two addresses. */
async function named(
  db: Database,
  name: string,
  values: Omit<typeof journals.$inferInsert, "slug">,
): Promise<{ id: string; slug: string }> {
  for (let nth = 1; nth <= MOST_OF_A_NAME; nth += 1) {
    const slug = nth === 1 ? name : `${name}-${nth}`;
    const [row] = await db
      .insert(journals)
      .values({ ...values, slug })
      .onConflictDoNothing()
      .returning({ id: journals.id, slug: journals.slug });
    if (row) return row;
  }
  throw new DomainError("conflict", { code: "journal.name_taken" });
}

async function journalFor(ctx: Context, slug: string, action: Action) {
  authenticated(ctx.actor, action);
  const [row] = await ctx.db.select().from(journals).where(eq(journals.slug, slug));
  if (!row) throw new DomainError("not_found", { code: "journal.unknown" });
  authorise(ctx.actor, action, { spaceId: row.spaceId });
  return row;
}

/**
 * Writes down a phase: as it was planned and as it goes. What was known of it before is replaced.
 *
 * @throws DomainError not_found; forbidden
 */
export async function planPhase(ctx: Context, slug: string, phase: Phase): Promise<void> {
  const { id: journalId } = await journalFor(ctx, slug, "journal.write");
  const { kind: _, ...known } = phase;
  await transaction(ctx.db, async (db) => {
    await db
      .insert(journalPhases)
      .values({ ...phase, journalId })
      .onConflictDoUpdate({ target: [journalPhases.journalId, journalPhases.kind], set: known });
    await touch({ ...ctx, db }, journalId);
  });
}

type Written = Entry & { agreedOn: string | null; visible: "team" | "public" };

/**
 * Writes down what happened on a day. Words of somebody carry the day on which they agreed to be quoted.
 *
 * @throws DomainError not_found; forbidden; invalid for words of somebody who did not agree, and for a phase that is not planned
 */
export async function addEntry(ctx: Context, slug: string, entry: Written): Promise<void> {
  const { id: journalId } = await journalFor(ctx, slug, "journal.write");
  const { personId } = authenticated(ctx.actor, "journal.write");
  if (entry.kind === "words" && !hasAgreed(entry, ctx.now))
    throw new DomainError("invalid", { code: "journal.not_agreed" });
  await transaction(ctx.db, async (db) => {
    const isPlanned = (await phasesOf({ ...ctx, db }, journalId)).some(({ kind }) => kind === entry.phase);
    if (!isPlanned) throw new DomainError("invalid", { code: "journal.unknown_phase" });
    await db.insert(journalEntries).values({ ...entry, journalId, authorId: personId });
    if (entry.visible === "public") await touch({ ...ctx, db }, journalId);
  });
}

/** Takes an entry away. @throws DomainError not_found; forbidden */
export async function removeEntry(ctx: Context, slug: string, id: string): Promise<void> {
  const { id: journalId, spaceId } = await journalFor(ctx, slug, "journal.write");
  await transaction(ctx.db, async (db) => {
    const removed = await db
      .delete(journalEntries)
      .where(and(eq(journalEntries.id, id), eq(journalEntries.journalId, journalId)))
      .returning({ visible: journalEntries.visible });
    if (removed.length === 0) throw new DomainError("not_found", { code: "journal.unknown_entry" });
    if (removed[0]?.visible === "public") await touch({ ...ctx, db }, journalId);
    await recordAudit(db, { actor: ctx.actor, action: "journal.entry_removed", spaceId, subject: journalId });
  });
}

async function touch({ db, now }: Context, id: string): Promise<void> {
  await db.update(journals).set({ changedAt: now }).where(eq(journals.id, id));
}

/** Lets everybody read it. @throws DomainError not_found; forbidden; invalid while something is missing; conflict when it is published */
export async function publishJournal(ctx: Context, slug: string): Promise<void> {
  const { id, spaceId } = await journalFor(ctx, slug, "journal.publish");
  await transaction(ctx.db, async (db) => {
    const shown = and(eq(journalEntries.journalId, id), eq(journalEntries.visible, "public"));
    const missing = missingFrom(await phasesOf({ ...ctx, db }, id), await db.$count(journalEntries, shown));
    if (missing) throw new DomainError("invalid", missing);
    const published = await db
      .update(journals)
      .set({ state: "published", changedAt: ctx.now })
      .where(and(eq(journals.id, id), ne(journals.state, "published")))
      .returning({ id: journals.id });
    if (published.length === 0) throw new DomainError("conflict", { code: "journal.published_already" });
    await recordAudit(db, { actor: ctx.actor, action: "journal.published", spaceId, subject: id });
  });
}

/** Only its team reads it from now on. @throws DomainError not_found; forbidden; conflict when it is not published */
export async function withdrawJournal(ctx: Context, slug: string): Promise<void> {
  const { id, spaceId } = await journalFor(ctx, slug, "journal.publish");
  await transaction(ctx.db, async (db) => {
    const withdrawn = await db
      .update(journals)
      .set({ state: "withdrawn", changedAt: ctx.now })
      .where(and(eq(journals.id, id), eq(journals.state, "published")))
      .returning({ id: journals.id });
    if (withdrawn.length === 0) throw new DomainError("conflict", { code: "journal.not_published" });
    await recordAudit(db, { actor: ctx.actor, action: "journal.withdrawn", spaceId, subject: id });
  });
}
