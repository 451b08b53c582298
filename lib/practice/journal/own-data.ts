import { eq, sql } from "drizzle-orm";
import { journalEntries, journalFiles, journals } from "#db/schema/journal.ts";
import type { OwnData } from "#lib/module.ts";

/** The journals that somebody began, and what they wrote in any. */
export const journalsOf: OwnData = async ({ db, personId }) => {
  const begun = await db
    .select({ all: sql`to_jsonb(journal) - '{author_id,id,guide_id,revision}'::text[]` })
    .from(journals)
    .where(eq(journals.authorId, personId))
    .orderBy(journals.createdAt, journals.id);
  const entries = await db
    .select({
      all: sql<object>`to_jsonb(journal_entry) - '{author_id,journal_id,revision}'::text[]`,
      journal: journals.slug,
    })
    .from(journalEntries)
    .innerJoin(journals, eq(journals.id, journalEntries.journalId))
    .where(eq(journalEntries.authorId, personId))
    .orderBy(journalEntries.createdAt, journalEntries.id);
  return {
    journalsBegun: begun.map(({ all }) => all),
    journalEntries: entries.map(({ all, journal }) => ({ ...all, journal })),
    journalFiles: await db
      .select({
        journal: journals.slug,
        phase: journalFiles.phase,
        kind: journalFiles.kind,
        words: journalFiles.words,
        visible: journalFiles.visible,
        agreed_on: journalFiles.agreedOn,
        created_at: journalFiles.createdAt,
      })
      .from(journalFiles)
      .innerJoin(journals, eq(journals.id, journalFiles.journalId))
      .where(eq(journalFiles.authorId, personId))
      .orderBy(journalFiles.createdAt, journalFiles.id),
  };
};
