import { z } from "zod";
import { equipmentRequest } from "#lib/booking/allocation/schema.ts";
import { made, moment, nextPage, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { BOOKING_ACTIONS } from "./allowed-actions.ts";
import { bookingChange, bookingRequest, guestRequest } from "./schema.ts";
import { BOOKING_STATES } from "./transitions.ts";

const booking = z.object({
  id: z.uuid(),
  status: z.enum(BOOKING_STATES),
  roomId: z.uuid(),
  resources: z.array(z.uuid()).optional(),
  start: moment,
  end: moment,
  people: z.int(),
  equipment: z.array(equipmentRequest),
  purpose: z.string(),
  layoutId: z
    .uuid()
    .nullable()
    .describe("How the room is set up: one of the layouts of the room, or null for as it is"),
  version: z.int(),
});

/** A booking that is read: what is known of it beside this is left open. */
const shownBooking = booking.loose().extend({
  allowedActions: z
    .array(z.enum(BOOKING_ACTIONS))
    .describe(
      "What the actor can do with it now: change (PATCH), cancel (DELETE) and check_in here, the others on the page of the booking or on the desk. Ask anew when time has passed",
    ),
});

const ownBookings = z.object({ items: z.array(shownBooking), next: nextPage });

const guestLink = z.object({ link: z.url().nullable() });

const hold = z.object({ expiresAt: moment });

/** A booking after it was made or changed. */
export type BookingResponse = z.infer<typeof booking>;

/** Until when a room is kept for who decides. */
export type HoldResponse = z.infer<typeof hold>;

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/bookings",
    method: "get",
    summary: "The actor's own bookings that are not over",
    answer: { status: 200, schema: ownBookings },
    signedIn: true,
  },
  {
    path: "/api/v1/bookings",
    method: "post",
    summary: "Books a room with its equipment: all of it, or nothing",
    body: bookingRequest,
    answer: { status: 201, schema: booking },
    signedIn: true,
    idempotent: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/guest-bookings",
    method: "post",
    summary:
      "Books for somebody without an account; the link that opens the booking, or null when it is mailed and must be pressed within two hours",
    body: guestRequest,
    answer: { status: 201, schema: guestLink },
    idempotent: true,
    refusals: [404, 409, 429],
  },
  {
    path: "/api/v1/bookings/{id}",
    method: "get",
    summary:
      "A booking, for whoever made it and for the staff of its space, with what they can do with it now",
    answer: { status: 200, schema: shownBooking },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/bookings/{id}/check-in",
    method: "post",
    summary: "Staff saw that they came; from 15 minutes before the start",
    answer: { status: 204 },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/holds",
    method: "post",
    summary: "Keeps a room for the actor for ten minutes, instead of what was kept before",
    body: bookingRequest,
    answer: { status: 201, schema: hold },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/holds",
    method: "delete",
    summary: "Frees what the actor keeps",
    answer: { status: 204 },
    signedIn: true,
  },
  {
    path: "/api/v1/waits",
    method: "post",
    summary:
      "Waits for a room that is taken; whoever waited first is offered it when it comes free. Asked again, the turn stays and the last request counts",
    body: bookingRequest,
    answer: { status: 201, schema: made },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/bookings/{id}",
    method: "patch",
    summary: "Moves a booking or changes how many come",
    body: bookingChange,
    answer: { status: 200, schema: booking },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/bookings/{id}",
    method: "delete",
    summary: "Gives the time back",
    answer: { status: 204 },
    signedIn: true,
    refusals: [404, 409],
  },
];
