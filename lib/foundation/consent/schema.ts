import { z } from "zod";
import { CONSENT_FIELDS, COUNTRIES, PROFILE_CODES } from "./catalogue.ts";

export { PROFILE_CODES };

const field = z.enum(CONSENT_FIELDS, "consent.unknown_field");
const country = z.enum(COUNTRIES, "consent.not_asked_here");

/** A tick that is not there was not ticked. */
const tick = z.literal("yes").optional();

/** Whose consent it is: one's own when nobody is named. */
const personId = z.uuid().optional();

export const consentChoice = z.object({
  field,
  country,
  choice: z.enum(["given", "refused"], "consent.choose"),
  /** The notice was also heard. */
  listened: tick,
  /** That the person may consent alone: asked for a yes, not for a no. */
  isOldEnough: tick,
  personId,
  expressed: z.enum(["helper", "paper"], "consent.choose_how").optional(),
});

export type ConsentChoice = z.output<typeof consentChoice>;

export const consentEnd = z.object({
  recordId: z.uuid(),
  personId,
  expressed: z.enum(["helper", "paper"], "consent.choose_how").optional(),
});

export type ConsentEnd = z.output<typeof consentEnd>;

export const profileAnswer = z.object({
  field,
  code: z.enum(PROFILE_CODES, "consent.choose_answer"),
  personId,
});

export type ProfileAnswer = z.output<typeof profileAnswer>;
