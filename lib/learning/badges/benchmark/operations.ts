import { z } from "zod";
import { nextPage, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { benchmarkExport, matrixExport } from "./schema.ts";

const benchmark = z.object({
  items: z.array(
    z.looseObject({
      id: z.uuid(),
      kind: z.enum(["badge", "offer"]),
      name: z.string(),
      issuer: z.string(),
      hours: z.int().nullable(),
      competences: z.array(z.looseObject({ framework: z.string(), code: z.string() })),
      source: z.string(),
      factsOn: z.string(),
    }),
  ),
  next: nextPage,
});

const matrix = z.looseObject({
  map: z.string(),
  version: z.string(),
  rows: z.array(z.looseObject({ code: z.string() })),
  gaps: z.looseObject({ noBadge: z.array(z.string()) }),
  nearDuplicates: z.array(
    z.looseObject({ nameSimilarity: z.number(), sharedCompetences: z.int() }),
  ),
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/benchmark",
    method: "get",
    summary:
      "Badges of others and courses, with the source of each; what nobody knows is null. `form` is json or csv",
    query: benchmarkExport,
    answer: { status: 200, schema: benchmark },
  },
  {
    path: "/api/v1/benchmark/matrix",
    method: "get",
    summary:
      "A map of competences against badges and courses by region, with its gaps and the badges that look alike",
    query: matrixExport,
    answer: { status: 200, schema: matrix },
    refusals: [404],
  },
];
