import type { z } from "zod";
import { bookingChange, bookingRequest, calendarWindow, guestRequest } from "#lib/booking/bookings/schema.ts";
import { availabilitySearch } from "#lib/booking/search/schema.ts";
import { seriesChangeRequest, seriesRequest } from "#lib/booking/series/schema.ts";
import { indicatorWish, releaseRequest } from "#lib/evidence/research/schema.ts";
import { sheetSave } from "#lib/learning/attendance/schema.ts";
import { benchmarkExport, matrixExport } from "#lib/learning/badges/benchmark/schema.ts";
import { frameworkForm } from "#lib/learning/badges/competences/schema.ts";
import { verifyAnswer, verifyRequest } from "#lib/learning/badges/verification/schema.ts";
import {
  cancellation,
  courseRequest,
  sessionChange,
  sessionFilter,
  sessionPlan,
  wishes,
} from "#lib/learning/sessions/schema.ts";
import { presenceDocument, pulseAnswer } from "#lib/learning/visits/schema.ts";
import { actorExport } from "#lib/places/actors/schema.ts";
import { readingsDocument, ttsUplink, useWish } from "#lib/places/occupancy/schema.ts";
import { photoSize, spaceFilter } from "#lib/places/spaces/schema.ts";
import { practiceFilter } from "#lib/practice/practices/schema.ts";
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
    summary:
      "Free rooms, the best fit first; when there are none, other times, rooms and spaces, and what can be waited for",
    query: availabilitySearch,
    answer: { status: 200, schema: answers.availability },
    refusals: [404],
  },
  {
    path: "/api/v1/badge-classes",
    method: "get",
    summary:
      "What can be earned, and what could be: the newest version of each badge in every language that it has",
    answer: { status: 200, schema: answers.badgeClasses },
  },
  {
    path: "/api/v1/badge-classes/{slug}",
    method: "get",
    summary: "A badge that can be earned: its words, its rules, and the competences that it stands for",
    answer: { status: 200, schema: answers.badgeClass },
    refusals: [404],
  },
  {
    path: "/api/v1/actors",
    method: "get",
    summary:
      "Organisations and groups of the region, with the source of each; `form` is json, csv or geojson",
    query: actorExport,
    answer: { status: 200, schema: answers.actors },
  },
  {
    path: "/api/v1/benchmark",
    method: "get",
    summary:
      "Badges of others and courses, with the source of each; what nobody knows is null. `form` is json or csv",
    query: benchmarkExport,
    answer: { status: 200, schema: answers.benchmark },
  },
  {
    path: "/api/v1/benchmark/matrix",
    method: "get",
    summary:
      "A map of competences against badges and courses by region, with its gaps and the badges that look alike",
    query: matrixExport,
    answer: { status: 200, schema: answers.matrix },
    refusals: [404],
  },
  {
    path: "/api/v1/frameworks",
    method: "get",
    summary: "Frameworks of competences: those of others as they publish them, and the network's own maps",
    answer: { status: 200, schema: answers.frameworks },
  },
  {
    path: "/api/v1/frameworks/{slug}",
    method: "get",
    summary:
      "A framework with its competences and what they are in other frameworks, in the manner of CASE; `form=csv` for a table. A label that is not translated is not there",
    query: frameworkForm,
    answer: { status: 200, schema: answers.framework },
    refusals: [404],
  },
  {
    path: "/api/v1/photos/{id}",
    method: "get",
    summary: "A photo of a room, small or large; the addresses are those of /api/v1/spaces/{slug}",
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
    answer: { status: 201, schema: answers.made },
    signedIn: true,
    refusals: [404, 409, 413],
  },
  {
    path: "/api/v1/spaces/{slug}/photos",
    method: "post",
    summary: "A photo of a space as a whole, as of a room",
    answer: { status: 201, schema: answers.made },
    signedIn: true,
    refusals: [404, 409, 413],
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
    path: "/api/v1/guest-bookings",
    method: "post",
    summary:
      "Books for somebody without an account; the link that opens the booking, or null when it is mailed and must be pressed within two hours",
    body: guestRequest,
    answer: { status: 201, schema: answers.guestLink },
    idempotent: true,
    refusals: [404, 409, 429],
  },
  {
    path: "/api/v1/bookings/{id}",
    method: "get",
    summary:
      "A booking, for whoever made it and for the staff of its space, with what they can do with it now",
    answer: { status: 200, schema: answers.shownBooking },
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
    answer: { status: 201, schema: answers.hold },
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
    summary: "Waits for a room that is taken; whoever waited first is offered it when it comes free",
    body: bookingRequest,
    answer: { status: 201, schema: answers.made },
    signedIn: true,
    refusals: [404, 409],
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
    path: "/api/v1/me/data",
    method: "get",
    summary: "Everything that is kept about oneself, as one file; only in a browser where one has signed in",
    answer: { status: 200, schema: answers.ownData },
    signedIn: true,
  },
  {
    path: "/api/v1/series",
    method: "post",
    summary: "Books a room again and again by an RFC 5545 rule: every date, or nothing",
    body: seriesRequest,
    answer: { status: 201, schema: answers.bookedSeries },
    signedIn: true,
    idempotent: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/series/{id}",
    method: "get",
    summary: "A series with its dates, for whoever booked it and for the staff of its space",
    answer: { status: 200, schema: answers.series },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/series/{id}",
    method: "patch",
    summary: "Changes or cancels one date, the dates from one on, or all that have not begun",
    body: seriesChangeRequest,
    answer: { status: 200, schema: answers.series },
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
    path: "/api/v1/spaces/{slug}/events",
    method: "get",
    summary:
      "Rooms, bookings and closures within a time; of others’ bookings only in which hours a room is taken, from today on",
    query: calendarWindow,
    answer: { status: 200, schema: answers.calendar },
    refusals: [404],
  },
  {
    path: "/api/v1/spaces/{slug}/spaceapi.json",
    method: "get",
    summary: "Whether a place is open now, for clients of the SpaceAPI (version 15)",
    answer: { status: 200, schema: answers.spaceApi },
    refusals: [404],
  },
  {
    path: "/api/v1/spaces/{slug}/occupancy",
    method: "get",
    summary:
      "How busy a place was at the last quarter of an hour, in a word and from ten people on about how many; to its staff as it is now, with numbers",
    answer: { status: 200, schema: answers.occupancy },
    refusals: [404],
  },
  {
    path: "/api/v1/spaces/{slug}/events/stream",
    method: "get",
    summary: "Server-Sent Events for the staff of a space: its bookings have changed",
    answer: { status: 200, schema: answers.text, mediaType: "text/event-stream" },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/spaces/{slug}/occupancy/stream",
    method: "get",
    summary:
      "The same as Server-Sent Events: to its staff after each change, to everybody at each quarter of an hour",
    answer: { status: 200, schema: answers.text, mediaType: "text/event-stream" },
    refusals: [404],
  },
  {
    path: "/api/v1/occupancy/stream",
    method: "get",
    summary:
      "Server-Sent Events: how busy every place is, in a word, and at each quarter of an hour those that change; to whoever manages places also their numbers",
    answer: { status: 200, schema: answers.text, mediaType: "text/event-stream" },
  },
  {
    path: "/api/v1/occupancy/readings",
    method: "post",
    summary:
      "One to 10,000 readings of a people counter, with its token; what is wrong is named, the rest taken",
    body: readingsDocument,
    answer: { status: 200, schema: answers.receipt },
    refusals: [401, 413],
  },
  {
    path: "/api/v1/occupancy/tts",
    method: "post",
    summary: "An uplink of a Milesight VS121 from The Things Stack, with the counter's token",
    body: ttsUplink,
    answer: { status: 200, schema: answers.receipt },
    refusals: [401],
  },
  {
    path: "/api/v1/use.csv",
    method: "get",
    summary:
      "How rooms were used in a year, to who keeps them: booked, attended and sensed, by space, room, month, weekday and hour; or equipment, or what was foreseen beside what came. To others what was booked, by region and closed month",
    query: useWish,
    answer: { status: 200, schema: answers.text, mediaType: "text/csv" },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/indicators.csv",
    method: "get",
    summary:
      "Common indicators of ESF+ by gender: whole months of one’s own spaces, as they are; or published figures of a closed quarter or year, of a region or of all (`region`)",
    query: indicatorWish,
    answer: { status: 200, schema: answers.text, mediaType: "text/csv" },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/spaces.csv",
    method: "get",
    summary: "The network in the French place standard, Belgian rows in the Belgian profile",
    answer: { status: 200, schema: answers.text, mediaType: "text/csv" },
  },
  {
    path: "/api/v1/spaces.geojson",
    method: "get",
    summary: "Places as points (RFC 7946)",
    query: spaceFilter,
    answer: { status: 200, schema: answers.geojson, mediaType: "application/geo+json" },
  },
  {
    path: "/api/v1/bookings/{id}/invitation.ics",
    method: "get",
    summary: "A booking as a file for a calendar",
    answer: { status: 200, schema: answers.text, mediaType: "text/calendar" },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/mailbox/{id}",
    method: "get",
    summary: "A message of the demonstration; elsewhere mail leaves and this is not there",
    answer: { status: 200, schema: answers.text, mediaType: "message/rfc822" },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/sessions",
    method: "get",
    summary: "The public programme, soonest first",
    query: sessionFilter,
    answer: { status: 200, schema: answers.sessions },
  },
  {
    path: "/api/v1/sessions",
    method: "post",
    summary:
      "Plans a session and books its room and equipment, in two spaces when it is joint: all of it, or nothing",
    body: sessionPlan,
    answer: { status: 201, schema: answers.made },
    signedIn: true,
    idempotent: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/courses",
    method: "post",
    summary:
      "Plans several sessions by a rule: a course that is taken as one, or a place for each date. Every date is booked, or decided about, or nothing happens",
    body: courseRequest,
    answer: { status: 201, schema: answers.course },
    signedIn: true,
    idempotent: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/sessions/{id}",
    method: "get",
    summary: "A session",
    answer: { status: 200, schema: answers.session },
    refusals: [404],
  },
  {
    path: "/api/v1/sessions/{id}",
    method: "patch",
    summary: "Changes a session; what is left out stays. Another time or room is told to everybody",
    body: sessionChange,
    answer: { status: 200, schema: answers.changedSession },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/sessions/{id}",
    method: "delete",
    summary:
      "Cancels a session, frees its room and tells everybody; of a course this date, or those after it as well, or all",
    query: cancellation,
    answer: { status: 204 },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/sessions/{id}/enrolments",
    method: "get",
    summary: "Who has a place or waits, and what they asked for: for the team of the space",
    answer: { status: 200, schema: answers.enrolments },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/sessions/{id}/enrolments",
    method: "patch",
    summary: "Changes what the actor asked for with their place",
    body: wishes,
    answer: { status: 200, schema: answers.enrolment },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/sessions/{id}/enrolments",
    method: "post",
    summary:
      "Takes a place for the actor, in a course for all its dates, or the end of the waiting list; twice is once. The body may be left out",
    body: wishes,
    answer: { status: 201, schema: answers.enrolment },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/sessions/{id}/enrolments",
    method: "delete",
    summary: "Gives the actor's place back, in the same step to whoever waits longest",
    answer: { status: 204 },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/sessions/{id}/attendance",
    method: "get",
    summary: "What was saved of the attendance sheet",
    answer: { status: 200, schema: answers.sheet },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/sessions/{id}/attendance",
    method: "post",
    summary: "Saves the whole sheet; its saveId makes a second arrival harmless",
    body: sheetSave,
    answer: { status: 200, schema: answers.sheet },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/visits",
    method: "post",
    summary:
      "Counts arrivals and departures, from the tablet at a door or by staff of a space (spaceSlug); the id of each makes a second arrival of it harmless",
    body: presenceDocument,
    answer: { status: 200, schema: answers.visits },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/kiosk",
    method: "get",
    summary: "What the door of a tablet's space shows now: today's sessions, and the code for phones",
    answer: { status: 200, schema: answers.door },
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
  {
    path: "/api/v1/verify",
    method: "post",
    summary:
      "Checks an Open Badge 3.0 of any issuer: its text (JSON or JWT) or its address, or a file of up to 4 MB (multipart/form-data: file; PNG, SVG, JSON, JWT)",
    body: verifyRequest,
    answer: { status: 200, schema: verifyAnswer },
    refusals: [413, 429],
  },
  {
    path: "/api/v1/practices",
    method: "get",
    summary:
      "Published practices: the best answer to a question first, else the newest; ?page= has the next ones",
    query: practiceFilter,
    answer: { status: 200, schema: answers.practices },
  },
  {
    path: "/api/v1/practices/{slug}",
    method: "get",
    summary:
      "A published practice: its words in every language that it has, its facts, and what other spaces say of it",
    answer: { status: 200, schema: answers.practice },
    refusals: [404],
  },
  {
    path: "/api/v1/research/releases",
    method: "get",
    summary: "The register of releases, newest first",
    answer: { status: 200, schema: answers.releases },
    signedIn: true,
  },
  {
    path: "/api/v1/research/releases",
    method: "post",
    summary: "Makes a release that protects people, or the one that answers this question already",
    body: releaseRequest,
    answer: { status: 201, schema: answers.release },
    signedIn: true,
    refusals: [409],
  },
  {
    path: "/api/v1/research/releases/{id}",
    method: "get",
    summary: "A release",
    answer: { status: 200, schema: answers.release },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/research/releases/{id}/package.zip",
    method: "get",
    summary: "The data and its codebook (Data Package v2); the download is in the register",
    answer: { status: 200, schema: answers.text, mediaType: "application/zip" },
    signedIn: true,
    refusals: [404],
  },
];
