import { z } from "zod";
import { TOPICS } from "#lib/learning/sessions/traits.ts";
import { COLOURS, ICONS } from "./picture.ts";

export { COLOURS, ICONS };

export const CLASS_STATES = ["draft", "pilot", "active", "retired"] as const;

export type ClassState = (typeof CLASS_STATES)[number];

/**
 * Levels on the rubric that peers use, from the lowest. `not_yet` is an answer and no level of a
 * badge.
 */
export const RUBRIC = ["guided", "independent", "guides"] as const;

export type RubricLevel = (typeof RUBRIC)[number];

export const MINUTES_PER_HOUR = 60;

const words = (most: number) =>
  z.string().trim().min(1, "badges.needs_words").max(most, "badges.too_long");

export const classSlug = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "badges.slug");

const edition = z.strictObject({
  name: words(80),
  /** What whoever has it can do. */
  description: words(600),
  /** How it is earned. */
  criteria: words(2_000),
});

export const awardRule = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("attendance"),
    minutes: z.int("badges.hours").min(15, "badges.hours").max(60_000, "badges.hours"),
    topic: z.enum(TOPICS).nullable().default(null),
  }),
  z
    .strictObject({
      kind: z.literal("peers"),
      needed: z.int().min(1).max(9),
      asked: z.int().min(1).max(9),
      level: z.enum(RUBRIC),
    })
    .refine(({ needed, asked }) => needed <= asked, { error: "badges.peers_count" }),
  z.strictObject({ kind: z.literal("mentor") }),
  z.strictObject({ kind: z.literal("evidence") }),
  z.strictObject({ kind: z.literal("badge"), slug: classSlug }),
]);

export const classDraft = z.strictObject({
  slug: classSlug,
  icon: z.enum(ICONS),
  colour: z.enum(COLOURS),
  validMonths: z
    .int("badges.months")
    .min(1, "badges.months")
    .max(240, "badges.months")
    .nullable()
    .default(null),
  editions: z
    .strictObject({ nl: edition.optional(), fr: edition.optional(), en: edition.optional() })
    .refine((given) => Object.values(given).some(Boolean), { error: "badges.needs_edition" }),
  competences: z
    .array(
      z.strictObject({
        framework: z.string().max(60),
        code: z.string().max(60),
        level: z
          .int("badges.level")
          .min(1, "badges.level")
          .max(8, "badges.level")
          .nullable()
          .default(null),
      }),
    )
    .min(1, "badges.needs_competence")
    .max(30),
  rules: z.array(awardRule).min(1, "badges.needs_rule").max(8),
});

export type ClassDraft = z.output<typeof classDraft>;
export type AwardRule = z.output<typeof awardRule>;
export type Edition = z.output<typeof edition>;
