import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "../types.ts";
import { credentials } from "./credentials.ts";
import { people } from "./identity.ts";

/**
 * A badge of another issuer that somebody keeps here, with what came of checking it. Its row goes
 * with the person.
 */
export const backpackBadges = pgTable(
  "backpack_badge",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** As it was given, byte for byte, and what it is: json, jwt, png or svg. */
    file: bytes().notNull(),
    kind: text().notNull(),
    /** Of `file`, in hex: the same file is kept once. */
    sha256: text().notNull(),
    /** What it says of itself: lib/learning/badges/verification/outcome.ts, `Shown`. */
    says: jsonb().$type<Record<string, unknown>>().notNull(),
    verdict: text().notNull(),
    /** The steps that did not pass, by name and code. */
    faults: jsonb().$type<{ step: string; code: string }[]>().notNull(),
    /**
     * Whether it names whoever keeps it: lib/learning/badges/backpack/holder.ts. Whom it names
     * instead is nowhere but in the file.
     */
    holder: text().notNull().default("unknown"),
    verifiedAt: instant().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (badge) => [
    uniqueIndex("backpack_badge_once").on(badge.personId, badge.sha256),
    check("backpack_badge_is_light", sql`octet_length(${badge.file}) <= 1000000`),
    check("backpack_badge_kind_known", sql`${badge.kind} in ('json', 'jwt', 'png', 'svg')`),
    check("backpack_badge_holder_known", sql`${badge.holder} in ('matches', 'other', 'unknown')`),
    check(
      "backpack_badge_verdict_known",
      sql`${badge.verdict} in ('genuine', 'unknown_issuer', 'withdrawn', 'expired', 'not_yet', 'unsure', 'refused')`,
    ),
  ],
);

/** Badges that somebody shows together. */
export const backpackCollections = pgTable(
  "backpack_collection",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    name: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (collection) => [
    index("backpack_collection_person").on(collection.personId),
    check("backpack_collection_has_a_name", sql`${collection.name} <> ''`),
  ],
);

export const backpackItems = pgTable(
  "backpack_item",
  {
    id: uuid().primaryKey().defaultRandom(),
    collectionId: uuid()
      .notNull()
      .references(() => backpackCollections.id, { onDelete: "cascade" }),
    /** One of the network. */
    credentialId: uuid().references(() => credentials.id, { onDelete: "cascade" }),
    /** Or one of another issuer. */
    importedId: uuid().references(() => backpackBadges.id, { onDelete: "cascade" }),
  },
  (item) => [
    uniqueIndex("backpack_item_credential_once").on(item.collectionId, item.credentialId),
    uniqueIndex("backpack_item_imported_once").on(item.collectionId, item.importedId),
    index("backpack_item_credential").on(item.credentialId),
    index("backpack_item_imported").on(item.importedId),
    check(
      "backpack_item_is_one",
      sql`(${item.credentialId} is null) <> (${item.importedId} is null)`,
    ),
  ],
);

/**
 * A link with which others see a collection, until its end or until its owner ends it. Only its
 * hash is kept.
 */
export const backpackShares = pgTable(
  "backpack_share",
  {
    id: uuid().primaryKey().defaultRandom(),
    collectionId: uuid()
      .notNull()
      .references(() => backpackCollections.id, { onDelete: "cascade" }),
    tokenHash: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
  },
  (share) => [
    uniqueIndex("backpack_share_token").on(share.tokenHash),
    index("backpack_share_collection").on(share.collectionId),
    check("backpack_share_ends", sql`${share.expiresAt} > ${share.createdAt}`),
  ],
);
