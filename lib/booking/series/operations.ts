import { z } from "zod";
import { moment, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { seriesChangeRequest, seriesRequest } from "./schema.ts";

/** A date of a rule, and whether it can be booked, as refusals name it too. */
export const dateState = z.object({
  occurrence: z.string(),
  start: moment,
  end: moment,
  roomId: z.uuid(),
  state: z.enum(["free", "elsewhere", "clash"]),
  code: z.string().nullable().describe("Why it is not free"),
  takenBy: z.string().nullable(),
  rooms: z.array(z.object({ roomId: z.uuid(), roomName: z.string(), capacity: z.int() })),
});

const seriesDate = z.object({
  bookingId: z.uuid(),
  occurrence: z.string().describe("Its start by the rule, in the wall time of the space"),
  start: moment,
  end: moment,
  roomId: z.uuid(),
});

const bookedSeries = z.object({
  id: z.uuid(),
  version: z.int(),
  rule: z.string(),
  dates: z.array(seriesDate),
  skipped: z.array(dateState),
});

const series = z.looseObject({
  id: z.uuid(),
  roomId: z.uuid(),
  timeZone: z.string(),
  rule: z.string(),
  firstStart: z.string(),
  firstEnd: z.string(),
  layoutId: z.uuid().nullable(),
  follows: z.uuid().nullable(),
  version: z.int(),
  cancelled: z.boolean(),
  dates: z.array(
    seriesDate.extend({ people: z.int(), layoutId: z.uuid().nullable(), status: z.string() }),
  ),
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/series",
    method: "post",
    summary: "Books a room again and again by an RFC 5545 rule: every date, or nothing",
    body: seriesRequest,
    answer: { status: 201, schema: bookedSeries },
    signedIn: true,
    idempotent: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/series/{id}",
    method: "get",
    summary: "A series with its dates, for whoever booked it and for the staff of its space",
    answer: { status: 200, schema: series },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/series/{id}",
    method: "patch",
    summary: "Changes or cancels one date, the dates from one on, or all that have not begun",
    body: seriesChangeRequest,
    answer: { status: 200, schema: series },
    signedIn: true,
    refusals: [404, 409],
  },
];
