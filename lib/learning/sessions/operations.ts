import { z } from "zod";
import { made, moment, nextPage, type Operation } from "#lib/foundation/platform/http/operation.ts";
import {
  cancellation,
  courseRequest,
  needs,
  sessionChange,
  sessionPlan,
  sessionQuery,
} from "./schema.ts";

const session = z.looseObject({
  id: z.uuid(),
  status: z.enum(["planned", "cancelled"]),
  title: z.partialRecord(z.enum(["nl", "fr", "en"]), z.string()),
  places: z.int(),
  left: z.union([z.literal(0), z.enum(["few", "many"])]).describe("Never a number: 0 is none"),
  enrolled: z.int().optional().describe("For whoever plans sessions in this space"),
  taken: z.int().optional(),
  waiting: z.int().optional(),
  version: z.int().optional(),
  start: moment,
  end: moment,
  spaceSlug: z.string(),
});

const sessions = z.object({ items: z.array(session), next: nextPage });

const course = z.object({
  /** Null where a place is taken for each date. */
  id: z.uuid().nullable(),
  sessions: z.array(
    z.object({
      id: z.uuid(),
      occurrence: z.string(),
      start: moment,
      end: moment,
      roomId: z.uuid(),
    }),
  ),
  skipped: z.array(z.looseObject({ occurrence: z.string(), start: moment, end: moment })),
});

const changedSession = z.object({ id: z.uuid(), version: z.int() });

const enrolments = z.object({
  items: z.array(
    needs.extend({
      personId: z.uuid(),
      displayName: z.string(),
      status: z.enum(["enrolled", "waiting"]),
    }),
  ),
  next: nextPage,
});

const enrolment = z.object({ status: z.enum(["enrolled", "waiting"]) });

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/sessions",
    method: "get",
    summary: "The public programme, soonest first",
    query: sessionQuery,
    answer: { status: 200, schema: sessions },
  },
  {
    path: "/api/v1/sessions",
    method: "post",
    summary:
      "Plans a session and books its room and equipment, in two spaces when it is joint: all of it, or nothing",
    body: sessionPlan,
    answer: { status: 201, schema: made },
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
    answer: { status: 201, schema: course },
    signedIn: true,
    idempotent: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/sessions/{id}",
    method: "get",
    summary: "A session",
    answer: { status: 200, schema: session },
    refusals: [404],
  },
  {
    path: "/api/v1/sessions/{id}",
    method: "patch",
    summary: "Changes a session; what is left out stays. Another time or room is told to everybody",
    body: sessionChange,
    answer: { status: 200, schema: changedSession },
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
    answer: { status: 200, schema: enrolments },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/sessions/{id}/enrolments",
    method: "patch",
    summary: "Changes what the actor asked for with their place",
    body: needs,
    answer: { status: 200, schema: enrolment },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/sessions/{id}/enrolments",
    method: "post",
    summary:
      "Takes a place for the actor, in a course for all its dates, or the end of the waiting list; twice is once. The body may be left out",
    body: needs,
    mayBeEmpty: true,
    answer: { status: 201, schema: enrolment },
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
];
