import { type SQL, sql } from "drizzle-orm";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

/** More words than anybody asks; the rest are passed over. */
const MOST_WORDS = 20;
/** What a word found in another language than the reader's weighs. */
const ELSEWHERE = 0.7;
/** Shorter words are not taken for misspelled ones. */
const LEAST_MISSPELLED = 4;

/**
 * The published versions that answer a question, as a statement of `version_id` and `score`, the best not first.
 *
 * Each word is looked for by its stem in every language, without accents; the rarer it is, the more it weighs, and more in a title
 * than in the rest. A word that stands nowhere is taken for the words that look most like it.
 *
 * @see https://www.postgresql.org/docs/18/textsearch-controls.html and https://www.postgresql.org/docs/18/pgtrgm.html
 */
export function matchesOf(q: string, locale: Locale): SQL {
  return sql`(
    with shown as (
      select version_id, edition.language, search from practice_edition edition
      join practice_version version on version.id = edition.version_id
        and version.state = 'published'),
    asked as (
      select word from unnest(tsvector_to_array(to_tsvector('public.practice_words'::regconfig,
        ${q.slice(0, 400)}))) as word
      limit ${MOST_WORDS}),
    tongue (language) as (values ('nl'), ('fr'), ('en')),
    plain as (
      select asked.word, tongue.language, lexeme,
        ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery as query
      from asked cross join tongue
      cross join lateral unnest(tsvector_to_array(practice_lexemes(tongue.language,
      asked.word))) as lexeme),
    known as (
      select word from plain
      where exists (select from shown where shown.language = plain.language
        and search @@ plain.query)),
    -- A word that says nothing in the reader's language is no misspelled one.
    unknown as (
      select word from asked where length(word) >= ${LEAST_MISSPELLED}
        and word not in (select word from known)
        and exists (select from plain where plain.word = asked.word
          and plain.language = ${locale})),
    alike as (
      select tongue.language, unknown.word, near.word as other, near.likeness from unknown
      cross join tongue cross join lateral (
        select practice_word.word, similarity(practice_word.word, unknown.word) as likeness
        from practice_word
        where practice_word.language = tongue.language and practice_word.word % unknown.word
        order by 2 desc, 1 limit 3) as near),
    meant as (
      select word, language, query, 1.0::float8 as likeness from plain
      where word in (select word from known)
      union all
      select alike.word, alike.language,
        ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery,
        alike.likeness
      from alike cross join lateral unnest(tsvector_to_array(practice_lexemes(alike.language,
      alike.other))) as lexeme),
    weighed as (
      select meant.*, ln(1 + (select count(*) from shown)::float8 / (1 + (select count(*) from shown
        where shown.language = meant.language and search @@ meant.query))) as rarity from meant),
    found as (
      select shown.version_id, shown.language, weighed.word,
        max(weighed.likeness * weighed.rarity * (0.4 + ts_rank('{0.15, 0.4, 0.7, 1.0}',
        shown.search, weighed.query))) as points
      from shown join weighed on weighed.language = shown.language and shown.search @@ weighed.query
      group by 1, 2, 3),
    summed as (
      select version_id, sum(points) * case when language = ${locale} then 1
        else ${ELSEWHERE}::float8 end as score from found group by version_id, language)
    select version_id, max(score) as score from summed group by version_id)`;
}
