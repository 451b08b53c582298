import { z } from "zod";
import { byLanguage, nextPage, type Operation } from "#lib/foundation/platform/http/operation.ts";

const badgeClass = z.object({
  slug: z.string(),
  state: z.enum(["pilot", "active", "retired"]),
  followedBy: z
    .string()
    .nullable()
    .describe("The badge that took the place of a retired one, by its slug; null where none did"),
  version: z.int(),
  validMonths: z
    .int()
    .nullable()
    .describe("After how many months it ends; null for one that lasts"),
  editions: z.partialRecord(
    z.enum(["nl", "fr", "en"]),
    z.object({ name: z.string(), description: z.string(), criteria: z.string() }),
  ),
  rules: z
    .array(z.looseObject({ kind: z.enum(["attendance", "peers", "mentor", "evidence", "badge"]) }))
    .describe("All of them are to be met"),
  competences: z.array(
    z.object({
      framework: z.string(),
      code: z.string(),
      url: z.string(),
      labels: byLanguage,
      level: z.int().nullable(),
    }),
  ),
  image: z.string(),
});

const badgeClasses = z.object({ items: z.array(badgeClass), next: nextPage });

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/badge-classes",
    method: "get",
    summary:
      "What can be earned, and what could be: the newest version of each badge in every language that it has",
    answer: { status: 200, schema: badgeClasses },
  },
  {
    path: "/api/v1/badge-classes/{slug}",
    method: "get",
    summary:
      "A badge that can be earned: its words, its rules, and the competences that it stands for",
    answer: { status: 200, schema: badgeClass },
    refusals: [404],
  },
];
