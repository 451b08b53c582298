import { z } from "zod";
import { made, moment, nextPage, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { ANSWERS } from "./rules.ts";
import { application, proposal } from "./schema.ts";
import { AWARD_STATES } from "./transitions.ts";

const award = z.object({
  id: z.uuid(),
  state: z.enum(AWARD_STATES),
  badge: z.string().describe("Its slug, as /badge-classes has it"),
  version: z.int(),
  space: z.string(),
  statement: z.string(),
  note: z.string().describe("What staff answered"),
  changedAt: moment,
  mayAppeal: z.boolean(),
  reviews: z
    .array(z.object({ level: z.enum(ANSWERS), comment: z.string() }))
    .describe("What peers said, without their names"),
  credential: z
    .string()
    .nullable()
    .describe("Address of the signed badge; null as long as none is"),
});

const awards = z.object({ items: z.array(award), next: nextPage });

const candidates = z.object({
  items: z.array(
    z.object({
      badge: z.string(),
      people: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          isMet: z.boolean().describe("Has what the badge asks for"),
          has: z.boolean().describe("Has the badge, or is on the way to it"),
        }),
      ),
    }),
  ),
  next: nextPage,
});

const proposed = z.object({
  awarded: z.int(),
  unmet: z.array(z.string()).describe("Names of those who do not have what it asks for yet"),
  known: z.array(z.string()).describe("Names of those who have it or are on the way to it"),
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/awards",
    method: "get",
    summary:
      "The actor’s own ways to badges: what was asked, what came of it, and the address of what was signed",
    answer: { status: 200, schema: awards },
    signedIn: true,
  },
  {
    path: "/api/v1/awards",
    method: "post",
    summary: "Applies for a badge at a space; 409 for whoever has it or is on the way to it",
    body: application,
    answer: { status: 201, schema: made },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/awards/{id}",
    method: "delete",
    summary: "Takes a request back that nobody has decided on",
    answer: { status: 204 },
    signedIn: true,
    refusals: [404, 409],
  },
  {
    path: "/api/v1/sessions/{id}/awards",
    method: "get",
    summary:
      "Badges that hours are enough for, and who of the session has those: for the team of the space",
    answer: { status: 200, schema: candidates },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/sessions/{id}/awards",
    method: "post",
    summary:
      "Proposes a badge to people who were at a session; each of them says yes before anything is signed",
    body: proposal,
    answer: { status: 200, schema: proposed },
    signedIn: true,
    refusals: [404, 409],
  },
];
