import { z } from "zod";
import { moment, type Operation, plainText } from "#lib/foundation/platform/http/operation.ts";
import { BANDS } from "./rules.ts";
import { readingsDocument, ttsUplink, useInput } from "./schema.ts";

const occupancyNow = z.object({
  band: z.enum(BANDS).nullable(),
  observedAt: moment.nullable(),
  ageSeconds: z.int().nullable(),
  isStale: z.boolean(),
  source: z.enum(["counter", "visits"]).nullable(),
  certainty: z.enum(["counted", "derived", "registered"]).nullable(),
  atLeast: z.int().nullable(),
  people: z.int().nullable().optional(),
  capacity: z.int().optional(),
});

const occupancy = occupancyNow.extend({
  space: z.string(),
  rooms: z.array(occupancyNow.extend({ roomId: z.uuid(), name: z.string() })).optional(),
});

const receipt = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  misdated: z.int(),
  refused: z.array(
    z.object({ index: z.int(), status: z.int(), code: z.string(), message: z.string() }),
  ),
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/spaces/{slug}/occupancy",
    method: "get",
    summary:
      "How busy a place was at the last quarter of an hour, in a word and from ten people on about how many; to its staff as it is now, with numbers",
    answer: { status: 200, schema: occupancy },
    refusals: [404],
  },
  {
    path: "/api/v1/spaces/{slug}/occupancy/stream",
    method: "get",
    summary:
      "The same as Server-Sent Events: to its staff after each change, to everybody at each quarter of an hour",
    answer: { status: 200, schema: plainText, mediaType: "text/event-stream" },
    refusals: [404],
  },
  {
    path: "/api/v1/occupancy/stream",
    method: "get",
    summary:
      "Server-Sent Events: how busy every place is, in a word, and at each quarter of an hour those that change; to whoever manages places also their numbers",
    answer: { status: 200, schema: plainText, mediaType: "text/event-stream" },
  },
  {
    path: "/api/v1/occupancy/readings",
    method: "post",
    summary:
      "One to 10,000 readings of a people counter, with its token; what is wrong is named, the rest taken",
    body: readingsDocument,
    answer: { status: 200, schema: receipt },
    refusals: [401, 413],
  },
  {
    path: "/api/v1/occupancy/tts",
    method: "post",
    summary: "An uplink of a Milesight VS121 from The Things Stack, with the counter's token",
    body: ttsUplink,
    answer: { status: 200, schema: receipt },
    refusals: [401],
  },
  {
    path: "/api/v1/use.csv",
    method: "get",
    summary:
      "How rooms were used in a year, to who keeps them: booked, attended and sensed, by space, room, month, weekday and hour; or equipment, or what was foreseen beside what came. To others what was booked, by region and closed month",
    query: useInput,
    answer: { status: 200, schema: plainText, mediaType: "text/csv" },
    signedIn: true,
    refusals: [404],
  },
];
