import { sql } from "drizzle-orm";
import type { OwnData } from "#lib/module.ts";

/**
 * What somebody wrote, translated, read for others, and said of practices of others: of others
 * never who.
 */
export const practicesOf: OwnData = async ({ personId, rows }) => ({
  practicesWritten: await rows(sql`
    select jsonb_build_object('practice', practice.slug, 'version', number, 'state', state,
      'createdAt', practice_version.created_at,
      'changedAt', changed_at, 'publishedAt', published_at, 'askedToChange', review_note, 'words',
      (select jsonb_object_agg(edition.language,
      to_jsonb(edition) - 'search' - 'version_id' - 'translator_id' - 'language')
        from practice_edition edition where edition.version_id = practice_version.id
          and edition.is_original)) as row
    from practice_version join practice on practice.id = practice_id where author_id = ${personId} order by practice_version.created_at, practice_version.id`),
  practicesTranslated: await rows(sql`
    select to_jsonb(edition) - 'search' - 'version_id' - 'translator_id'
      || jsonb_build_object('practice', practice.slug, 'version', number) as row
    from practice_edition edition join practice_version on practice_version.id = edition.version_id
    join practice on practice.id = practice_id
    where translator_id = ${personId} order by edition.changed_at, practice.slug`),
  practicesReviewed: await rows(sql`
    select jsonb_build_object('practice', practice.slug, 'version', number, 'space',
      review_space_id, 'state', state, 'note', review_note) as row
    from practice_version join practice on practice.id = practice_id where reviewer_id = ${personId} order by practice_version.created_at, practice_version.id`),
  practiceReports: await rows(sql`
    select jsonb_build_object('practice', practice.slug, 'space', report.space_id, 'outcome',
      outcome, 'month', month, 'sessions', sessions,
      'language', language, 'words', words, 'counted', measured, 'people', measured_people, 'with',
      measured_with, 'without', measured_without, 'state', state, 'answer', note, 'createdAt',
      report.created_at) as row
    from practice_report report join practice on practice.id = practice_id where person_id = ${personId} order by report.created_at, report.id`),
  practiceReportsDecidedOn: await rows(sql`
    select jsonb_build_object('practice', practice.slug, 'space', report.space_id, 'state', state,
      'note', note, 'at', decided_at) as row
    from practice_report report join practice on practice.id = practice_id where decided_by = ${personId} order by decided_at, report.id`),
});
