import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { people } from "./identity.ts";
import { practices } from "./practices.ts";
import { releases } from "./research.ts";
import { type RoomPlan, resources, roomLayouts, spaces } from "./spaces.ts";

/**
 * Something that a space tries out in a room. What may follow what stands in
 * lib/practice/prototypes/transitions.ts. Staff of the space work on it together; everybody reads
 * it from the day when it begins until it is withdrawn.
 */
export const prototypes = pgTable(
  "prototype",
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    /** The room that is set up. */
    roomId: uuid().references(() => resources.id, { onDelete: "set null" }),
    state: text().notNull().default("draft"),
    /** Who began it. Nobody once they are erased. */
    authorId: uuid().references(() => people.id, { onDelete: "set null" }),
    /** In which its words are written. */
    language: text().notNull(),
    title: text().notNull(),
    /** What is expected, and how one would see that it is so. */
    hypothesis: text().notNull().default(""),
    /** How the room is set up, in words. */
    setting: text().notNull().default(""),
    startsOn: date({ mode: "string" }),
    endsOn: date({ mode: "string" }),
    /** The equipment that goes with it, as it is booked. */
    kit: jsonb().$type<{ kind: string; quantity: number }[]>().notNull().default([]),
    /** The practice that it came of. */
    practiceId: uuid().references(() => practices.id, { onDelete: "set null" }),
    /** The study in this network that looked at it. */
    releaseId: uuid().references(() => releases.id),
    verdict: text(),
    /** What was seen, and why it is so decided. */
    verdictWords: text().notNull().default(""),
    createdAt: instant().notNull().default(sql`now()`),
    changedAt: instant().notNull().default(sql`now()`),
    concludedAt: instant(),
    /** Raised at each change: whoever writes or decides says which state they saw. */
    revision: integer().notNull().default(1),
  },
  (prototype) => [
    uniqueIndex("prototype_slug_once").on(prototype.slug),
    index("prototype_space").on(prototype.spaceId),
    index("prototype_room").on(prototype.roomId),
    index("prototype_author").on(prototype.authorId),
    index("prototype_practice").on(prototype.practiceId),
    check("prototype_slug_plain", sql`${prototype.slug} ~ '^[a-z0-9][a-z0-9-]{0,79}$'`),
    check("prototype_language_known", sql`${prototype.language} in ('nl', 'fr', 'en')`),
    check(
      "prototype_state_known",
      sql`${prototype.state} in ('draft', 'running', 'concluded', 'withdrawn')`,
    ),
    check("prototype_verdict_known", sql`${prototype.verdict} in ('keep', 'change', 'drop')`),
    check(
      "prototype_concluded_says_what",
      sql`(${prototype.verdict} is null) = (${prototype.concludedAt} is null)
        and (${prototype.state} <> 'concluded' or ${prototype.verdict} is not null and ${prototype.verdictWords} <> '')
        and (${prototype.state} not in ('draft', 'running') or ${prototype.verdict} is null)`,
    ),
    check("prototype_ends_after_it_begins", sql`${prototype.endsOn} >= ${prototype.startsOn}`),
    check(
      "prototype_begun_says_when",
      sql`${prototype.state} in ('draft', 'withdrawn') or ${prototype.startsOn} is not null`,
    ),
  ],
);

/** One way in which the room of a prototype is set up. */
export const prototypeVariants = pgTable(
  "prototype_variant",
  {
    id: uuid().primaryKey().defaultRandom(),
    prototypeId: uuid()
      .notNull()
      .references(() => prototypes.id, { onDelete: "cascade" }),
    position: integer().notNull(),
    /** "Island tables", in one to three languages. */
    names: jsonb().$type<Partial<Record<"nl" | "fr" | "en", string>>>().notNull(),
    /** What is different in it. */
    words: text().notNull().default(""),
    /** lib/practice/prototypes/floor-plan.ts */
    plan: jsonb().$type<RoomPlan>().notNull(),
    /** Whether the verdict keeps this one. */
    isKept: boolean().notNull().default(false),
    /** As which bookings of the room can have it. */
    layoutId: uuid().references(() => roomLayouts.id, { onDelete: "set null" }),
    /** Raised at each change: whoever draws says which state they saw. */
    revision: integer().notNull().default(1),
  },
  (variant) => [
    uniqueIndex("prototype_variant_position_once").on(variant.prototypeId, variant.position),
    uniqueIndex("prototype_variant_one_is_kept")
      .on(variant.prototypeId)
      .where(sql`${variant.isKept}`),
    index("prototype_variant_layout").on(variant.layoutId),
    check("prototype_variant_named", sql`${variant.names} <> '{}'`),
    check("prototype_variant_plan_fits", sql`octet_length(${variant.plan}::text) <= 100000`),
  ],
);

/** What somebody saw on a day. It names nobody. */
export const prototypeObservations = pgTable(
  "prototype_observation",
  {
    id: uuid().primaryKey().defaultRandom(),
    prototypeId: uuid()
      .notNull()
      .references(() => prototypes.id, { onDelete: "cascade" }),
    variantId: uuid().references(() => prototypeVariants.id, { onDelete: "set null" }),
    /** Who wrote it. Nobody once they are erased. */
    authorId: uuid().references(() => people.id, { onDelete: "set null" }),
    seenOn: date({ mode: "string" }).notNull(),
    language: text().notNull(),
    words: text().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (observation) => [
    index("prototype_observation_of").on(observation.prototypeId, observation.seenOn),
    index("prototype_observation_variant").on(observation.variantId),
    index("prototype_observation_author").on(observation.authorId),
    check(
      "prototype_observation_language_known",
      sql`${observation.language} in ('nl', 'fr', 'en')`,
    ),
    check("prototype_observation_says_something", sql`${observation.words} <> ''`),
  ],
);
