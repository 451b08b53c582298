import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { nextPage, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { EVIDENCE, LICENCES, OUTCOMES, practiceFilter, TEXT_NAMES, THEMES } from "./schema.ts";

const practiceFacts = { theme: z.enum(THEMES), evidence: z.enum(EVIDENCE) };

const placeOfPractice = z.object({
  slug: z.string(),
  name: z.string(),
  city: z.string(),
  region: z.string(),
});

const practiceSummary = z.object({
  slug: z.string(),
  ...practiceFacts,
  language: z.enum(LOCALES),
  isTranslation: z.boolean(),
  title: z.string(),
  summary: z.string(),
  triedBy: z.int(),
  space: placeOfPractice,
});

const count = z.int().nullable();

const practiceFigures = { measuredPeople: count, measuredWith: count, measuredWithout: count };

const practiceEdition = z.object({
  language: z.enum(LOCALES),
  isOriginal: z.boolean(),
  ...Object.fromEntries(TEXT_NAMES.map((name) => [name, z.string()])),
});

const practice = z.object({
  slug: z.string(),
  url: z.string(),
  space: placeOfPractice,
  publishedAt: z.string().nullable(),
  number: z.int(),
  ...practiceFacts,
  licence: z.enum(LICENCES),
  languages: z.array(z.enum(LOCALES)),
  groupLeast: count,
  groupMost: count,
  minutes: count,
  costCents: count,
  ...practiceFigures,
  releaseId: z.string().nullable(),
  source: z.string().nullable(),
  editions: z.array(practiceEdition),
  reports: z.array(
    z.object({
      spaceSlug: z.string(),
      outcome: z.enum(OUTCOMES),
      month: z.string(),
      sessions: z.int(),
      language: z.enum(LOCALES),
      words: z.string(),
      measured: z.string(),
      ...practiceFigures,
    }),
  ),
});

const practices = z.object({ items: z.array(practiceSummary), next: nextPage });

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/practices",
    method: "get",
    summary:
      "Published practices: the best answer to a question first, else the newest; ?page= has the next ones",
    query: practiceFilter,
    answer: { status: 200, schema: practices },
  },
  {
    path: "/api/v1/practices/{slug}",
    method: "get",
    summary:
      "A published practice: its words in every language that it has, its facts, and what other spaces say of it",
    answer: { status: 200, schema: practice },
    refusals: [404],
  },
];
