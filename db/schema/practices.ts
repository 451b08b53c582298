import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { badgeClasses } from "./badges.ts";
import { people } from "./identity.ts";
import { releases } from "./research.ts";
import { sessions } from "./sessions.ts";
import { spaces } from "./spaces.ts";

const searchable = customType<{ data: string }>({ dataType: () => "tsvector" });

/** A way of working that a space shares. What is said of it is in its versions. */
export const practices = pgTable(
  "practice",
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull(),
    /** Where it comes from. */
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (practice) => [
    uniqueIndex("practice_slug_once").on(practice.slug),
    index("practice_space").on(practice.spaceId),
    check("practice_slug_plain", sql`${practice.slug} ~ '^[a-z0-9][a-z0-9-]{0,79}$'`),
  ],
);

/**
 * One version of a practice, from the first word to the day when another one stands in its place.
 * What may follow what stands in lib/practice/practices/transitions.ts. Drafts go with their
 * author; what was published stays, without the name of its author.
 */
export const practiceVersions = pgTable(
  "practice_version",
  {
    id: uuid().primaryKey().defaultRandom(),
    practiceId: uuid()
      .notNull()
      .references(() => practices.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    state: text().notNull(),
    /** Nobody once they are erased. */
    authorId: uuid().references(() => people.id, { onDelete: "set null" }),
    theme: text().notNull().default("learn"),
    evidence: text().notNull().default("story"),
    licence: text().notNull().default("CC-BY-4.0"),
    /** In which it was done. */
    languages: text().array().notNull().default(sql`'{}'`),
    groupLeast: integer(),
    groupMost: integer(),
    minutes: integer(),
    costCents: integer(),
    /**
     * Own figures: of how many people, and how many of a hundred with the practice and without it.
     */
    measuredPeople: integer(),
    measuredWith: integer(),
    measuredWithout: integer(),
    /** The study in this network that looked at it. */
    releaseId: uuid().references(() => releases.id),
    /** Where it was published. */
    source: text(),
    /** Who read it before it was published, and where they work. Nobody once they are erased. */
    reviewerId: uuid().references(() => people.id, { onDelete: "set null" }),
    reviewSpaceId: uuid().references(() => spaces.id),
    /** What they ask the author to change. */
    reviewNote: text().notNull().default(""),
    createdAt: instant().notNull().default(sql`now()`),
    changedAt: instant().notNull().default(sql`now()`),
    publishedAt: instant(),
    endedAt: instant(),
    /** Raised at each change: whoever writes or decides says which state they saw. */
    revision: integer().notNull().default(1),
  },
  (version) => [
    uniqueIndex("practice_version_number_once").on(version.practiceId, version.number),
    uniqueIndex("practice_version_one_is_written")
      .on(version.practiceId)
      .where(sql`${version.state} in ('draft', 'submitted', 'changes_asked')`),
    uniqueIndex("practice_version_one_is_published")
      .on(version.practiceId)
      .where(sql`${version.state} = 'published'`),
    index("practice_version_author").on(version.authorId),
    index("practice_version_state").on(version.state),
    check(
      "practice_version_state_known",
      sql`${version.state} in ('draft', 'submitted', 'changes_asked', 'published', 'replaced', 'withdrawn')`,
    ),
    check(
      "practice_version_theme_known",
      sql`${version.theme} in ('reach', 'learn', 'border', 'furniture')`,
    ),
    check(
      "practice_version_evidence_known",
      sql`${version.evidence} in ('story', 'own_figures', 'network_study', 'published')`,
    ),
    check(
      "practice_version_licence_known",
      sql`${version.licence} in ('CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0')`,
    ),
    check("practice_version_languages_known", sql`${version.languages} <@ array['nl', 'fr', 'en']`),
    check(
      "practice_version_group_fits",
      sql`${version.groupLeast} > 0 and ${version.groupMost} >= ${version.groupLeast}`,
    ),
    check("practice_version_minutes_known", sql`${version.minutes} between 0 and 10000`),
    check("practice_version_cost_known", sql`${version.costCents} between 0 and 100000000`),
    check(
      "practice_version_measured_whole",
      sql`(${version.measuredPeople} is null) = (${version.measuredWith} is null) and (${version.measuredPeople} is null) = (${version.measuredWithout} is null)
        and (${version.measuredPeople} is null or ${version.measuredPeople} >= 10 and ${version.measuredWith} between 0 and 100 and ${version.measuredWithout} between 0 and 100)`,
    ),
    check(
      "practice_version_not_reviewed_by_its_author",
      sql`${version.reviewerId} is null or ${version.authorId} is null or ${version.reviewerId} <> ${version.authorId}`,
    ),
    check(
      "practice_version_published_was_reviewed",
      sql`(${version.state} in ('published', 'replaced', 'withdrawn')) = (${version.publishedAt} is not null)
        and (${version.publishedAt} is null or ${version.reviewSpaceId} is not null)`,
    ),
    check(
      "practice_version_ended_says_when",
      sql`(${version.state} in ('replaced', 'withdrawn')) = (${version.endedAt} is not null)`,
    ),
    check(
      "practice_version_changes_say_what",
      sql`${version.state} <> 'changes_asked' or ${version.reviewNote} <> ''`,
    ),
  ],
);

/**
 * A version in one language: as it was written, or as a person translated it. The words of what is
 * published stay (a trigger holds it).
 */
export const practiceEditions = pgTable(
  "practice_edition",
  {
    versionId: uuid()
      .notNull()
      .references(() => practiceVersions.id, { onDelete: "cascade" }),
    language: text().notNull(),
    isOriginal: boolean().notNull(),
    /** Who translated it. Nobody once they are erased. */
    translatorId: uuid().references(() => people.id, { onDelete: "set null" }),
    title: text().notNull().default(""),
    summary: text().notNull().default(""),
    context: text().notNull().default(""),
    targetGroup: text().notNull().default(""),
    /** The room and what stands in it. */
    setting: text().notNull().default(""),
    pedagogy: text().notNull().default(""),
    technology: text().notNull().default(""),
    done: text().notNull().default(""),
    effects: text().notNull().default(""),
    costs: text().notNull().default(""),
    failed: text().notNull().default(""),
    /** One step a line; what stands before a colon is its name. */
    steps: text().notNull().default(""),
    /** What the own figures count. */
    measured: text().notNull().default(""),
    changedAt: instant().notNull().default(sql`now()`),
    search: searchable()
      .notNull()
      .generatedAlwaysAs(
        sql`practice_search(language, title, summary, target_group || ' ' || technology || ' ' || setting, context || ' ' || pedagogy || ' ' || done || ' ' || effects || ' ' || costs || ' ' || failed || ' ' || steps || ' ' || measured)`,
      ),
  },
  (edition) => [
    primaryKey({ columns: [edition.versionId, edition.language] }),
    uniqueIndex("practice_edition_one_original")
      .on(edition.versionId)
      .where(sql`${edition.isOriginal}`),
    index("practice_edition_translator").on(edition.translatorId),
    index("practice_edition_search").using("gin", edition.search),
    check("practice_edition_language_known", sql`${edition.language} in ('nl', 'fr', 'en')`),
    check(
      "practice_edition_original_is_no_translation",
      sql`${edition.translatorId} is null or not ${edition.isOriginal}`,
    ),
    check(
      "practice_edition_translation_says_something",
      sql`${edition.isOriginal} or ${edition.title} <> '' and ${edition.summary} <> ''`,
    ),
  ],
);

/** Every word of published practices, for finding what was meant where a word is misspelled. */
export const practiceWords = pgTable(
  "practice_word",
  { language: text().notNull(), word: text().notNull() },
  (known) => [
    primaryKey({ columns: [known.language, known.word] }),
    index("practice_word_alike").using("gin", sql`${known.word} gin_trgm_ops`),
  ],
);

/** What a version of a practice belongs to: a space that does it, a session, or a badge. */
export const practiceLinks = pgTable(
  "practice_link",
  {
    id: uuid().primaryKey().defaultRandom(),
    versionId: uuid()
      .notNull()
      .references(() => practiceVersions.id, { onDelete: "cascade" }),
    spaceId: uuid().references(() => spaces.id, { onDelete: "cascade" }),
    sessionId: uuid().references(() => sessions.id, { onDelete: "cascade" }),
    badgeClassId: uuid().references(() => badgeClasses.id, { onDelete: "cascade" }),
  },
  (link) => [
    unique("practice_link_once")
      .on(link.versionId, link.spaceId, link.sessionId, link.badgeClassId)
      .nullsNotDistinct(),
    index("practice_link_space").on(link.spaceId),
    index("practice_link_session").on(link.sessionId),
    index("practice_link_badge_class").on(link.badgeClassId),
    check(
      "practice_link_to_one",
      sql`num_nonnulls(${link.spaceId}, ${link.sessionId}, ${link.badgeClassId}) = 1`,
    ),
  ],
);

/**
 * Another space says how it went there. Seen by everybody once somebody of the practice's space has
 * let it through.
 */
export const practiceReports = pgTable(
  "practice_report",
  {
    id: uuid().primaryKey().defaultRandom(),
    practiceId: uuid()
      .notNull()
      .references(() => practices.id, { onDelete: "cascade" }),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    /** Who wrote it. Nobody once they are erased. */
    personId: uuid().references(() => people.id, { onDelete: "set null" }),
    outcome: text().notNull(),
    /** The first day of the month in which it was tried. */
    month: date().notNull(),
    sessions: integer().notNull(),
    language: text().notNull(),
    words: text().notNull(),
    /**
     * What its own figures count, of how many people, and how many of a hundred with the practice
     * and without it.
     */
    measured: text().notNull().default(""),
    measuredPeople: integer(),
    measuredWith: integer(),
    measuredWithout: integer(),
    state: text().notNull().default("waiting"),
    decidedBy: uuid().references(() => people.id, { onDelete: "set null" }),
    decidedAt: instant(),
    note: text().notNull().default(""),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (report) => [
    uniqueIndex("practice_report_one_of_a_space")
      .on(report.practiceId, report.spaceId)
      .where(sql`${report.state} <> 'refused'`),
    index("practice_report_person").on(report.personId),
    index("practice_report_space").on(report.spaceId),
    check(
      "practice_report_outcome_known",
      sql`${report.outcome} in ('worked', 'partly', 'failed')`,
    ),
    check("practice_report_language_known", sql`${report.language} in ('nl', 'fr', 'en')`),
    check("practice_report_state_known", sql`${report.state} in ('waiting', 'shown', 'refused')`),
    check("practice_report_counts_sessions", sql`${report.sessions} between 1 and 1000`),
    check(
      "practice_report_measured_whole",
      sql`(${report.measuredPeople} is null) = (${report.measuredWith} is null) and (${report.measuredPeople} is null) = (${report.measuredWithout} is null)
        and (${report.measuredPeople} is null) = (${report.measured} = '')
        and (${report.measuredPeople} is null or ${report.measuredPeople} >= 10 and ${report.measuredWith} between 0 and 100 and ${report.measuredWithout} between 0 and 100)`,
    ),
    check("practice_report_says_something", sql`${report.words} <> ''`),
    check(
      "practice_report_decided_says_when",
      sql`(${report.state} = 'waiting') = (${report.decidedAt} is null)`,
    ),
    check(
      "practice_report_refused_says_why",
      sql`${report.state} <> 'refused' or ${report.note} <> ''`,
    ),
    check(
      "practice_report_not_decided_by_its_writer",
      sql`${report.decidedBy} is null or ${report.personId} is null or ${report.decidedBy} <> ${report.personId}`,
    ),
  ],
);
