import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { JWK } from "jose";
import { instant } from "../types.ts";
import { people } from "./identity.ts";
import { spaces } from "./spaces.ts";

/**
 * How many badges one status list can speak of: the least that the standard allows, so that a
 * look-up hides among many.
 */
export const STATUS_LIST_LENGTH = 131_072;

/**
 * The keys that badges are signed with. Public halves stay for ever: badges that were signed with
 * them are checked by them.
 */
export const issuerKeys = pgTable(
  "issuer_key",
  {
    id: uuid().primaryKey().defaultRandom(),
    algorithm: text().notNull(),
    /**
     * What its id ends with in the DID document: the public key itself (Ed25519), or the thumbprint
     * of its JWK (ES256).
     */
    fragment: text().notNull(),
    publicJwk: jsonb().$type<JWK>().notNull(),
    /** JWK, sealed with the key of the service. Null for a key that signs no more. */
    privateKey: text(),
    createdAt: instant().notNull().default(sql`now()`),
    retiredAt: instant(),
    /**
     * From when on nobody should believe it, whatever it signed and when: somebody else may have
     * it.
     */
    distrustedAt: instant(),
  },
  (key) => [
    uniqueIndex("issuer_key_fragment").on(key.fragment),
    uniqueIndex("issuer_key_one_signs").on(key.algorithm).where(sql`${key.retiredAt} is null`),
    check("issuer_key_algorithm_known", sql`${key.algorithm} in ('Ed25519', 'ES256')`),
    check(
      "issuer_key_distrusted_signs_no_more",
      sql`${key.distrustedAt} is null or ${key.retiredAt} is not null`,
    ),
    check(
      "issuer_key_signs_or_retired",
      sql`(${key.retiredAt} is null) = (${key.privateKey} is not null)`,
    ),
  ],
);

/** A list of bits that says which badges were withdrawn, signed as a whole. It names no badge. */
export const statusLists = pgTable("status_list", {
  id: uuid().primaryKey().defaultRandom(),
  /** How many of its places are given out. */
  taken: integer().notNull().default(0),
  /** What is served, as it was signed. */
  signed: text().notNull(),
  signedAt: instant().notNull(),
  createdAt: instant().notNull().default(sql`now()`),
});

/**
 * A place of a status list that a badge has. It stays when the badge and its person are forgotten:
 * no other gets it.
 */
export const statusEntries = pgTable(
  "status_entry",
  {
    listId: uuid()
      .notNull()
      .references(() => statusLists.id),
    position: integer().notNull(),
    revokedAt: instant(),
  },
  (entry) => [
    primaryKey({ columns: [entry.listId, entry.position] }),
    check(
      "status_entry_in_list",
      sql`${entry.position} >= 0 and ${entry.position} < ${sql.raw(String(STATUS_LIST_LENGTH))}`,
    ),
  ],
);

/**
 * A badge of a person, signed. Its row goes with the person; files that they took along can still
 * be checked.
 */
export const credentials = pgTable(
  "credential",
  {
    id: uuid().primaryKey().defaultRandom(),
    awardId: uuid().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    /** Address of the version and language of the badge class. */
    achievementId: text().notNull(),
    /** The bytes as they were signed, and the same as a JWT. Never made anew from rows. */
    signed: text().notNull(),
    signedJwt: text().notNull(),
    /** Of `signed`, in hex. */
    sha256: text().notNull(),
    /** The picture that carries the badge when it is downloaded. */
    imageSvg: text(),
    statusListId: uuid().notNull(),
    statusPosition: integer().notNull(),
    issuedAt: instant().notNull(),
    validUntil: instant(),
    revokedAt: instant(),
    /** For the holder and the staff of the space; the list says only that it was. */
    revokeReason: text(),
    /** When its holder was told that it ends soon. */
    renewalRemindedAt: instant(),
  },
  (credential) => [
    uniqueIndex("credential_signed_once").on(credential.awardId),
    uniqueIndex("credential_status").on(credential.statusListId, credential.statusPosition),
    index("credential_person").on(credential.personId),
    foreignKey({
      name: "credential_status_entry_fk",
      columns: [credential.statusListId, credential.statusPosition],
      foreignColumns: [statusEntries.listId, statusEntries.position],
    }),
    check(
      "credential_revoked_says_why",
      sql`(${credential.revokedAt} is null) = (${credential.revokeReason} is null)`,
    ),
  ],
);

/**
 * A link with which others see a badge, for as long as its holder does not end it. Only its hash is
 * kept.
 */
export const credentialShares = pgTable(
  "credential_share",
  {
    id: uuid().primaryKey().defaultRandom(),
    credentialId: uuid()
      .notNull()
      .references(() => credentials.id, { onDelete: "cascade" }),
    tokenHash: text().notNull(),
    /** Staff made it for a sheet of paper, because its holder asked for one. */
    onPaper: boolean().notNull().default(false),
    createdAt: instant().notNull().default(sql`now()`),
    revokedAt: instant(),
  },
  (share) => [
    uniqueIndex("credential_share_token").on(share.tokenHash),
    index("credential_share_credential").on(share.credentialId),
  ],
);
