import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { journalEntries, journalFiles, journalPhases, journals } from "#db/schema/journal.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { allSpaces, spacesWhere } from "#lib/places/spaces/queries.ts";
import {
  type EntryKind,
  type Journal,
  type JournalFile,
  type JournalState,
  type JournalSummary,
  type OwnJournal,
  PHASES,
  type Phase,
  type PhaseKind,
  type WorkedOnEntry,
  type WorkedOnJournal,
} from "./rules.ts";

/** As many as a page shows. */
const JOURNAL_PAGE = 12;
const MOST_LISTED = 100;

/** Journals that everybody reads, the newest first. */
export async function listJournals(
  ctx: Context,
  page = 1,
): Promise<{ items: JournalSummary[]; pages: number }> {
  const isPublic = eq(journals.state, "published");
  const total = await ctx.db.$count(journals, isPublic);
  const rows = await ctx.db
    .select()
    .from(journals)
    .where(isPublic)
    .orderBy(desc(journals.changedAt), asc(journals.slug))
    .limit(JOURNAL_PAGE)
    .offset((page - 1) * JOURNAL_PAGE);
  return { items: await withPlaces(ctx, rows), pages: Math.ceil(total / JOURNAL_PAGE) };
}

/**
 * A journal that everybody reads, without what is for its team; null for one that is not there for
 * everybody.
 */
export async function findJournal(ctx: Context, slug: string): Promise<Journal | null> {
  const rows = await ctx.db
    .select()
    .from(journals)
    .where(and(eq(journals.slug, slug), eq(journals.state, "published")));
  const [summary] = await withPlaces(ctx, rows);
  const [row] = rows;
  if (!summary || !row) return null;
  const { id, guideId } = row;
  const shown = and(eq(journalEntries.journalId, id), eq(journalEntries.visible, "public"));
  const entries = await entriesWhere(ctx, shown);
  return {
    ...summary,
    id,
    guide: await guideOf(ctx, guideId),
    phases: await phasesOf(ctx, id),
    entries: entries.map(({ visible: _, revision: __, agreedOn: ___, ...entry }) => entry),
    files: (await filesOf(ctx, id)).filter(({ visible }) => visible === "public"),
  };
}

/** The photos and documents of a journal without their bytes, the first first. */
async function filesOf({ db }: Context, journalId: string): Promise<JournalFile[]> {
  const rows = await db
    .select({
      id: journalFiles.id,
      phase: journalFiles.phase,
      kind: journalFiles.kind,
      words: journalFiles.words,
      visible: journalFiles.visible,
      bytes: sql<number>`octet_length(${journalFiles.large})`,
    })
    .from(journalFiles)
    .where(eq(journalFiles.journalId, journalId))
    .orderBy(asc(journalFiles.createdAt), asc(journalFiles.id));
  return rows.map((row) => ({
    ...row,
    phase: row.phase as PhaseKind,
    kind: row.kind as JournalFile["kind"],
    visible: row.visible as JournalFile["visible"],
  }));
}

async function guideOf({ db }: Context, id: string | null): Promise<Journal["guide"]> {
  if (id === null) return null;
  const [row] = await db
    .select({ slug: journals.slug, title: journals.title, language: journals.language })
    .from(journals)
    .where(and(eq(journals.id, id), eq(journals.state, "published")));
  return row ? { ...row, language: row.language as Locale } : null;
}

/** The phases of a journal, in the order of the way. */
export async function phasesOf({ db }: Context, journalId: string): Promise<Phase[]> {
  const rows = await db.select().from(journalPhases).where(eq(journalPhases.journalId, journalId));
  return PHASES.flatMap((kind) =>
    rows
      .filter((row) => row.kind === kind)
      .map(({ journalId: _, ...phase }) => ({ ...phase, kind })),
  );
}

/** Those of the spaces for which the actor works, in any state, the newest first. */
export async function ownJournals(ctx: Context): Promise<OwnJournal[]> {
  const { actor } = ctx;
  if (actor.kind !== "person" || !can(actor, "journal.write")) return [];
  const rows = await ctx.db
    .select()
    .from(journals)
    .where(isIn(actor, "journal.write", sql`${journals.spaceId}`))
    .orderBy(desc(journals.changedAt), asc(journals.slug))
    .limit(MOST_LISTED);
  return withNames(ctx, rows);
}

/**
 * A journal of a space for which the actor works, with what is for its team; null for any other.
 */
export async function workedOnJournal(ctx: Context, slug: string): Promise<WorkedOnJournal | null> {
  const [row] = await ctx.db.select().from(journals).where(eq(journals.slug, slug));
  if (!row || !can(ctx.actor, "journal.write", { spaceId: row.spaceId })) return null;
  const [own] = await withNames(ctx, [row]);
  if (!own) return null;
  const entries = await entriesWhere(ctx, eq(journalEntries.journalId, row.id));
  return {
    ...own,
    summary: row.summary,
    revision: row.revision,
    guide: await guideOf(ctx, row.guideId),
    phases: await phasesOf(ctx, row.id),
    entries,
    files: await filesOf(ctx, row.id),
  };
}

async function withNames(
  ctx: Context,
  rows: (typeof journals.$inferSelect)[],
): Promise<OwnJournal[]> {
  const names = new Map(
    (await spacesWhere(ctx, "journal.write")).map(({ id, name }) => [id, name]),
  );
  return rows.map(({ slug, language, title, state, spaceId }) => ({
    slug,
    language: language as Locale,
    title,
    state: state as JournalState,
    spaceId,
    spaceName: names.get(spaceId) ?? "",
  }));
}

async function entriesWhere({ db }: Context, condition: SQL | undefined): Promise<WorkedOnEntry[]> {
  const rows = await db
    .select()
    .from(journalEntries)
    .where(condition)
    .orderBy(asc(journalEntries.day), asc(journalEntries.createdAt), asc(journalEntries.id));
  return rows.map(({ journalId: _, authorId: __, createdAt: ___, ...entry }) => ({
    ...entry,
    phase: entry.phase as PhaseKind,
    kind: entry.kind as EntryKind,
    language: entry.language as Locale | null,
    visible: entry.visible as "team" | "public",
  }));
}

async function withPlaces(
  ctx: Context,
  rows: (typeof journals.$inferSelect)[],
): Promise<JournalSummary[]> {
  const places = await allSpaces(ctx);
  return rows.flatMap(({ slug, language, title, summary, spaceId }) => {
    const place = places.find(({ id }) => id === spaceId);
    if (!place) return [];
    const { slug: at, name, city, region } = place;
    const space = { slug: at, name, city, region };
    return [{ slug, language: language as Locale, title, summary, space }];
  });
}

/** What everybody reads, for the map of the site. */
export async function journalPages({
  db,
}: Context): Promise<{ path: string; changedAt: Temporal.Instant }[]> {
  const rows = await db
    .select({ slug: journals.slug, changedAt: journals.changedAt })
    .from(journals)
    .where(eq(journals.state, "published"))
    .orderBy(asc(journals.slug));
  return rows.flatMap(({ slug, changedAt }) => [
    { path: `/journals/${slug}`, changedAt },
    { path: `/journals/${slug}/guide`, changedAt },
  ]);
}
