import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { COUNTRIES } from "#lib/foundation/platform/atoms.ts";

export const MOST_MESSAGE = 2_000;
export const MOST_NOTE = 500;
const MOST_NAME = 100;
/** More addresses of pages than this is advertising. */
const MOST_LINKS = 2;

/** One line: what a header of a mail could be made of is refused, not cut out. */
const oneLine = (most: number, fault: string) =>
  z
    .string(fault)
    .trim()
    .min(1, fault)
    .max(most, fault)
    .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), fault);

const address = z
  .string("partners.needs_address")
  .trim()
  .toLowerCase()
  .max(200, "partners.needs_address")
  .pipe(z.email("partners.needs_address"));

const text = (most: number) => z.string().trim().max(most, "partners.too_long").default("");

const slug = z.string().max(120);

/**
 * What a visitor writes to an organisation. Whoever has signed in is written back at their own
 * address.
 */
export const contactForm = z.object({
  slug,
  name: oneLine(MOST_NAME, "partners.needs_name"),
  email: z
    .union([z.literal("").transform(() => null), address], "partners.needs_address")
    .default(null),
  message: z
    .string("partners.needs_message")
    .trim()
    .min(10, "partners.needs_message")
    .max(MOST_MESSAGE, "partners.too_long")
    .refine(
      (words) => (words.match(/https?:\/\/|www\./gi) ?? []).length <= MOST_LINKS,
      "partners.many_links",
    ),
  /** People do not see this field; programs that fill in everything do. */
  company: z.string().max(500).default(""),
});

export type ContactForm = z.output<typeof contactForm>;

export const confirmForm = z.object({ token: z.string().max(100) });

/** Where letters to an organisation go; an empty address takes its form away. */
export const contactAddress = z.object({
  slug,
  address: z.union([z.literal("").transform(() => null), address], "partners.needs_address"),
  language: z.enum(LOCALES),
});

const chosen = z
  .union([z.literal("").transform(() => null), z.uuid()], "partners.unknown")
  .default(null);

/** An organisation that is known is chosen; one that is not is named. */
export const invitationForm = z
  .object({
    organisation: z.uuid("partners.needs_organisation"),
    partner: chosen,
    name: text(MOST_NAME).refine(
      (name) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name),
      "partners.needs_name",
    ),
    email: address,
    language: z.enum(LOCALES),
    message: text(MOST_NOTE),
  })
  .refine(({ partner, name }) => partner !== null || name !== "", {
    error: "partners.needs_name",
    path: ["name"],
  });

export type InvitationForm = z.output<typeof invitationForm>;

export const oneInvitation = z.object({ id: z.uuid("partners.unknown") });

export const acceptForm = z.object({
  token: z.string().max(100),
  name: text(80).refine((name) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name), "partners.needs_name"),
  country: z.enum(COUNTRIES, "identity.choose_country"),
  mandate: z.literal("on", "partners.needs_mandate"),
});

export type AcceptForm = z.output<typeof acceptForm>;

export const refuseForm = z.object({
  token: z.string().max(100),
  reason: z.string().trim().min(1, "partners.needs_reason").max(MOST_NOTE, "partners.too_long"),
});
