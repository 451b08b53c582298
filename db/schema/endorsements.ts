import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { badgeClasses, badgeVersions } from "./badges.ts";
import { credentials, statusEntries } from "./credentials.ts";
import { people } from "./identity.ts";
import { spaces } from "./spaces.ts";

/**
 * An organisation that has said what a badge is worth to it. Somebody who reads mail at its domain
 * did, and no more is proven.
 */
export const endorsers = pgTable(
  "endorser",
  {
    /** In its DID, `did:web:…:endorsers:<id>`: it is signed, and stays. */
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    domain: text().notNull(),
    /** Training provider or employer. */
    kind: text().notNull(),
    region: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (endorser) => [
    uniqueIndex("endorser_once").on(sql`lower(${endorser.name})`, endorser.domain, endorser.region),
    check("endorser_kind_known", sql`${endorser.kind} in ('training', 'employer')`),
    check(
      "endorser_region_known",
      sql`${endorser.region} in ('vlaanderen', 'hauts-de-france', 'wallonie')`,
    ),
  ],
);

/**
 * An organisation is asked, by a link in a mail, whether it recognises a badge, somebody's badge,
 * or the issuer.
 */
export const endorsementRequests = pgTable(
  "endorsement_request",
  {
    id: uuid().primaryKey().defaultRandom(),
    /**
     * What it is about: a badge that can be earned (class), somebody's own (credential), or the
     * network (issuer).
     */
    subject: text().notNull(),
    classId: uuid().references(() => badgeClasses.id),
    credentialId: uuid().references(() => credentials.id, { onDelete: "cascade" }),
    organisation: text().notNull(),
    kind: text().notNull(),
    region: text().notNull(),
    language: text().notNull(),
    /** What whoever asks writes with it. */
    message: text().notNull().default(""),
    /** Where the link went, as long as it opens something; afterwards only its domain. */
    address: text(),
    /**
     * The address as it can be compared, not read: who has it as their own address finds the
     * request when they sign in.
     */
    addressHash: text(),
    domain: text().notNull(),
    /** Of the link. It stays when it was used: whoever follows it again is told so. */
    tokenHash: text().notNull(),
    /** Nobody once they are erased. */
    askedBy: uuid().references(() => people.id, { onDelete: "set null" }),
    /** The space for which it is asked; null where a learner asks for their own. */
    spaceId: uuid().references(() => spaces.id),
    state: text().notNull().default("open"),
    /** Why it was refused: for whoever asked. */
    reason: text().notNull().default(""),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
    answeredAt: instant(),
  },
  (request) => [
    uniqueIndex("endorsement_request_token").on(request.tokenHash),
    /** One address is asked one thing once at a time. */
    uniqueIndex("endorsement_request_once")
      .on(
        request.addressHash,
        sql`coalesce(${request.classId}, ${request.credentialId}, '00000000-0000-0000-0000-000000000000')`,
      )
      .where(sql`${request.state} = 'open'`),
    index("endorsement_request_asked_by").on(request.askedBy),
    index("endorsement_request_credential").on(request.credentialId),
    index("endorsement_request_space").on(request.spaceId),
    check(
      "endorsement_request_subject_known",
      sql`${request.subject} in ('class', 'credential', 'issuer')`,
    ),
    check(
      "endorsement_request_has_its_subject",
      sql`(${request.subject} = 'class') = (${request.classId} is not null)
        and (${request.subject} = 'credential') = (${request.credentialId} is not null)`,
    ),
    check("endorsement_request_kind_known", sql`${request.kind} in ('training', 'employer')`),
    check(
      "endorsement_request_region_known",
      sql`${request.region} in ('vlaanderen', 'hauts-de-france', 'wallonie')`,
    ),
    check("endorsement_request_language_known", sql`${request.language} in ('nl', 'fr', 'en')`),
    check(
      "endorsement_request_state_known",
      sql`${request.state} in ('open', 'accepted', 'refused', 'withdrawn', 'ended')`,
    ),
    check(
      "endorsement_request_open_has_an_address",
      sql`(${request.state} = 'open') = (${request.address} is not null)
        and (${request.state} = 'open') = (${request.answeredAt} is null)`,
    ),
    check(
      "endorsement_request_refused_says_why",
      sql`${request.state} <> 'refused' or ${request.reason} <> ''`,
    ),
    check("endorsement_request_ends", sql`${request.expiresAt} > ${request.createdAt}`),
  ],
);

/** What an organisation said, signed. Goes with the badge of the person that it is about. */
export const endorsements = pgTable(
  "endorsement",
  {
    id: uuid().primaryKey().defaultRandom(),
    requestId: uuid()
      .notNull()
      .references(() => endorsementRequests.id, { onDelete: "cascade" }),
    endorserId: uuid()
      .notNull()
      .references(() => endorsers.id),
    subject: text().notNull(),
    classId: uuid().references(() => badgeClasses.id),
    /** The version that it was said of: a later one may ask for something else. */
    versionId: uuid().references(() => badgeVersions.id),
    credentialId: uuid().references(() => credentials.id, { onDelete: "cascade" }),
    language: text().notNull(),
    comment: text().notNull(),
    /** What it is good for there: exemption, admission, interview, hours. */
    scopes: text().array().notNull(),
    /** Of the training, that who has the badge need not follow. */
    hours: integer(),
    /**
     * Who answered, as they said: for the network, never signed. Emptied when they ask, or it is
     * withdrawn.
     */
    signerName: text().notNull().default(""),
    signerRole: text().notNull().default(""),
    addressHash: text(),
    /** Of the link with which it is withdrawn. */
    withdrawHash: text(),
    /** The bytes as they were signed. */
    signed: text().notNull(),
    sha256: text().notNull(),
    statusListId: uuid().notNull(),
    statusPosition: integer().notNull(),
    issuedAt: instant().notNull(),
    revokedAt: instant(),
    revokedBy: text(),
    revokeReason: text(),
  },
  (endorsement) => [
    uniqueIndex("endorsement_signed_once").on(endorsement.requestId),
    uniqueIndex("endorsement_status").on(endorsement.statusListId, endorsement.statusPosition),
    uniqueIndex("endorsement_withdraw").on(endorsement.withdrawHash),
    index("endorsement_endorser").on(endorsement.endorserId),
    index("endorsement_class").on(endorsement.classId),
    index("endorsement_credential").on(endorsement.credentialId),
    foreignKey({
      name: "endorsement_status_entry_fk",
      columns: [endorsement.statusListId, endorsement.statusPosition],
      foreignColumns: [statusEntries.listId, statusEntries.position],
    }),
    check(
      "endorsement_has_its_subject",
      sql`(${endorsement.subject} = 'class') = (${endorsement.classId} is not null)
        and (${endorsement.subject} = 'class') = (${endorsement.versionId} is not null)
        and (${endorsement.subject} = 'credential') = (${endorsement.credentialId} is not null)
        and ${endorsement.subject} in ('class', 'credential', 'issuer')`,
    ),
    check("endorsement_language_known", sql`${endorsement.language} in ('nl', 'fr', 'en')`),
    check(
      "endorsement_scopes_known",
      sql`${endorsement.scopes} <@ array['exemption', 'admission', 'interview', 'hours'] and cardinality(${endorsement.scopes}) > 0`,
    ),
    check(
      "endorsement_hours_say_how_many",
      sql`('hours' = any(${endorsement.scopes})) = (${endorsement.hours} is not null)
        and (${endorsement.hours} is null or ${endorsement.hours} between 1 and 2000)`,
    ),
    check(
      "endorsement_revoked_says_why",
      sql`(${endorsement.revokedAt} is null) = (${endorsement.revokeReason} is null)
        and (${endorsement.revokedAt} is null) = (${endorsement.revokedBy} is null)
        and (${endorsement.revokedBy} is null or ${endorsement.revokedBy} in ('endorser', 'network'))`,
    ),
  ],
);
