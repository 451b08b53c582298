import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { networkActors } from "./actors.ts";
import { organisations, people } from "./identity.ts";

/** Where the letters go that visitors write to an organisation. Never published. */
export const organisationContacts = pgTable(
  "organisation_contact",
  {
    actorId: uuid()
      .primaryKey()
      .references(() => networkActors.id, { onDelete: "cascade" }),
    address: text().notNull(),
    /** In which letters are written to it. */
    language: text().notNull(),
    changedAt: instant().notNull().default(sql`now()`),
  },
  (contact) => [
    check("organisation_contact_language_known", sql`${contact.language} in ('nl', 'fr', 'en')`),
  ],
);

/**
 * What a visitor wrote to an organisation, until they have confirmed their address: then it leaves,
 * and the row goes. A day at most.
 */
export const organisationMessages = pgTable(
  "organisation_message",
  {
    id: uuid().primaryKey().defaultRandom(),
    actorId: uuid()
      .notNull()
      .references(() => networkActors.id, { onDelete: "cascade" }),
    senderName: text().notNull(),
    senderAddress: text().notNull(),
    message: text().notNull(),
    tokenHash: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
  },
  (message) => [
    uniqueIndex("organisation_message_token").on(message.tokenHash),
    /** One address writes to one organisation once at a time: it gets one mail for it. */
    uniqueIndex("organisation_message_once").on(
      message.actorId,
      sql`lower(${message.senderAddress})`,
    ),
    index("organisation_message_sender").on(sql`lower(${message.senderAddress})`),
    check("organisation_message_ends", sql`${message.expiresAt} > ${message.createdAt}`),
  ],
);

/**
 * One organisation invites another to work with it, by a link in a mail. Accepted, both pages name
 * the other.
 */
export const organisationInvitations = pgTable(
  "organisation_invitation",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Who invites. */
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
    /** Who is invited, once it is known in the network. */
    partnerId: uuid().references(() => organisations.id, { onDelete: "cascade" }),
    /** What whoever invites calls it. */
    name: text().notNull(),
    language: text().notNull(),
    message: text().notNull().default(""),
    /** Where the link went, as long as it opens something. */
    address: text(),
    /** Of the link. It stays when it was used: whoever follows it again is told so. */
    tokenHash: text().notNull(),
    /** Nobody once they are erased. */
    askedBy: uuid().references(() => people.id, { onDelete: "set null" }),
    state: text().notNull().default("open"),
    /** Why it was refused: for whoever asked. */
    reason: text().notNull().default(""),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
    answeredAt: instant(),
  },
  (invitation) => [
    uniqueIndex("organisation_invitation_token").on(invitation.tokenHash),
    /** One organisation invites one address once at a time. */
    uniqueIndex("organisation_invitation_once")
      .on(invitation.organisationId, sql`lower(${invitation.address})`)
      .where(sql`${invitation.state} = 'open'`),
    /** Two that work together are so once. */
    uniqueIndex("organisation_invitation_together_once")
      .on(
        sql`least(${invitation.organisationId}, ${invitation.partnerId})`,
        sql`greatest(${invitation.organisationId}, ${invitation.partnerId})`,
      )
      .where(sql`${invitation.state} = 'accepted'`),
    index("organisation_invitation_partner").on(invitation.partnerId),
    index("organisation_invitation_asked_by").on(invitation.askedBy),
    check(
      "organisation_invitation_language_known",
      sql`${invitation.language} in ('nl', 'fr', 'en')`,
    ),
    check(
      "organisation_invitation_state_known",
      sql`${invitation.state} in ('open', 'accepted', 'refused', 'withdrawn', 'ended')`,
    ),
    check(
      "organisation_invitation_open_has_an_address",
      sql`(${invitation.state} = 'open') = (${invitation.address} is not null)
        and (${invitation.state} = 'open') = (${invitation.answeredAt} is null)`,
    ),
    check(
      "organisation_invitation_accepted_by_somebody",
      sql`${invitation.state} <> 'accepted' or ${invitation.partnerId} is not null`,
    ),
    check(
      "organisation_invitation_not_oneself",
      sql`${invitation.partnerId} <> ${invitation.organisationId}`,
    ),
    check(
      "organisation_invitation_refused_says_why",
      sql`${invitation.state} <> 'refused' or ${invitation.reason} <> ''`,
    ),
    check("organisation_invitation_ends", sql`${invitation.expiresAt} > ${invitation.createdAt}`),
  ],
);
