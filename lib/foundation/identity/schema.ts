import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { COUNTRIES } from "#lib/foundation/platform/atoms.ts";
import { NETWORK_ROLES, SPACE_ROLES } from "./context.ts";
import { bare, cardCodeFrom } from "./sign-in/rules.ts";

const MAX_EMAIL = 200;
const MAX_PASSWORD = 200;
const MIN_PASSWORD = 12;
/** How long a token of one's own may work, in days. */
export const TOKEN_DAYS = ["30", "90", "365"] as const;

/** In small letters: an address is the same however it is written. */
export const emailAddress = z
  .string("identity.check_email")
  .trim()
  .toLowerCase()
  .max(MAX_EMAIL, "identity.check_email")
  .pipe(z.email("identity.check_email"));

const sixDigits = z
  .string("identity.check_code")
  .max(40, "identity.check_code")
  .transform(bare)
  .pipe(z.string().regex(/^\d{6}$/, "identity.check_code"));

/** Read where it is used: who wrote too much there still signs in. */
const next = z.string().optional();

/** The tick "this is not my device". */
const shared = z.literal("on").optional();

export const codeInput = z.object({ email: emailAddress });

export const codeEntry = z.object({
  email: emailAddress,
  code: sixDigits,
  ask: z.uuid().optional(),
  next,
  shared,
});

export const cardEntry = z.object({
  card: z
    .string("identity.check_card")
    .max(60, "identity.check_card")
    .refine((typed) => cardCodeFrom(typed) !== null, "identity.check_card"),
  next,
  shared,
});

export const staffEntry = z.object({
  email: emailAddress,
  password: z.string().min(1).max(MAX_PASSWORD),
  code: z.string().min(1).max(60),
  next,
  shared,
});

const newPassword = z
  .string("identity.password_short")
  .min(MIN_PASSWORD, "identity.password_short")
  .max(MAX_PASSWORD, "identity.password_short");

/**
 * The code is the app's, or a recovery code where the account has an app; a handed code came from
 * an administrator.
 */
export const setUp = z.object({
  token: z.string().min(1).max(100),
  password: newPassword,
  code: z
    .string("identity.check_code")
    .trim()
    .min(1, "identity.check_code")
    .max(40, "identity.check_code"),
  handed: z.string().max(40).optional(),
});

export const passwordChange = z.object({
  current: z.string().min(1).max(MAX_PASSWORD),
  password: newPassword,
});

const id = z.uuid();

const displayName = z
  .string("identity.name_needed")
  .trim()
  .min(1, "identity.name_needed")
  .max(80, "identity.name_needed");

/** An empty choice is none. */
const chosen = z.union([z.literal("").transform(() => null), id]);

export const newPerson = z.object({
  displayName,
  email: z.union([z.literal("").transform(() => null), emailAddress], "identity.check_email"),
  language: z.enum(LOCALES),
  spaceId: chosen.default(null),
});

export const personId = z.object({ id });

export const roleInput = z.object({
  id,
  role: z.enum([...SPACE_ROLES, ...NETWORK_ROLES], "identity.choose_role"),
  spaceId: chosen.default(null),
  organisationId: chosen.optional(),
});

/** Where the partners of the network are. */
export const newOrganisation = z.object({
  name: displayName,
  country: z.enum(COUNTRIES, "identity.choose_country"),
});

export const oneOrganisation = z.object({ id });

export const linkedIdentity = z.object({
  issuer: z.string().max(500),
  subject: z.string().max(500),
});

/** A role of one's own, and whether its holder agrees to be named with it. */
export const membershipChoice = z.object({ id, shown: z.enum(["yes", "no"]) });

export const heldRole = z.object({ id, roleId: id });

/** One ticked box arrives as a text, several as a list. */
export const tokenInput = z.object({
  name: displayName,
  scopes: z
    .union([z.string().transform((scope) => [scope]), z.array(z.string().max(60)).max(50)], {
      error: "identity.choose_scope",
    })
    .pipe(z.array(z.string().max(60)).min(1, "identity.choose_scope")),
  days: z.enum(TOKEN_DAYS).transform(Number),
});
