import { and, eq } from "drizzle-orm";
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
import { type Entry, missingFrom, type Phase } from "./rules.ts";

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

type Written = Entry & { agreedOn: string | null; visible: "team" | "public" };

/**
 * Writes down what happened on a day. Words of somebody carry the day on which they agreed to be quoted.
 *
 * @throws DomainError not_found; forbidden; invalid for words of somebody who did not agree
 */
export async function addEntry(ctx: Context, slug: string, entry: Written): Promise<void> {
  const { id: journalId } = await journalFor(ctx, slug, "journal.write");
  const { personId } = authenticated(ctx.actor, "journal.write");
  if (entry.kind === "words" && (entry.quotedAs === null || entry.agreedOn === null))
    throw new DomainError("invalid", { code: "journal.not_agreed" });
  await ctx.db.insert(journalEntries).values({ ...entry, journalId, authorId: personId });
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
      .where(and(eq(journals.id, id), eq(journals.state, "draft")))
      .returning({ id: journals.id });
    if (published.length === 0) throw new DomainError("conflict", { code: "journal.published_already" });
    await recordAudit(db, { actor: ctx.actor, action: "journal.published", spaceId, subject: id });
  });
}
