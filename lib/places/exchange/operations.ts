import { z } from "zod";
import { type Operation, plainText } from "#lib/foundation/platform/http/operation.ts";
import { REGIONS } from "#lib/places/spaces/schema.ts";
import { clusterQuery, placeExport, placeFile } from "./schema.ts";

const degrees = z.number();
const clusterAnswer = z.object({
  items: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      city: z.string(),
      region: z.enum(REGIONS).nullable(),
      lat: degrees,
      lon: degrees,
      count: z.number().int().optional(),
      area: z.object({ west: degrees, south: degrees, east: degrees, north: degrees }).optional(),
      href: z.string().optional(),
    }),
  ),
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/place-files",
    method: "post",
    summary:
      "A file of places of another source (multipart/form-data: source, licence, and last the file: CSV, JSON or GeoJSON up to 60 MB), to be looked at: for administrators",
    form: placeFile,
    answer: { status: 201, schema: z.object({ id: z.uuid(), needsMapping: z.boolean() }) },
    signedIn: true,
    refusals: [413],
  },
  {
    path: "/api/v1/places/clusters",
    method: "get",
    summary:
      "Places of other sources in a part of the map (bbox: west,south,east,north), counted in squares that fit its zoom; one alone has its name and page. With open=now, those that their hours tell to be open",
    query: clusterQuery,
    answer: { status: 200, schema: clusterAnswer },
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
