import type { z } from "zod";
import { availabilitySearch, bookingChange, bookingRequest } from "#lib/booking/schema.ts";
import { spaceFilter } from "#lib/spaces/schema.ts";
import { answers } from "./answers.ts";

export type Operation = {
  path: `/api/v1/${string}`;
  method: "get" | "post" | "patch" | "put" | "delete";
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  answer: { status: number; schema?: z.ZodType; mediaType?: string };
  /** Needs somebody who has signed in. */
  signedIn?: true;
  /** Honours Idempotency-Key. */
  idempotent?: true;
  /** Statuses beyond those that follow from the rest. */
  refusals?: number[];
};

/** Every route under /api/v1; a test reads the folder and misses what is not here. */
export const operations: Operation[] = [
  {
    path: "/api/v1/availability",
    method: "get",
    summary: "Free rooms, the smallest sufficient first; other times when there are none",
    query: availabilitySearch,
    answer: { status: 200, schema: answers.availability },
  },
  {
    path: "/api/v1/bookings",
    method: "get",
    summary: "The actor's own bookings that are not over",
    answer: { status: 200, schema: answers.ownBookings },
    signedIn: true,
  },
  {
    path: "/api/v1/bookings",
    method: "post",
    summary: "Books a room with its equipment: all of it, or nothing",
    body: bookingRequest,
    answer: { status: 201, schema: answers.booking },
    signedIn: true,
    idempotent: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/bookings/{id}",
    method: "get",
    summary: "A booking, for whoever made it and for the staff of its space",
    answer: { status: 200, schema: answers.booking.loose() },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/bookings/{id}",
    method: "patch",
    summary: "Moves a booking or changes how many come",
    body: bookingChange,
    answer: { status: 200, schema: answers.booking },
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
  {
    path: "/api/v1/spaces",
    method: "get",
    summary: "The places of the network by name, those open now first",
    query: spaceFilter,
    answer: { status: 200, schema: answers.spaces },
  },
  {
    path: "/api/v1/spaces/{slug}",
    method: "get",
    summary: "A place with everything that can be booked in it",
    answer: { status: 200, schema: answers.space },
    refusals: [404],
  },
  {
    path: "/api/v1/spaces.geojson",
    method: "get",
    summary: "All places as points (RFC 7946)",
    answer: { status: 200, schema: answers.geojson, mediaType: "application/geo+json" },
  },
];
