import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { organisations } from "./identity.ts";

/**
 * An organisation or a group that does something in the region, beside the spaces: where it is,
 * what it does, and who says so.
 */
export const networkActors = pgTable(
  "network_actor",
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull().unique("network_actor_slug_once"),
    name: text().notNull(),
    /** The organisation of the network that it is: people hold roles for that one. */
    organisationId: uuid()
      .unique("network_actor_organisation_once")
      .references(() => organisations.id),
    kind: text().notNull(),
    /** What it works on: it, learning, making, work, research. */
    fields: text().array().notNull(),
    /** How often it does something that others can join. */
    activity: text().notNull(),
    country: text().notNull(),
    region: text().notNull(),
    city: text().notNull(),
    lat: doublePrecision().notNull(),
    lon: doublePrecision().notNull(),
    /** How closely the point is known: building, address, street, locality or commune. */
    precision: text().notNull(),
    /** Languages in which it works. */
    languages: text().array().notNull(),
    /** What it does, in the languages in which somebody has written it. */
    does: jsonb().$type<Partial<Record<"nl" | "fr" | "en", string>>>().notNull().default({}),
    website: text(),
    /** Where the facts were read, and on which day. */
    source: text().notNull(),
    factsOn: date({ mode: "string" }).notNull(),
    /** Made up for a demonstration, and shown as such. */
    isInvented: boolean().notNull().default(false),
    /** Since when it is not shown any more: it stopped, or left the region. */
    retiredAt: instant(),
    changedAt: instant().notNull().default(sql`now()`),
    /** Raised at each change: whoever changes it says which state they saw. */
    revision: integer().notNull().default(1),
  },
  (actor) => [
    index("network_actor_region_kind").on(actor.region, actor.kind),
    check(
      "network_actor_kind_known",
      sql`${actor.kind} in ('group', 'meet-up', 'hub', 'company', 'start-up', 'school', 'research', 'employer', 'public-service', 'association')`,
    ),
    check(
      "network_actor_fields_known",
      sql`${actor.fields} <@ array['it', 'learning', 'making', 'work', 'research'] and cardinality(${actor.fields}) > 0`,
    ),
    check(
      "network_actor_activity_known",
      sql`${actor.activity} in ('regular', 'sometimes', 'unknown')`,
    ),
    check("network_actor_country_known", sql`${actor.country} in ('BE', 'FR')`),
    check(
      "network_actor_region_known",
      sql`${actor.region} in ('vlaanderen', 'hauts-de-france', 'wallonie')`,
    ),
    check(
      "network_actor_precision_known",
      sql`${actor.precision} in ('building', 'address', 'street', 'locality', 'commune')`,
    ),
    check(
      "network_actor_languages_known",
      sql`${actor.languages} <@ array['nl', 'fr', 'en', 'de'] and cardinality(${actor.languages}) > 0`,
    ),
    check(
      "network_actor_on_earth",
      sql`${actor.lat} between -90 and 90 and ${actor.lon} between -180 and 180`,
    ),
    check("network_actor_says_its_source", sql`${actor.source} <> '' and ${actor.name} <> ''`),
  ],
);
