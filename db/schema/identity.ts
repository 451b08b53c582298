import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  pgView,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";

/** A partner of the network: an operator of spaces, a training provider, an employer. */
export const organisations = pgTable(
  "organisation",
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    country: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  // Two of one name could not be told apart in a list.
  (organisation) => [uniqueIndex("organisation_name_once").on(sql`lower(${organisation.name})`)],
);

/** Somebody who signs in or holds a card. Identity is kept 24 months after the last contact. */
export const people = pgTable(
  "person",
  {
    id: uuid().primaryKey().defaultRandom(),
    displayName: text().notNull(),
    email: text(),
    /** Where a guest is written to. Nobody has proved it is theirs, so it opens no account. */
    contactEmail: text(),
    /** "+32470123456": for whoever has no address. */
    phone: text(),
    locale: text().notNull().default("en"),
    passwordHash: text(),
    /** Sealed with the key of the service: a stolen table makes no codes. */
    totpSecret: text(),
    totpConfirmedAt: instant(),
    /** The last TOTP step that was accepted: a code opens the door once. */
    totpLastStep: bigint({ mode: "number" }),
    disabledAt: instant(),
    /**
     * The last sign-in. Bookings, sessions and visits are contacts as well:
     * lib/evidence/privacy/retention.ts.
     */
    lastContactAt: instant().notNull().default(sql`now()`),
    /**
     * Name, address and ways in are gone; the id stays for what may not change, such as the audit
     * log.
     */
    erasedAt: instant(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (person) => [uniqueIndex("person_email_once").on(sql`lower(${person.email})`)],
);

/** What the other modules read of a person: who it is, and where they are reached. */
export const personView = pgView("identity_person", {
  id: uuid("id").notNull(),
  displayName: text("display_name").notNull(),
  email: text("email"),
  contactEmail: text("contact_email"),
  phone: text("phone"),
  locale: text("locale").notNull(),
  disabledAt: instant("disabled_at"),
  erasedAt: instant("erased_at"),
}).existing();

/** What the other modules read of an organisation. */
export const organisationView = pgView("identity_organisation", {
  id: uuid("id").notNull(),
  name: text("name").notNull(),
}).existing();

/** What somebody may do: in one space (learner, facilitator, manager) or in the whole network. */
export const roleAssignments = pgTable(
  "role_assignment",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    role: text().notNull(),
    spaceId: uuid(),
    organisationId: uuid().references(() => organisations.id),
    createdAt: instant().notNull().default(sql`now()`),
    /**
     * Since when its holder agrees to be named, with this role, on the page of the organisation.
     */
    shownSince: instant(),
  },
  (assignment) => [
    uniqueIndex("role_assignment_once").on(
      assignment.personId,
      assignment.role,
      sql`coalesce(${assignment.spaceId}, '00000000-0000-0000-0000-000000000000')`,
    ),
    index("role_assignment_organisation").on(assignment.organisationId),
    check(
      "role_assignment_known_role",
      sql`${assignment.role} in ('learner', 'facilitator', 'manager', 'researcher', 'partner', 'administrator')`,
    ),
    check(
      "role_assignment_learners_are_not_shown",
      sql`${assignment.shownSince} is null or (${assignment.role} <> 'learner' and ${assignment.organisationId} is not null)`,
    ),
  ],
);

/**
 * An open sign-in: only the hash of the cookie is kept, so a stolen table opens nothing. Kept 30
 * days after it ends.
 */
export const loginSessions = pgTable(
  "login_session",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    tokenHash: text().notNull(),
    method: text().notNull(),
    device: text(),
    /** Whoever signed in said that the device is not theirs: it ends sooner without use. */
    isShared: boolean().notNull().default(false),
    createdAt: instant().notNull().default(sql`now()`),
    lastSeenAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
  },
  (session) => [
    uniqueIndex("login_session_token").on(session.tokenHash),
    index("login_session_person").on(session.personId),
  ],
);

/** A personal access token for the API: hash only, scoped, revocable. */
export const accessTokens = pgTable(
  "access_token",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    name: text().notNull(),
    tokenHash: text().notNull(),
    scopes: text().array().notNull().default(sql`'{}'`),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant(),
    revokedAt: instant(),
    lastUsedAt: instant(),
  },
  (token) => [uniqueIndex("access_token_hash").on(token.tokenHash)],
);

/** A printed card: 8 characters known only to its paper, hashed here. */
export const cards = pgTable(
  "card",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    codeHash: text().notNull(),
    issuedAt: instant().notNull().default(sql`now()`),
    revokedAt: instant(),
  },
  (card) => [uniqueIndex("card_code").on(card.codeHash)],
);

/** A six-digit code sent by mail: ten minutes, one use, few attempts. */
export const signInCodes = pgTable(
  "sign_in_code",
  {
    id: uuid().primaryKey().defaultRandom(),
    email: text().notNull(),
    codeHash: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
    attempts: integer().notNull().default(0),
    usedAt: instant(),
  },
  (code) => [index("sign_in_code_email").on(code.email)],
);

/**
 * The one-use way for staff to choose a password: 48 hours. Only the token's hash is kept, and the
 * second factor it offers is sealed. Deleted 30 days after it ends.
 */
export const invitations = pgTable(
  "invitation",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    tokenHash: text().notNull(),
    totpSecret: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (invitation) => [
    uniqueIndex("invitation_token").on(invitation.tokenHash),
    index("invitation_person").on(invitation.personId),
  ],
);

/**
 * A role that a space would give, until the owner of the address says yes or no, or two weeks are
 * over.
 */
export const roleOffers = pgTable(
  "role_offer",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** In small letters. There may be no account yet: whoever offers is not told. */
    email: text().notNull(),
    role: text().notNull(),
    spaceId: uuid().notNull(),
    offeredBy: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
  },
  (offer) => [
    uniqueIndex("role_offer_once").on(offer.email, offer.role, offer.spaceId),
    index("role_offer_by").on(offer.offeredBy),
    check("role_offer_known_role", sql`${offer.role} in ('learner', 'facilitator', 'manager')`),
  ],
);

/** A person as an organisation's own sign-in knows them. Kept as long as the person. */
export const externalIdentities = pgTable(
  "external_identity",
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    createdAt: instant().notNull().default(sql`now()`),
    /**
     * When its owner linked it while signed in with password and second factor: only then does it
     * open an account of staff.
     */
    confirmedAt: instant(),
  },
  (identity) => [
    primaryKey({ columns: [identity.issuer, identity.subject] }),
    index("external_identity_person").on(identity.personId),
  ],
);

/** A way back in when the second factor is lost: one use each. */
export const recoveryCodes = pgTable(
  "recovery_code",
  {
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    codeHash: text().notNull(),
    usedAt: instant(),
  },
  (code) => [primaryKey({ columns: [code.personId, code.codeHash] })],
);

/**
 * Attempts counted per key in a fixed window; a key joins account and address, never an address
 * alone.
 */
export const rateLimits = pgTable("rate_limit", {
  key: text().primaryKey(),
  windowEndsAt: instant().notNull(),
  attempts: integer().notNull(),
});

/**
 * What was done, by whom, to what: ids and digests only, never names. Append-only; an entry is kept
 * 5 years.
 */
export const auditEntries = pgTable(
  "audit_entry",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    spaceId: uuid(),
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    data: jsonb().$type<Record<string, string | number | boolean | null>>().notNull().default({}),
    at: instant().notNull().default(sql`now()`),
  },
  (entry) => [index("audit_entry_space").on(entry.spaceId, entry.id)],
);

/** What the other modules read of the log. */
export const auditEntryView = pgView("identity_audit_entry", {
  id: bigint("id", { mode: "number" }).notNull(),
  at: instant("at").notNull(),
  actor: text("actor").notNull(),
  action: text("action").notNull(),
  subject: text("subject").notNull(),
  spaceId: uuid("space_id"),
}).existing();

/** An entry's place in its chain, and the hash that ties it to the one before. */
export const auditSeals = pgTable(
  "audit_seal",
  {
    entryId: bigint({ mode: "number" }).primaryKey(),
    chain: text().notNull(),
    position: bigint({ mode: "number" }).notNull(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (seal) => [uniqueIndex("audit_seal_position").on(seal.chain, seal.position)],
);

/**
 * Entries without a place in their chain yet: each is written with its entry, and goes when the
 * worker seals it. The digest holds the entry as it was made.
 */
export const auditUnsealed = pgTable("audit_unsealed", {
  entryId: bigint({ mode: "number" }).primaryKey(),
  digest: text().notNull(),
  notedAt: instant().notNull().default(sql`clock_timestamp()`),
});

/** The end of each chain; its row is locked while the next entries are sealed. */
export const auditEnds = pgTable("audit_head", {
  chain: text().primaryKey(),
  position: bigint({ mode: "number" }).notNull(),
  hash: text().notNull(),
  /**
   * Up to where the beginning of the chain is gone, its term being over, and the hash that the next
   * seal follows.
   */
  cutPosition: bigint({ mode: "number" }).notNull().default(0),
  cutHash: text().notNull().default(""),
});
