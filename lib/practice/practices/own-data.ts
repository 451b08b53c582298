import { and, eq, sql } from "drizzle-orm";
import {
  practiceEditions,
  practiceReports,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import type { About, OwnData } from "#lib/module.ts";

const WORDS = sql<object>`to_jsonb(practice_edition) - '{search,version_id,translator_id}'::text[]`;

/**
 * What somebody wrote, translated, read for others, and said of practices of others: of others
 * never who.
 */
export const practicesOf: OwnData = async (about) => ({
  practicesWritten: await writtenBy(about),
  practicesTranslated: await translatedBy(about),
  practicesReviewed: await reviewedBy(about),
  practiceReports: await reportsOf(about),
  practiceReportsDecidedOn: await reportsDecidedBy(about),
});

/** Every version of this person, with its words in the language that they were written in. */
async function writtenBy({ db, personId }: About) {
  const written = await db
    .select({
      practice: practices.slug,
      version: practiceVersions.number,
      state: practiceVersions.state,
      createdAt: practiceVersions.createdAt,
      changedAt: practiceVersions.changedAt,
      publishedAt: practiceVersions.publishedAt,
      askedToChange: practiceVersions.reviewNote,
      language: practiceEditions.language,
      words: sql`${WORDS} - 'language'`,
    })
    .from(practiceVersions)
    .innerJoin(practices, eq(practices.id, practiceVersions.practiceId))
    .leftJoin(
      practiceEditions,
      and(eq(practiceEditions.versionId, practiceVersions.id), practiceEditions.isOriginal),
    )
    .where(eq(practiceVersions.authorId, personId))
    .orderBy(practiceVersions.createdAt, practiceVersions.id);
  return written.map(({ language, words, ...version }) => ({
    ...version,
    words: language && { [language]: words },
  }));
}

async function translatedBy({ db, personId }: About) {
  const translated = await db
    .select({ words: WORDS, practice: practices.slug, version: practiceVersions.number })
    .from(practiceEditions)
    .innerJoin(practiceVersions, eq(practiceVersions.id, practiceEditions.versionId))
    .innerJoin(practices, eq(practices.id, practiceVersions.practiceId))
    .where(eq(practiceEditions.translatorId, personId))
    .orderBy(practiceEditions.changedAt, practices.slug);
  return translated.map(({ words, ...edition }) => ({ ...words, ...edition }));
}

function reviewedBy({ db, personId }: About) {
  return db
    .select({
      practice: practices.slug,
      version: practiceVersions.number,
      space: practiceVersions.reviewSpaceId,
      state: practiceVersions.state,
      note: practiceVersions.reviewNote,
    })
    .from(practiceVersions)
    .innerJoin(practices, eq(practices.id, practiceVersions.practiceId))
    .where(eq(practiceVersions.reviewerId, personId))
    .orderBy(practiceVersions.createdAt, practiceVersions.id);
}

function reportsOf({ db, personId }: About) {
  return db
    .select({
      practice: practices.slug,
      space: practiceReports.spaceId,
      outcome: practiceReports.outcome,
      month: practiceReports.month,
      sessions: practiceReports.sessions,
      language: practiceReports.language,
      words: practiceReports.words,
      counted: practiceReports.measured,
      people: practiceReports.measuredPeople,
      with: practiceReports.measuredWith,
      without: practiceReports.measuredWithout,
      state: practiceReports.state,
      answer: practiceReports.note,
      createdAt: practiceReports.createdAt,
    })
    .from(practiceReports)
    .innerJoin(practices, eq(practices.id, practiceReports.practiceId))
    .where(eq(practiceReports.personId, personId))
    .orderBy(practiceReports.createdAt, practiceReports.id);
}

function reportsDecidedBy({ db, personId }: About) {
  return db
    .select({
      practice: practices.slug,
      space: practiceReports.spaceId,
      state: practiceReports.state,
      note: practiceReports.note,
      at: practiceReports.decidedAt,
    })
    .from(practiceReports)
    .innerJoin(practices, eq(practices.id, practiceReports.practiceId))
    .where(eq(practiceReports.decidedBy, personId))
    .orderBy(practiceReports.decidedAt, practiceReports.id);
}
