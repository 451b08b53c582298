import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { inReadingOrder } from "../expressions.ts";
import { bytes, instant, instantRanges } from "../types.ts";
import { people } from "./identity.ts";
import { spaces } from "./spaces.ts";

/** The first of our kinds that a code of the standard stands for. */
const KIND_BY_CODE = {
  OF: "adult-education",
  TIERS_LIEUX: "coworking",
  EPN: "digital-mediation",
  RFS: "france-services",
  BIB: "library",
  FABLAB: "makerspace",
  FT: "public-employment-service",
};
const kindByTypology = sql.raw(
  `case ${Object.entries(KIND_BY_CODE)
    .map(
      ([code, kind]) =>
        `when '${code}' = any(string_to_array(record->>'typologie', '|')) then '${kind}'`,
    )
    .join(" ")} else 'digital-mediation' end`,
);

/**
 * A place that another source told us of: people find it with its source, and nobody can book in it
 * until it is a space.
 */
export const listedPlaces = pgTable(
  "listed_place",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Who published it, and the number it has there. */
    source: text().notNull(),
    sourceId: text().notNull(),
    licence: text().notNull(),
    name: text().notNull(),
    city: text().notNull(),
    country: text().notNull(),
    lat: doublePrecision().notNull(),
    lon: doublePrecision().notNull(),
    /** The square of some 280 metres that it lies in: neighbours have neighbouring numbers. */
    cell: integer().notNull(),
    /** Name and commune as a search compares them. */
    search: text().notNull(),
    /** Everything that is known of it, in the fields of the standard. */
    record: jsonb().$type<Record<string, string | number>>().notNull(),
    /**
     * What a list is narrowed by: the kind of place, the language at the desk, and in the words of
     * the standard whom it is for and who is helped there.
     */
    labels: text()
      .array()
      .notNull()
      .generatedAlwaysAs(
        sql`array_remove(array_append(string_to_array(coalesce(record->>'publics_specifiquement_adresses', '') || '|' || coalesce(record->>'prise_en_charge_specifique', '') || '|' || coalesce(record->>'langue', ''), '|'), coalesce(record->>'genre', ${kindByTypology})), '')`,
      ),
    /** Its opening hours, in OpenStreetMap's syntax. */
    hours: text().generatedAlwaysAs(sql`record->>'horaires'`),
    published: boolean().notNull().default(false),
    /** The space that it became. */
    spaceId: uuid().references(() => spaces.id, { onDelete: "set null" }),
    createdAt: instant().notNull().default(sql`now()`),
    changedAt: instant().notNull().default(sql`now()`),
  },
  (place) => [
    uniqueIndex("listed_place_once").on(place.source, place.sourceId),
    index("listed_place_cell").on(place.cell, place.search),
    index("listed_place_namesake").on(place.search),
    index("listed_place_by_name")
      .on(inReadingOrder(place.name), place.id)
      .where(sql`${place.published} and ${place.spaceId} is null`),
    index("listed_place_map")
      .on(place.lat, place.lon, place.country)
      .where(sql`${place.published} and ${place.spaceId} is null`),
    index("listed_place_hours")
      .on(place.lat, place.lon, place.country, place.hours)
      .where(sql`${place.published} and ${place.spaceId} is null and ${place.hours} is not null`),
    index("listed_place_labels")
      .using("gin", place.labels)
      .where(sql`${place.published} and ${place.spaceId} is null`),
    index("listed_place_space").on(place.spaceId),
    check("listed_place_country_known", sql`${place.country} in ('BE', 'FR')`),
    check(
      "listed_place_on_earth",
      sql`${place.lat} between -90 and 90 and ${place.lon} between -180 and 180`,
    ),
  ],
);

/**
 * When listed places with such hours are open, a week ahead. Places that say the same have it in
 * common; what nobody says any longer is deleted at the next turn.
 */
export const listedHours = pgTable(
  "listed_hours",
  {
    hours: text().notNull(),
    country: text().notNull(),
    /** When it is surely open. */
    open: instantRanges().notNull(),
    /** For when the hours tell whether it is open: "by appointment" does not. */
    known: instantRanges().notNull(),
    /** How far ahead they were worked out. */
    until: instant().notNull(),
  },
  (row) => [primaryKey({ columns: [row.hours, row.country] })],
);

/**
 * A file of places on its way in. It is kept for a year: the next file of the same source is read
 * with the same mapping.
 */
export const placeImports = pgTable(
  "place_import",
  {
    id: uuid().primaryKey().defaultRandom(),
    askedBy: uuid().references(() => people.id, { onDelete: "set null" }),
    source: text().notNull(),
    licence: text().notNull(),
    fileName: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    /** What its beginning says: how it is written, its columns and first rows. */
    head: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Tells files with the same columns. */
    columnsHash: text().notNull(),
    /** Which column is which field, in the order of the columns; null until somebody agreed. */
    mapping: jsonb().$type<(string | null)[]>(),
    state: text().notNull().default("sent"),
    /** Rows by what becomes of them. */
    counts: jsonb().$type<Record<string, number>>(),
    createdAt: instant().notNull().default(sql`now()`),
    checkedAt: instant(),
    takenAt: instant(),
  },
  (file) => [
    index("place_import_source").on(file.source, file.createdAt),
    check("place_import_state", sql`${file.state} in ('sent', 'checked', 'taken')`),
    check("place_import_is_taken", sql`(${file.state} = 'taken') = (${file.takenAt} is not null)`),
  ],
);

/** The bytes of a file, a piece a row: whoever reads them holds one piece. */
export const placeImportParts = pgTable(
  "place_import_part",
  {
    importId: uuid()
      .notNull()
      .references(() => placeImports.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    content: bytes().notNull(),
  },
  (part) => [primaryKey({ columns: [part.importId, part.number] })],
);

/** A row of a file, and what becomes of it. Gone a week after the file came. */
export const placeImportRows = pgTable(
  "place_import_row",
  {
    importId: uuid()
      .notNull()
      .references(() => placeImports.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    /** Line of the file. */
    line: integer().notNull(),
    outcome: text().notNull(),
    sourceId: text(),
    name: text(),
    lat: doublePrecision(),
    lon: doublePrecision(),
    cell: integer(),
    search: text(),
    record: jsonb().$type<Record<string, string | number>>(),
    /** What was mended or left out, or why it is refused. */
    said: jsonb().$type<{ field: string; code: string; value: string }[]>().notNull(),
    /** The listed place that it changes. */
    placeId: uuid(),
    /** What it is a duplicate of, with the evidence. */
    twin: jsonb().$type<Record<string, string | number | null>>(),
    /** Somebody decided that the duplicate is a place of its own. */
    comesIn: boolean().notNull().default(false),
  },
  (row) => [
    primaryKey({ columns: [row.importId, row.number] }),
    index("place_import_row_outcome").on(row.importId, row.outcome, row.number),
    index("place_import_row_cell").on(row.importId, row.cell, row.search),
    index("place_import_row_namesake").on(row.importId, row.search),
    index("place_import_row_source").on(row.importId, row.sourceId),
    check(
      "place_import_row_outcome_known",
      sql`${row.outcome} in ('new', 'changed', 'same', 'duplicate', 'refused')`,
    ),
  ],
);

/**
 * Somebody says that a listed place is theirs to run; an administrator decides. Deleted a year
 * after the decision.
 */
export const placeClaims = pgTable(
  "place_claim",
  {
    id: uuid().primaryKey().defaultRandom(),
    placeId: uuid()
      .notNull()
      .references(() => listedPlaces.id, { onDelete: "cascade" }),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** Who runs the place, and what the person does there. */
    organisation: text().notNull().default(""),
    role: text().notNull().default(""),
    /** Why it is theirs, in their own words. */
    note: text().notNull(),
    /** `overtaken`: somebody else runs the place by now. */
    state: text().notNull().default("asked"),
    /** Why it was decided so. */
    answer: text().notNull().default(""),
    decidedBy: uuid().references(() => people.id, { onDelete: "set null" }),
    decidedAt: instant(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (claim) => [
    uniqueIndex("place_claim_open")
      .on(claim.placeId, claim.personId)
      .where(sql`${claim.state} = 'asked'`),
    index("place_claim_person").on(claim.personId),
    index("place_claim_waiting").on(claim.createdAt, claim.id).where(sql`${claim.state} = 'asked'`),
    check(
      "place_claim_state",
      sql`${claim.state} in ('asked', 'accepted', 'refused', 'withdrawn', 'overtaken')`,
    ),
    check("place_claim_is_decided", sql`(${claim.state} = 'asked') = (${claim.decidedAt} is null)`),
  ],
);
