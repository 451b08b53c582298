import { z } from "zod";
import type { Operation } from "#lib/foundation/platform/operation.ts";

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
];
