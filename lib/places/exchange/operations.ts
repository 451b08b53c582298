import { z } from "zod";
import { type Operation, plainText } from "#lib/foundation/platform/operation.ts";
import { placeExport } from "./schema.ts";

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/place-files",
    method: "post",
    summary:
      "A file of places of another source (multipart/form-data: source, licence, and last the file: CSV, JSON or GeoJSON up to 60 MB), to be looked at: for administrators",
    answer: { status: 201, schema: z.object({ id: z.uuid(), needsMapping: z.boolean() }) },
    signedIn: true,
    refusals: [413],
  },
  {
    path: "/api/v1/places",
    method: "get",
    summary:
      "Spaces of the network and places of other sources as a file that another network reads: the French standard (csv, json), GeoJSON or data·inclusion, Belgian rows in the Belgian profile",
    query: placeExport,
    answer: { status: 200, schema: plainText, mediaType: "text/csv" },
  },
];
