import { z } from "zod";
import { moment, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { BANDS } from "#lib/places/occupancy/rules.ts";
import { OUTCOMES } from "./rules.ts";
import { pulseAnswer, visitsDocument } from "./schema.ts";

const visits = z.object({
  items: z.array(
    z.object({
      /** Null when an event that could not be read gave none. */
      id: z.string().nullable(),
      outcome: z.enum(OUTCOMES),
      leftElsewhere: z.boolean(),
      session: z.partialRecord(z.enum(["nl", "fr", "en"]), z.string()).nullable(),
      clockCorrected: z.boolean(),
    }),
  ),
});

const door = z.object({
  now: moment,
  sessions: z.array(
    z.object({
      id: z.uuid(),
      titles: z.record(z.enum(["nl", "fr", "en"]), z.string()),
      start: moment,
      end: moment,
      room: z.string().nullable(),
    }),
  ),
  /** How busy the space is, in the word that everybody may hear. */
  band: z.enum(BANDS).nullable(),
  code: z.object({ digits: z.string(), until: moment, address: z.string(), qr: z.string() }),
});

/** What became of each event that was sent. */
export type VisitsResponse = z.infer<typeof visits>;

/** What the door shows now, by the clock of the service. */
export type DoorResponse = z.infer<typeof door>;

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/visits",
    method: "post",
    summary:
      "Counts arrivals and departures, from the tablet at a door or by staff of a space (spaceSlug); the id of each makes a second arrival of it harmless",
    body: visitsDocument,
    answer: { status: 200, schema: visits },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/kiosk",
    method: "get",
    summary:
      "What the door of a tablet's space shows now: today's sessions, how busy it is, and the code for phones",
    answer: { status: 200, schema: door },
    signedIn: true,
  },
  {
    path: "/api/v1/pulse",
    method: "post",
    summary: "Counts what somebody said as they left, without a way back to them",
    body: pulseAnswer,
    answer: { status: 204 },
    signedIn: true,
  },
];
