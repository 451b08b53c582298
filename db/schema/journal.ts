import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant } from "../types.ts";
import { people } from "./identity.ts";
import { spaces } from "./spaces.ts";

/**
 * How a learning place came to be, kept by the team of a space. Everybody reads it once it is
 * published.
 */
export const journals = pgTable(
  "journal",
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull(),
    /** The space whose team keeps it. */
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    state: text().notNull().default("draft"),
    /** Who began it. Nobody once they are erased. */
    authorId: uuid().references(() => people.id, { onDelete: "set null" }),
    /** In which its words are written. */
    language: text().notNull(),
    title: text().notNull(),
    summary: text().notNull(),
    /** The journal whose guide it was planned with. */
    guideId: uuid().references((): AnyPgColumn => journals.id, { onDelete: "set null" }),
    /** Goes up whenever its title or summary changes. */
    revision: integer().notNull().default(1),
    createdAt: instant().notNull().default(sql`now()`),
    changedAt: instant().notNull().default(sql`now()`),
  },
  (journal) => [
    uniqueIndex("journal_slug_once").on(journal.slug),
    index("journal_space").on(journal.spaceId),
    index("journal_author").on(journal.authorId),
    index("journal_guide").on(journal.guideId),
    check("journal_slug_plain", sql`${journal.slug} ~ '^[a-z0-9][a-z0-9-]{0,79}$'`),
    check("journal_language_known", sql`${journal.language} in ('nl', 'fr', 'en')`),
    check("journal_state_known", sql`${journal.state} in ('draft', 'published', 'withdrawn')`),
  ],
);

/** A stretch of the way, as it was planned and as it went. */
export const journalPhases = pgTable(
  "journal_phase",
  {
    journalId: uuid()
      .notNull()
      .references(() => journals.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    plannedFrom: date({ mode: "string" }).notNull(),
    plannedTo: date({ mode: "string" }).notNull(),
    actualFrom: date({ mode: "string" }),
    actualTo: date({ mode: "string" }),
    plannedCents: integer().notNull().default(0),
  },
  (phase) => [
    primaryKey({ columns: [phase.journalId, phase.kind] }),
    check(
      "journal_phase_known",
      sql`${phase.kind} in ('need', 'partners', 'design', 'build', 'opening', 'evaluation')`,
    ),
    check("journal_phase_planned_in_order", sql`${phase.plannedFrom} <= ${phase.plannedTo}`),
    check("journal_phase_went_in_order", sql`${phase.actualFrom} <= ${phase.actualTo}`),
    check(
      "journal_phase_ends_once_begun",
      sql`${phase.actualTo} is null or ${phase.actualFrom} is not null`,
    ),
    check("journal_phase_costs_something", sql`${phase.plannedCents} >= 0`),
  ],
);

/** What was decided, refused, paid, said, done or noted on a day. */
export const journalEntries = pgTable(
  "journal_entry",
  {
    id: uuid().primaryKey().defaultRandom(),
    journalId: uuid()
      .notNull()
      .references(() => journals.id, { onDelete: "cascade" }),
    phase: text().notNull(),
    kind: text().notNull(),
    day: date({ mode: "string" }).notNull(),
    words: text().notNull(),
    /**
     * In which the words are, where that is not the language of the journal: a task that comes from
     * a guide.
     */
    language: text(),
    /** A task that is still to be done, on its day. */
    isOpen: boolean().notNull().default(false),
    /** Why an alternative was refused. */
    reason: text().notNull().default(""),
    /** What was paid. */
    cents: integer(),
    /** Whose words they are, as they agreed to be called. */
    quotedAs: text(),
    /** The day on which they agreed to be quoted. */
    agreedOn: date({ mode: "string" }),
    visible: text().notNull().default("team"),
    /** Goes up whenever it changes. */
    revision: integer().notNull().default(1),
    /** Who wrote it. Nobody once they are erased. */
    authorId: uuid().references(() => people.id, { onDelete: "set null" }),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (entry) => [
    index("journal_entry_of").on(entry.journalId, entry.day),
    index("journal_entry_in_phase").on(entry.journalId, entry.phase),
    index("journal_entry_author").on(entry.authorId),
    foreignKey({
      name: "journal_entry_in_a_planned_phase",
      columns: [entry.journalId, entry.phase],
      foreignColumns: [journalPhases.journalId, journalPhases.kind],
    }),
    check(
      "journal_entry_phase_known",
      sql`${entry.phase} in ('need', 'partners', 'design', 'build', 'opening', 'evaluation')`,
    ),
    check(
      "journal_entry_kind_known",
      sql`${entry.kind} in ('decision', 'alternative', 'cost', 'words', 'task', 'note')`,
    ),
    check("journal_entry_visible_known", sql`${entry.visible} in ('team', 'public')`),
    check("journal_entry_language_known", sql`${entry.language} in ('nl', 'fr', 'en')`),
    check("journal_entry_only_tasks_are_open", sql`${entry.kind} = 'task' or not ${entry.isOpen}`),
    check("journal_entry_says_something", sql`${entry.words} <> ''`),
    check(
      "journal_entry_refused_says_why",
      sql`${entry.kind} <> 'alternative' or ${entry.reason} <> ''`,
    ),
    check(
      "journal_entry_cost_has_amount",
      sql`(${entry.kind} = 'cost') = (${entry.cents} is not null)`,
    ),
    check("journal_entry_amount_is_none_or_more", sql`${entry.cents} >= 0`),
    check(
      "journal_entry_quoted_agreed",
      sql`(${entry.kind} = 'words') = (${entry.quotedAs} is not null and ${entry.agreedOn} is not null)`,
    ),
  ],
);

/** A photo or a document of a phase. */
export const journalFiles = pgTable(
  "journal_file",
  {
    id: uuid().primaryKey().defaultRandom(),
    journalId: uuid()
      .notNull()
      .references(() => journals.id, { onDelete: "cascade" }),
    phase: text().notNull(),
    kind: text().notNull(),
    /** What a photo shows, for who cannot see it; what a document is. */
    words: text().notNull(),
    /** The day on which those who can be recognised in a photo agreed. Null where nobody can. */
    agreedOn: date({ mode: "string" }),
    visible: text().notNull().default("team"),
    /** A photo as WebP, as large as a card. */
    small: bytes(),
    /** A photo as WebP, as large as a screen; a document as it came, a PDF. */
    large: bytes().notNull(),
    /** Who added it. Nobody once they are erased. */
    authorId: uuid().references(() => people.id, { onDelete: "set null" }),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (file) => [
    index("journal_file_in_phase").on(file.journalId, file.phase),
    index("journal_file_author").on(file.authorId),
    foreignKey({
      name: "journal_file_in_a_planned_phase",
      columns: [file.journalId, file.phase],
      foreignColumns: [journalPhases.journalId, journalPhases.kind],
    }),
    check("journal_file_kind_known", sql`${file.kind} in ('photo', 'document')`),
    check("journal_file_visible_known", sql`${file.visible} in ('team', 'public')`),
    check("journal_file_says_something", sql`${file.words} <> ''`),
    check(
      "journal_file_photo_is_drawn_small",
      sql`(${file.kind} = 'photo') = (${file.small} is not null)`,
    ),
    check(
      "journal_file_is_light",
      sql`coalesce(octet_length(${file.small}), 0) <= 100000 and octet_length(${file.large}) <= case ${file.kind} when 'photo' then 1000000 else 5000000 end`,
    ),
  ],
);
