import { sql } from "drizzle-orm";
import type { Job } from "#lib/module.ts";

/** After so long without a change, a draft goes. */
const DRAFT_MONTHS = 24;

/**
 * Takes away drafts that nobody goes on with, practices of which nothing is left, and words that no
 * published practice has any more. Idempotent.
 */
export const tidyPractices: Job = async (db, now) => {
  const before = now
    .toZonedDateTimeISO("UTC")
    .subtract({ months: DRAFT_MONTHS })
    .toInstant()
    .toString();
  const drafts = await db.execute(sql`
    delete from practice_version where state in ('draft', 'submitted', 'changes_asked')
      and (author_id is null or changed_at < ${before}::timestamptz)`);
  const practices = await db.execute(sql`
    delete from practice where not exists (select from practice_version where practice_id = practice.id)`);
  const words = await db.execute(sql`
    with used as (select distinct language, word from practice_edition
    cross join lateral ${wordsOfEdition()}
      where version_id in (select id from practice_version where state = 'published'))
    delete from practice_word where (language, word) not in (select language, word from used)`);
  return {
    drafts: drafts.rowCount ?? 0,
    practices: practices.rowCount ?? 0,
    words: words.rowCount ?? 0,
  };
};

/**
 * The words of a `practice_edition`, without accents, as a table `found (word)`. Very short ones
 * and very long ones are no words.
 */
export function wordsOfEdition() {
  return sql`(select word from unnest(tsvector_to_array(to_tsvector('public.practice_words'::regconfig,
      concat_ws(' ', title, summary, context, target_group, setting, pedagogy, technology, done,
      effects, costs, failed, steps, measured)))) as word
    where length(word) between 3 and 40) as found`;
}
