import { and, eq, ne, sql } from "drizzle-orm";
import { journalEntries, journals } from "#db/schema/journal.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { journalFor } from "./journal-row.ts";
import { phasesOf } from "./queries.ts";
import { missingFrom } from "./rules.ts";

type Words = { title: string; summary: string };

/**
 * Gives a journal another title and summary; its address stays.
 *
 * @throws DomainError not_found; forbidden; conflict when they were changed since
 */
export async function renameJournal(
  ctx: Context,
  { slug, revision }: { slug: string; revision: number },
  { title, summary }: Words,
): Promise<void> {
  const { id } = await journalFor(ctx, slug, "journal.write");
  const renamed = await ctx.db
    .update(journals)
    .set({ title, summary, changedAt: ctx.now, revision: sql`${journals.revision} + 1` })
    .where(and(eq(journals.id, id), eq(journals.revision, revision)))
    .returning({ id: journals.id });
  if (renamed.length === 0) throw new DomainError("conflict", { code: "common.changed_meanwhile" });
}

/**
 * Lets everybody read it.
 *
 * @throws DomainError not_found; forbidden; invalid while something is missing; conflict when it is
 *   published
 */
export async function publishJournal(ctx: Context, slug: string): Promise<void> {
  const { id, spaceId } = await journalFor(ctx, slug, "journal.publish");
  await transaction(ctx.db, async (db) => {
    const shown = and(eq(journalEntries.journalId, id), eq(journalEntries.visible, "public"));
    const missing = missingFrom(
      await phasesOf({ ...ctx, db }, id),
      await db.$count(journalEntries, shown),
    );
    if (missing) throw new DomainError("invalid", missing);
    const published = await db
      .update(journals)
      .set({ state: "published", changedAt: ctx.now })
      .where(and(eq(journals.id, id), ne(journals.state, "published")))
      .returning({ id: journals.id });
    if (published.length === 0)
      throw new DomainError("conflict", { code: "journal.published_already" });
    await recordAudit(db, { actor: ctx.actor, action: "journal.published", spaceId, subject: id });
  });
}

/**
 * Only its team reads it from now on.
 *
 * @throws DomainError not_found; forbidden; conflict when it is not published
 */
export async function withdrawJournal(ctx: Context, slug: string): Promise<void> {
  const { id, spaceId } = await journalFor(ctx, slug, "journal.publish");
  await transaction(ctx.db, async (db) => {
    const withdrawn = await db
      .update(journals)
      .set({ state: "withdrawn", changedAt: ctx.now })
      .where(and(eq(journals.id, id), eq(journals.state, "published")))
      .returning({ id: journals.id });
    if (withdrawn.length === 0)
      throw new DomainError("conflict", { code: "journal.not_published" });
    await recordAudit(db, { actor: ctx.actor, action: "journal.withdrawn", spaceId, subject: id });
  });
}

/**
 * Throws a draft away, with all that was written down in it.
 *
 * @throws DomainError not_found; forbidden; conflict once everybody has read it
 */
export async function discardJournal(ctx: Context, slug: string): Promise<void> {
  const { id, spaceId } = await journalFor(ctx, slug, "journal.write");
  await transaction(ctx.db, async (db) => {
    const gone = await db
      .delete(journals)
      .where(and(eq(journals.id, id), eq(journals.state, "draft")))
      .returning({ id: journals.id });
    if (gone.length === 0) throw new DomainError("conflict", { code: "journal.no_draft" });
    await recordAudit(db, { actor: ctx.actor, action: "journal.discarded", spaceId, subject: id });
  });
}
