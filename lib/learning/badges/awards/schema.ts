import { z } from "zod";
import { idFrom } from "#lib/places/spaces/schema.ts";
import { RUBRIC } from "../classes/schema.ts";

const STATEMENT_LENGTH = 2_000;
const NOTE_LENGTH = 600;

const statement = z.string().trim().max(STATEMENT_LENGTH, "badges.too_long").default("");
const note = z.string().trim().max(NOTE_LENGTH, "badges.too_long").default("");
const slug = z.string().max(120);

/** A learner applies for a badge at a space. */
export const application = z.object({ badge: slug, space: slug, statement });

export const resubmission = z.object({ id: z.uuid(), statement });

/** The learner says why a refusal was wrong. */
export const appeal = z.object({
  id: z.uuid(),
  appeal: z.string().trim().min(1, "badges.needs_appeal").max(NOTE_LENGTH, "badges.too_long"),
});

export const oneAward = z.object({ id: z.uuid() });

/** The learner wants a code on the sheet: they say so, and staff tick it. */
export const paperLink = z.object({
  id: z.uuid(),
  wanted: z.literal("on", "credentials.needs_wish"),
});

/** All codes on sheets of a badge, or one of them. */
export const paperLinks = z.object({ id: z.uuid(), link: z.uuid().optional() });

export const DECISIONS = ["approve", "ask_changes", "refuse"] as const;

/** Staff decide. `revision` is the state that they saw. */
export const decision = z
  .object({
    id: z.uuid(),
    revision: z.coerce.number().int(),
    what: z.enum(DECISIONS),
    note,
  })
  .refine(({ what, note: said }) => what === "approve" || said !== "", {
    error: "badges.needs_note",
    path: ["note"],
  });

/** Staff award at the desk to whoever shows a card. */
export const deskAward = z.object({
  space: slug,
  badge: slug,
  card: z.string().trim().min(1, "badges.needs_card").max(200, "badges.needs_card"),
  statement,
});

/** Staff award to those who were at a session. */
export const sessionAward = z.object({
  session: z.uuid(),
  badge: slug,
  people: z.preprocess(
    (value) => [value ?? []].flat(),
    z.array(z.uuid()).min(1, "badges.needs_people").max(200),
  ),
});

/** A program awards to those who were at the session of its address. */
export const proposal = z.object({ badge: slug, people: z.array(z.uuid()).min(1).max(200) });

/** The id in an address; a malformed one is of no award. @throws DomainError not_found */
export function awardId(text: string): string {
  return idFrom(text, "badges.unknown_award");
}

export const peerAnswer = z.object({
  id: z.uuid(),
  level: z.enum(["not_yet", ...RUBRIC], "badges.needs_level"),
  comment: z.string().trim().max(NOTE_LENGTH, "badges.too_long").default(""),
});

export type Application = z.output<typeof application>;
export type Decision = z.output<typeof decision>;
export type PeerAnswer = z.output<typeof peerAnswer>;
