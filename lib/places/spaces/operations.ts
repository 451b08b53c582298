import { z } from "zod";
import {
  made,
  moment,
  nextPage,
  type Operation,
  plainText,
} from "#lib/foundation/platform/http/operation.ts";
import { photoForm, photoSize, spaceFilter } from "./schema.ts";

const space = z.object({
  slug: z.string(),
  name: z.string(),
  kind: z.string(),
  city: z.string(),
  country: z.string(),
  region: z.string(),
  lat: z.number(),
  lon: z.number(),
  precision: z.string(),
  timeZone: z.string(),
});

const spaces = z.object({
  items: z.array(
    space.extend({
      rooms: z.int(),
      isOpen: z.boolean(),
      openUntil: z.string().nullable(),
      closedFor: z.object({ reason: z.string(), until: moment }).nullable(),
    }),
  ),
  next: nextPage,
});

const layout = z.object({
  id: z.uuid().describe("What a booking names as layoutId"),
  names: z.object({ nl: z.string(), fr: z.string(), en: z.string() }).partial(),
  seats: z.int(),
});

const room = z.looseObject({
  id: z.uuid(),
  name: z.string(),
  capacity: z.int(),
  layouts: z.array(layout).describe("The ways in which it can be set up for a booking"),
});

const spaceAnswer = space.loose().extend({
  rooms: z.array(room),
  equipment: z.array(
    z.object({ kind: z.string().nullable(), name: z.string(), quantity: z.int() }),
  ),
});

const spaceApi = z.looseObject({ api_compatibility: z.array(z.string()), space: z.string() });

const geojson = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(z.looseObject({})),
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/photos/{id}",
    method: "get",
    summary:
      "A photo of a room, small, medium or large; the addresses are those of /api/v1/spaces/{slug}",
    query: photoSize,
    answer: { status: 200, mediaType: "image/webp" },
    refusals: [404],
  },
  {
    path: "/api/v1/photos/{id}",
    method: "delete",
    summary: "Takes a photo away: for the managers of its space",
    answer: { status: 204 },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/resources/{id}/photos",
    method: "post",
    summary:
      "A photo (multipart/form-data: photo, nl, fr, en), drawn anew without what its file told; the same one twice is one",
    form: photoForm,
    answer: { status: 201, schema: made },
    signedIn: true,
    refusals: [404, 409, 413],
  },
  {
    path: "/api/v1/spaces/{slug}/photos",
    method: "post",
    summary: "A photo of a space as a whole, as of a room",
    form: photoForm,
    answer: { status: 201, schema: made },
    signedIn: true,
    refusals: [404, 409, 413],
  },
  {
    path: "/api/v1/spaces",
    method: "get",
    summary: "The places of the network by name, those open now first",
    query: spaceFilter,
    answer: { status: 200, schema: spaces },
  },
  {
    path: "/api/v1/spaces/{slug}",
    method: "get",
    summary: "A place with everything that can be booked in it",
    answer: { status: 200, schema: spaceAnswer },
    refusals: [404],
  },
  {
    path: "/api/v1/spaces/{slug}/spaceapi.json",
    method: "get",
    summary: "Whether a place is open now, for clients of the SpaceAPI (version 15)",
    answer: { status: 200, schema: spaceApi },
    refusals: [404],
  },
  {
    path: "/api/v1/spaces.csv",
    method: "get",
    summary: "The network in the French place standard, Belgian rows in the Belgian profile",
    answer: { status: 200, schema: plainText, mediaType: "text/csv" },
  },
  {
    path: "/api/v1/spaces.geojson",
    method: "get",
    summary: "Places as points (RFC 7946)",
    query: spaceFilter,
    answer: { status: 200, schema: geojson, mediaType: "application/geo+json" },
  },
];
