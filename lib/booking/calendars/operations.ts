import { z } from "zod";
import { calendarWindow } from "#lib/booking/bookings/schema.ts";
import { moment, type Operation, plainText } from "#lib/foundation/platform/http/operation.ts";

const calendar = z.object({
  rooms: z.array(
    z.object({ id: z.uuid(), title: z.string(), capacity: z.int(), holds: z.array(z.uuid()) }),
  ),
  events: z.array(
    z.object({
      id: z.uuid().optional().describe("Of one's own bookings, and for staff, as what follows"),
      resourceId: z.uuid(),
      otherRooms: z.array(z.uuid()).optional(),
      start: moment,
      end: moment,
      title: z.string().nullable(),
      people: z.int().optional(),
      kind: z.enum(["session", "booking", "request"]).optional(),
      checkedIn: z.boolean().optional(),
      places: z
        .object({ taken: z.int(), of: z.int() })
        .nullish()
        .describe("Of a session: how many have a place, of how many"),
      editable: z.boolean(),
      version: z.int().optional(),
    }),
  ),
  closures: z.array(
    z.object({
      id: z.uuid(),
      resourceIds: z.array(z.uuid()),
      start: moment,
      end: moment,
      reason: z.string(),
    }),
  ),
  kept: z
    .array(
      z.object({
        id: z.uuid(),
        resourceIds: z.array(z.uuid()),
        start: moment,
        end: moment,
        title: z.string(),
      }),
    )
    .describe("Rooms that are kept for a group: for staff"),
  open: z.array(z.object({ start: moment, end: moment })).describe("When the space is open"),
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/spaces/{slug}/events",
    method: "get",
    summary:
      "Rooms, bookings and closures within a time; of others’ bookings only in which hours a room is taken, from today on",
    query: calendarWindow,
    answer: { status: 200, schema: calendar },
    refusals: [404],
  },
  {
    path: "/api/v1/spaces/{slug}/events/stream",
    method: "get",
    summary: "Server-Sent Events for the staff of a space: its bookings have changed",
    answer: { status: 200, schema: plainText, mediaType: "text/event-stream" },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/bookings/{id}/invitation.ics",
    method: "get",
    summary: "A booking as a file for a calendar",
    answer: { status: 200, schema: plainText, mediaType: "text/calendar" },
    signedIn: true,
    refusals: [404],
  },
];
