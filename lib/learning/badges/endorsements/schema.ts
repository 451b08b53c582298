import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { REGIONS } from "#lib/places/spaces/schema.ts";

export { REGIONS };

export type Region = (typeof REGIONS)[number];

export const KINDS = ["training", "employer"] as const;

export type Kind = (typeof KINDS)[number];

/** What a badge is good for at whoever recognises it. */
export const SCOPES = ["exemption", "admission", "interview", "hours"] as const;

export type Scope = (typeof SCOPES)[number];

export const MOST_COMMENT = 1_200;
export const MOST_REASON = 500;
export const MOST_HOURS = 2_000;

const line = (most: number) =>
  z.string().trim().min(1, "endorsements.needs_words").max(most, "endorsements.too_long");

const asked = {
  organisation: line(120),
  kind: z.enum(KINDS),
  region: z.enum(REGIONS),
  email: z.string().trim().toLowerCase().pipe(z.email("endorsements.needs_address").max(200)),
  /** In which the mail is written. */
  language: z.enum(LOCALES),
  message: z.string().trim().max(MOST_REASON, "endorsements.too_long").default(""),
};

/** Staff ask for a badge that can be earned, or, without one, for the network as an issuer. */
export const staffRequest = z.object({
  ...asked,
  space: z.string().max(120),
  badge: z
    .string()
    .max(120)
    .default("")
    .transform((slug) => slug || null),
});

/** A learner asks for a badge of their own. */
export const ownRequest = z.object({ ...asked, id: z.uuid("credentials.unknown") });

/**
 * By the link in the mail; or, for whoever signs in with the address that was asked, by the
 * request.
 */
export const way = z.object({
  token: z.string().max(100).default(""),
  request: z.union([z.uuid(), z.literal("")], "endorsements.unknown").default(""),
});

const reason = z.string().trim().max(MOST_REASON, "endorsements.too_long").default("");

export const yes = way.extend({
  comment: line(MOST_COMMENT),
  scopes: z.preprocess(
    (value) => [value ?? []].flat(),
    z.array(z.enum(SCOPES)).min(1, "endorsements.needs_scope").max(SCOPES.length),
  ),
  hours: z
    .string()
    .trim()
    .default("")
    .transform((text) => (text === "" ? null : Number(text)))
    .pipe(
      z
        .int("endorsements.hours")
        .min(1, "endorsements.hours")
        .max(MOST_HOURS, "endorsements.hours")
        .nullable(),
    ),
  signerName: line(120),
  signerRole: line(120),
  mandate: z.literal("on", "endorsements.needs_mandate"),
});

export const no = way.extend({
  reason: reason.pipe(z.string().min(1, "endorsements.needs_reason")),
});

export const withdrawal = z.object({
  id: z.union([z.uuid(), z.literal("")], "endorsements.unknown").default(""),
  token: z.string().max(100).default(""),
  from: z.enum(["desk", "partner"]).default("partner"),
  reason: reason.pipe(z.string().min(1, "endorsements.needs_reason")),
});

export const oneRequest = z.object({
  id: z.uuid("endorsements.unknown"),
  /** The badge on whose page one is; empty at the desk. */
  here: z.union([z.uuid(), z.literal("")]).default(""),
});

export type StaffRequest = z.output<typeof staffRequest>;
export type OwnRequest = z.output<typeof ownRequest>;
export type Way = z.output<typeof way>;
export type Yes = z.output<typeof yes>;
