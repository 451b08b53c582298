import { sql } from "drizzle-orm";
import { date, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "../types.ts";
import { people } from "./identity.ts";
import { spaces } from "./spaces.ts";

/** A published, frozen export. Append-only: see migrations/14_research_promises.sql. */
export const releases = pgTable("release", {
  id: uuid().primaryKey().defaultRandom(),
  dataset: text().notNull(),
  /** What was asked for, in one canonical form: the same question gets the same release. */
  parameters: jsonb().$type<{ from: string; to: string; spaces: string[] }>().notNull(),
  purpose: text().notNull(),
  madeBy: uuid()
    .notNull()
    .references(() => people.id),
  rows: integer().notNull(),
  /** SHA-256 of data.csv, in hexadecimal. */
  sha256: text().notNull(),
  /** What was merged or withheld to protect people. */
  protection: jsonb().$type<{ steps: string[]; withheld: number }>().notNull(),
  createdAt: instant().notNull().default(sql`now()`),
});

/** The bytes of a release, in pieces, so that neither writing nor reading holds them all. */
export const releaseChunks = pgTable(
  "release_chunk",
  {
    releaseId: uuid().notNull(),
    position: integer().notNull(),
    content: bytes().notNull(),
  },
  (chunk) => [primaryKey({ columns: [chunk.releaseId, chunk.position] })],
);

/** Which space and month left in which release, and a digest of what was counted there. */
export const releaseBlocks = pgTable(
  "release_block",
  {
    releaseId: uuid().notNull(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    month: date().notNull(),
    fingerprint: text().notNull(),
  },
  (block) => [primaryKey({ columns: [block.spaceId, block.month, block.releaseId] })],
);

/** Every download: who, when, of what. */
export const releaseDownloads = pgTable("release_download", {
  id: uuid().primaryKey().defaultRandom(),
  releaseId: uuid()
    .notNull()
    .references(() => releases.id),
  personId: uuid()
    .notNull()
    .references(() => people.id),
  sha256: text().notNull(),
  at: instant().notNull().default(sql`now()`),
});

/**
 * What outsiders may read of one quarter and region, made once and never again: rounded counts
 * without anybody in them. No region is what is counted over the whole network. Append-only: see
 * migrations/30_publication.sql.
 */
export const publishedBlocks = pgTable(
  "published_block",
  {
    /** Its first day. */
    quarter: date().notNull(),
    region: text().notNull(),
    cells: jsonb()
      .$type<{ report: Record<string, number | null>; joint: Record<string, number | null> }>()
      .notNull(),
    frozenAt: instant().notNull().default(sql`now()`),
  },
  (block) => [primaryKey({ columns: [block.quarter, block.region] })],
);

/**
 * What outsiders may read of the use of one region in one month, made when it is closed and never
 * again; null where too few people had booked. Append-only: see migrations/51_published_use.sql.
 */
export const publishedUse = pgTable(
  "published_use",
  {
    /** Its first day. */
    month: date().notNull(),
    region: text().notNull(),
    openMinutes: integer(),
    bookedMinutes: integer(),
    frozenAt: instant().notNull().default(sql`now()`),
  },
  (use) => [primaryKey({ columns: [use.month, use.region] })],
);

/**
 * How many people earned each badge in a quarter and region, as everybody may read it: by the id of
 * the badge, and without those that are withheld. Made once and append-only, as `published_block`.
 */
export const publishedBadges = pgTable(
  "published_badges",
  {
    /** Its first day. */
    quarter: date().notNull(),
    region: text().notNull(),
    figures: jsonb().$type<Record<string, number>>().notNull(),
    frozenAt: instant().notNull().default(sql`now()`),
  },
  (block) => [primaryKey({ columns: [block.quarter, block.region] })],
);
