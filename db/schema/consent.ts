import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { people } from "./identity.ts";

/**
 * What somebody was told when they were asked for one field: never changed. What became of it are
 * its events. Kept 5 years after the consent ends: see migrations/17_consent_promises.sql.
 * @see ISO/IEC TS 27560:2023
 */
export const consentRecords = pgTable(
  "consent_record",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    field: text().notNull(),
    controller: text().notNull(),
    purposes: text().array().notNull(),
    dataCategories: text().array().notNull(),
    recipients: text().array().notNull(),
    /** How long the answer is kept at most, as an ISO 8601 duration. */
    retention: text().notNull(),
    jurisdiction: text().notNull(),
    noticeVersion: integer().notNull(),
    language: text().notNull(),
    /** How the text was shown: text, audio, pictograms. */
    formats: text().array().notNull(),
    createdAt: instant().notNull(),
  },
  (record) => [
    index("consent_record_person").on(record.personId),
    check("consent_record_language_known", sql`${record.language} in ('nl', 'fr', 'en')`),
    check(
      "consent_record_formats_known",
      sql`cardinality(${record.formats}) > 0 and ${record.formats} <@ array['text', 'audio', 'pictograms']`,
    ),
    check("consent_record_country_known", sql`${record.jurisdiction} in ('BE', 'FR')`),
    check(
      "consent_record_may_be_asked",
      sql`${record.field} = 'disability' or (${record.field} = 'minority' and ${record.jurisdiction} = 'BE')`,
    ),
  ],
);

/** What happened to a consent, one row each: appended, never changed. */
export const consentEvents = pgTable(
  "consent_event",
  {
    id: uuid().primaryKey().defaultRandom(),
    recordId: uuid()
      .notNull()
      .references(() => consentRecords.id, { onDelete: "cascade" }),
    state: text().notNull(),
    /** How it was expressed: self, with a helper, on paper; or system when it ended by itself. */
    expressed: text().notNull(),
    /** The helper who wrote it down. */
    helperId: uuid().references(() => people.id),
    at: instant().notNull(),
  },
  (event) => [
    index("consent_event_record").on(event.recordId, event.at),
    check(
      "consent_event_state_known",
      sql`${event.state} in ('given', 'refused', 'withdrawn', 'expired')`,
    ),
    check(
      "consent_event_expressed_known",
      sql`${event.expressed} in ('self', 'helper', 'paper', 'system')`,
    ),
    check(
      "consent_event_names_its_helper",
      sql`(${event.helperId} is not null) = (${event.expressed} in ('helper', 'paper'))`,
    ),
  ],
);

/**
 * What somebody answered to a field they consented to. Lives as long as that consent is given: the
 * database takes it away with the event that ends it, and refuses it when there is none.
 */
export const profileAnswers = pgTable(
  "profile_answer",
  {
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    field: text().notNull(),
    /** In clear, from before answers were sealed: a job seals what is left of them. */
    code: text(),
    /**
     * The answer, sealed with the key of the service: a stolen table says nothing of anybody's
     * health or origin.
     */
    sealed: text(),
    consentId: uuid()
      .notNull()
      .references(() => consentRecords.id),
    recordedAt: instant().notNull(),
  },
  (answer) => [
    primaryKey({ columns: [answer.personId, answer.field] }),
    check("profile_answer_is_one", sql`(${answer.code} is null) <> (${answer.sealed} is null)`),
    check("profile_answer_code_known", sql`${answer.code} in ('yes', 'no', 'asked_unknown')`),
  ],
);

/** What a retention job did: shown in the privacy declaration. */
export const retentionRuns = pgTable(
  "retention_run",
  {
    id: uuid().primaryKey().defaultRandom(),
    job: text().notNull(),
    at: instant().notNull(),
    counts: jsonb().$type<Record<string, number>>().notNull(),
  },
  (run) => [index("retention_run_newest").on(run.job, run.at)],
);
