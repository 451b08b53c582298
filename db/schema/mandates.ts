import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { people } from "./identity.ts";

/**
 * Somebody is asked to book in another's name: it is a mandate when they say yes, and nothing
 * before. Gone once it is accepted, taken back or over. Without a helper, nobody has the address,
 * or its owner said no or left: whoever asked is not told which. Kept seven days at most.
 */
export const mandateOffers = pgTable(
  "mandate_offer",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    helperId: uuid().references(() => people.id, { onDelete: "set null" }),
    /**
     * The address as a keyed hash: a second offer to it replaces the first, whoever has the
     * address.
     */
    addressHash: text(),
    /** How long the mandate lasts, from the yes on. */
    days: integer().notNull(),
    endsAt: instant().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (offer) => [
    index("mandate_offer_helper").on(offer.helperId),
    uniqueIndex("mandate_offer_once").on(offer.personId, offer.addressHash),
    check("mandate_offer_of_two", sql`${offer.personId} <> ${offer.helperId}`),
    check("mandate_offer_lasts", sql`${offer.days} > 0`),
  ],
);

/**
 * A helper books in the name of somebody who asked them to, for a time. They said yes: see
 * `mandateOffers`.
 */
export const mandates = pgTable(
  "mandate",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    helperId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    expiresAt: instant().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    revokedAt: instant(),
  },
  (mandate) => [
    index("mandate_helper").on(mandate.helperId),
    index("mandate_person").on(mandate.personId),
    check("mandate_of_two", sql`${mandate.personId} <> ${mandate.helperId}`),
  ],
);
