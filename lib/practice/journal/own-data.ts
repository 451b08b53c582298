import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/** The journals that somebody began, and what they wrote in any. */
export const journalsOf: OwnData = async ({ personId, rows }) => ({
  journalsBegun: await rows(sql`
    select to_jsonb(journal) - 'author_id' - 'id' - 'guide_id' - 'revision' as row from journal where author_id = ${personId} order by created_at, id`),
  journalEntries: await rows(sql`
    select to_jsonb(entry) - 'author_id' - 'journal_id' - 'revision'
      || jsonb_build_object('journal', journal.slug) as row
    from journal_entry entry join journal on journal.id = journal_id
    where entry.author_id = ${personId} order by entry.created_at, entry.id`),
  journalFiles: await rows(sql`
    select jsonb_build_object('journal', journal.slug, 'phase', phase, 'kind', kind, 'words', words,
      'visible', visible,
      'agreed_on', agreed_on, 'created_at', file.created_at) as row
    from journal_file file join journal on journal.id = journal_id
    where file.author_id = ${personId} order by file.created_at, file.id`),
});
