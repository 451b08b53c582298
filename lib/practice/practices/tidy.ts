import { and, eq, inArray, isNull, lt, notExists, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { practices, practiceVersions } from "#db/schema/practices.ts";
import type { Job } from "#lib/module.ts";

/** After so long without a change, a draft goes. */
const DRAFT_MONTHS = 24;

/**
 * Takes away drafts that nobody goes on with, practices of which nothing is left, and words that no
 * published practice has any more. Idempotent.
 */
export const tidyPractices: Job = async (db, now) => {
  const before = now.toZonedDateTimeISO("UTC").subtract({ months: DRAFT_MONTHS }).toInstant();
  const drafts = await db
    .delete(practiceVersions)
    .where(
      and(
        inArray(practiceVersions.state, ["draft", "submitted", "changes_asked"]),
        or(isNull(practiceVersions.authorId), lt(practiceVersions.changedAt, before)),
      ),
    );
  const empty = await db.delete(practices).where(hasNoVersion(db));
  const words = await db.execute(sql`
    with used as (select distinct language, word from practice_edition
    cross join lateral ${wordsOfEdition()}
      where version_id in (select id from practice_version where state = 'published'))
    delete from practice_word where (language, word) not in (select language, word from used)`);
  return {
    drafts: drafts.rowCount ?? 0,
    practices: empty.rowCount ?? 0,
    words: words.rowCount ?? 0,
  };
};

/** A practice of which nothing is left. */
export function hasNoVersion(db: Database): SQL {
  return notExists(
    db
      .select({ id: practiceVersions.id })
      .from(practiceVersions)
      .where(eq(practiceVersions.practiceId, practices.id)),
  );
}

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
