import { z } from "zod";
import { byLanguage, nextPage, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { frameworkForm } from "./schema.ts";

const frameworks = z.object({
  items: z.array(
    z.looseObject({
      slug: z.string(),
      kind: z.enum(["reference", "map"]),
      version: z.string(),
      names: byLanguage,
      publisher: z.string(),
      licence: z.string(),
      source: z.string(),
      competences: z.int(),
      retiredAt: z
        .string()
        .nullable()
        .describe("Since when nothing new is tied to it; null for one in use"),
    }),
  ),
  next: nextPage,
});

const framework = z.object({
  CFDocument: z.looseObject({ uri: z.string(), title: byLanguage, version: z.string() }),
  CFItems: z.array(
    z.looseObject({ uri: z.string(), humanCodingScheme: z.string(), fullStatement: byLanguage }),
  ),
  CFAssociations: z.array(
    z.object({
      associationType: z.enum(["isChildOf", "exactMatchOf", "isRelatedTo", "isPartOf"]),
      originNodeURI: z.string(),
      destinationNodeURI: z.string(),
    }),
  ),
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/frameworks",
    method: "get",
    summary:
      "Frameworks of competences: those of others as they publish them, and the network's own maps",
    answer: { status: 200, schema: frameworks },
  },
  {
    path: "/api/v1/frameworks/{slug}",
    method: "get",
    summary:
      "A framework with its competences and what they are in other frameworks, in the manner of CASE; `form=csv` for a table. A label that is not translated is not there",
    query: frameworkForm,
    answer: { status: 200, schema: framework },
    refusals: [404],
  },
];
