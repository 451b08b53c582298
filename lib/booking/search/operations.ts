import { z } from "zod";
import { equipmentRequest } from "#lib/booking/allocation/schema.ts";
import { moment, nextPage, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { availabilitySearch } from "./schema.ts";

const room = z.object({
  roomId: z.uuid(),
  roomName: z.string(),
  capacity: z.int(),
  features: z.array(z.string()),
  spaceSlug: z.string(),
  spaceName: z.string(),
  city: z.string(),
  region: z.string(),
  timeZone: z.string(),
  distanceKm: z.number().nullable(),
  isAcrossBorder: z.boolean(),
  equipment: z.array(equipmentRequest),
});

/** Another room or time that would do, as refusals name it too. */
export const alternative = room.extend({
  start: moment,
  end: moment,
  kind: z
    .enum(["time", "smaller", "together", "elsewhere"])
    .optional()
    .describe("Another time, a slightly smaller room, two rooms of one space, or another space"),
  resources: z.array(z.uuid()).optional().describe("All rooms, to be booked together"),
});

const availability = z.object({
  time: z
    .object({ start: moment, end: moment, minutes: z.int().nullable() })
    .describe("What was searched: all of it, or any part of so many minutes"),
  items: z.array(room.extend({ start: moment.optional(), end: moment.optional() })),
  next: nextPage,
  alternatives: z.array(alternative),
  waitlist: z
    .array(room)
    .describe("Rooms that are taken then, and can be waited for at /api/v1/waits"),
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/availability",
    method: "get",
    summary:
      "Free rooms, the best fit first; when there are none, other times, rooms and spaces, and what can be waited for",
    query: availabilitySearch,
    answer: { status: 200, schema: availability },
    refusals: [404],
  },
];
