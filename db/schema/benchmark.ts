import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { competences } from "./badges.ts";

/**
 * A badge of somebody else, or a course that is offered, as far as it is known. What nobody knows
 * is null, never a guess.
 */
export const benchmarkEntries = pgTable(
  "benchmark_entry",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** badge or offer. */
    kind: text().notNull(),
    name: text().notNull(),
    /** Who gives the badge, or the course. */
    issuer: text().notNull(),
    /** Two letters (ISO 3166-1); null where it is not said. */
    country: text(),
    /** Where a course is given; null for badges, and for what is followed from anywhere. */
    region: text(),
    /** As BCP 47 writes them: `fr`, `nl-BE`. */
    languages: text().array().notNull().default(sql`'{}'`),
    /** Badges: which version of Open Badges it is: none, 1, 2, 3 or unknown. */
    standard: text(),
    /**
     * Badges: how it is earned: attendance, test, evidence, peers, mentor. Empty where it is not
     * said.
     */
    criteria: text().array().notNull().default(sql`'{}'`),
    hours: integer(),
    level: text(),
    /** Badges: after how many months it ends; 0 for one that lasts. */
    validMonths: integer(),
    /** In whole euros; 0 for what is free. */
    priceEuro: integer(),
    /** Where it can be verified. */
    verification: text(),
    website: text(),
    endorsedBy: text().array().notNull().default(sql`'{}'`),
    /** Competences that it names and that stand in none of our frameworks, in its own words. */
    otherCompetences: text().array().notNull().default(sql`'{}'`),
    /** The id that it was imported by: a second import changes it. */
    importedFrom: text().unique("benchmark_entry_imported_once"),
    /** Where the facts were read, and on which day. */
    source: text().notNull(),
    factsOn: date({ mode: "string" }).notNull(),
    isInvented: boolean().notNull().default(false),
    retiredAt: instant(),
    changedAt: instant().notNull().default(sql`now()`),
    revision: integer().notNull().default(1),
  },
  (entry) => [
    index("benchmark_entry_kind_name").on(entry.kind, entry.name),
    check("benchmark_kind_known", sql`${entry.kind} in ('badge', 'offer')`),
    check(
      "benchmark_region_known",
      sql`${entry.region} is null or ${entry.region} in ('vlaanderen', 'hauts-de-france', 'wallonie')`,
    ),
    check(
      "benchmark_country_is_two_letters",
      sql`${entry.country} is null or ${entry.country} ~ '^[A-Z]{2}$'`,
    ),
    check(
      "benchmark_standard_known",
      sql`(${entry.kind} = 'badge') = (${entry.standard} is not null) and (${entry.standard} is null or ${entry.standard} in ('none', '1', '2', '3', 'unknown'))`,
    ),
    check(
      "benchmark_criteria_known",
      sql`${entry.criteria} <@ array['attendance', 'test', 'evidence', 'peers', 'mentor'] and (${entry.kind} = 'badge' or ${entry.criteria} = '{}')`,
    ),
    check(
      "benchmark_numbers_not_negative",
      sql`(${entry.hours} is null or ${entry.hours} between 1 and 10000) and (${entry.priceEuro} is null or ${entry.priceEuro} between 0 and 1000000)
        and (${entry.validMonths} is null or ${entry.validMonths} between 0 and 600 and ${entry.kind} = 'badge')`,
    ),
    check(
      "benchmark_says_its_source",
      sql`${entry.name} <> '' and ${entry.issuer} <> '' and ${entry.source} <> ''`,
    ),
  ],
);

/** What an entry stands for, or teaches. */
export const benchmarkCompetences = pgTable(
  "benchmark_competence",
  {
    entryId: uuid()
      .notNull()
      .references(() => benchmarkEntries.id, { onDelete: "cascade" }),
    competenceId: uuid()
      .notNull()
      .references(() => competences.id),
  },
  (pair) => [
    primaryKey({ columns: [pair.entryId, pair.competenceId] }),
    index("benchmark_competence_competence").on(pair.competenceId),
  ],
);
