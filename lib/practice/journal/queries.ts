import { and, asc, desc, eq } from "drizzle-orm";
import { journalEntries, journalPhases, journals } from "#db/schema/journal.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { allSpaces } from "#lib/places/spaces/queries.ts";
import { type Entry, type EntryKind, PHASES, type Phase, type PhaseKind } from "./rules.ts";

/** As many as a page shows. */
const MOST_LISTED = 100;

export type JournalSummary = {
  slug: string;
  language: Locale;
  title: string;
  summary: string;
  space: { slug: string; name: string; city: string; region: string };
};

export type Journal = JournalSummary & {
  /** In the order of the way. */
  phases: Phase[];
  /** Those that everybody reads, the first first. */
  entries: (Entry & { id: string })[];
};

/** Journals that everybody reads, the newest first. */
export async function listJournals(ctx: Context): Promise<JournalSummary[]> {
  const rows = await ctx.db
    .select()
    .from(journals)
    .where(eq(journals.state, "published"))
    .orderBy(desc(journals.changedAt), asc(journals.slug))
    .limit(MOST_LISTED);
  return withPlaces(ctx, rows);
}

/** A journal that everybody reads, without what is for its team; null for one that is not there for everybody. */
export async function findJournal(ctx: Context, slug: string): Promise<Journal | null> {
  const rows = await ctx.db
    .select()
    .from(journals)
    .where(and(eq(journals.slug, slug), eq(journals.state, "published")));
  const [summary] = await withPlaces(ctx, rows);
  const id = rows[0]?.id;
  if (!summary || id === undefined) return null;
  const entries = await ctx.db
    .select()
    .from(journalEntries)
    .where(and(eq(journalEntries.journalId, id), eq(journalEntries.visible, "public")))
    .orderBy(asc(journalEntries.day), asc(journalEntries.createdAt), asc(journalEntries.id));
  return {
    ...summary,
    phases: await phasesOf(ctx, id),
    entries: entries.map(({ id, phase, kind, day, words, reason, cents, quotedAs }) => ({
      id,
      phase: phase as PhaseKind,
      kind: kind as EntryKind,
      day,
      words,
      reason,
      cents,
      quotedAs,
    })),
  };
}

/** The phases of a journal, in the order of the way. */
export async function phasesOf({ db }: Context, journalId: string): Promise<Phase[]> {
  const rows = await db.select().from(journalPhases).where(eq(journalPhases.journalId, journalId));
  return PHASES.flatMap((kind) =>
    rows.filter((row) => row.kind === kind).map(({ journalId: _, ...phase }) => ({ ...phase, kind })),
  );
}

async function withPlaces(ctx: Context, rows: (typeof journals.$inferSelect)[]): Promise<JournalSummary[]> {
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
