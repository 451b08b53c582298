import { z } from "zod";
import { byLanguage, nextPage, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { actorExport } from "./schema.ts";

const actors = z.object({
  items: z.array(
    z.looseObject({
      slug: z.string(),
      name: z.string(),
      kind: z.string(),
      fields: z.array(z.string()),
      region: z.string(),
      city: z.string(),
      lat: z.number(),
      lon: z.number(),
      precision: z.string(),
      languages: z.array(z.string()),
      does: byLanguage,
      website: z.string().nullable(),
      source: z.string(),
      factsOn: z.string(),
      isInvented: z.boolean(),
    }),
  ),
  next: nextPage,
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/actors",
    method: "get",
    summary:
      "Organisations and groups of the region, with the source of each; `form` is json, csv or geojson",
    query: actorExport,
    answer: { status: 200, schema: actors },
  },
];
