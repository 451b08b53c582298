import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";

const MOST_ITEMS = 2_000;
const LABEL_LENGTH = 300;
const TEXT_LENGTH = 2_000;
/** As many as DigComp has. */
export const MOST_LEVELS = 8;

const labels = z
  .strictObject({
    nl: z.string().trim().min(1).max(LABEL_LENGTH).optional(),
    fr: z.string().trim().min(1).max(LABEL_LENGTH).optional(),
    en: z.string().trim().min(1).max(LABEL_LENGTH).optional(),
  })
  .refine((given) => Object.values(given).some(Boolean), { error: "badges.import.no_label" });

const code = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}.-]{0,59}$/u, "badges.import.code");

export const RELATIONS = ["exact", "close", "part"] as const;

/** `new` is the page where a map is begun. */
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,59}$/, "badges.import.slug")
  .refine((name) => name !== "new", { error: "badges.import.slug" });

export const competenceItem = z.strictObject({
  code,
  uri: z
    .string()
    .max(500)
    .regex(/^https?:\/\/[^\s<>"]+$/, "badges.import.uri")
    .optional(),
  parentCode: code.optional(),
  isGroup: z.boolean().default(false),
  labels,
  origin: z.string().trim().max(TEXT_LENGTH).default(""),
});

export const alignmentItem = z.strictObject({
  code,
  /** The slug of another framework, and a code of it. */
  framework: slug,
  other: code,
  relation: z.enum(RELATIONS, "badges.import.relation"),
});

/** A framework as a file has it: ours in `frameworks/`, and what is imported. */
export const frameworkFile = z.strictObject({
  slug,
  kind: z.enum(["reference", "map"]),
  version: z.string().trim().min(1).max(40),
  names: labels,
  about: z.partialRecord(z.enum(LOCALES), z.string().trim().max(TEXT_LENGTH)).default({}),
  /** From the first level on; a badge names them by their number. */
  levels: z.array(labels).max(MOST_LEVELS, "badges.import.levels").default([]),
  publisher: z.string().trim().min(1).max(LABEL_LENGTH),
  licence: z.string().trim().min(1).max(LABEL_LENGTH),
  source: z.string().trim().min(1).max(TEXT_LENGTH),
  targetType: z.string().regex(/^(ceasn:Competency|CFItem|ext:[A-Za-z0-9.:\-_]+)$/),
  items: z.array(competenceItem).min(1).max(MOST_ITEMS),
  alignments: z
    .array(alignmentItem)
    .max(MOST_ITEMS * 5)
    .default([]),
});

/** What a map of one's own says of itself. */
export const mapHead = frameworkFile.pick({
  slug: true,
  version: true,
  names: true,
  about: true,
  levels: true,
  publisher: true,
  licence: true,
  source: true,
});

export type MapHead = z.output<typeof mapHead>;
export type FrameworkFile = z.output<typeof frameworkFile>;
export type CompetenceItem = z.output<typeof competenceItem>;
export type AlignmentItem = z.output<typeof alignmentItem>;
export type Relation = (typeof RELATIONS)[number];

/** How a framework is asked for by a program. */
export const frameworkForm = z.object({ form: z.enum(["json", "csv"]).default("json") });
