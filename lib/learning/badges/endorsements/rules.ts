import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { keyedHash } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import type { Scope } from "./schema.ts";

/** For how long a link can be answered. */
export const ANSWER_DAYS = 30;

export const REQUEST_STATES = ["open", "accepted", "refused", "withdrawn", "ended"] as const;

export type RequestState = (typeof REQUEST_STATES)[number];

/** What is seen of a request: one that nobody answered in time has ended, whatever its row says. */
export function seenState(
  { state, expiresAt }: { state: string; expiresAt: Temporal.Instant },
  now: Temporal.Instant,
): RequestState {
  if (state === "open" && Temporal.Instant.compare(expiresAt, now) <= 0) return "ended";
  return state as RequestState;
}

/** Anybody has an address there: that mail arrives says nothing of an organisation. */
const PRIVATE_MAIL = [
  "aol.com",
  "bbox.fr",
  "belgacom.net",
  "duck.com",
  "fastmail.com",
  "free.fr",
  "gmail.com",
  "gmx.com",
  "gmx.de",
  "gmx.fr",
  "gmx.net",
  "googlemail.com",
  "hotmail.be",
  "hotmail.com",
  "hotmail.fr",
  "hotmail.nl",
  "icloud.com",
  "kpnmail.nl",
  "laposte.net",
  "live.be",
  "live.com",
  "live.fr",
  "live.nl",
  "mac.com",
  "mail.com",
  "mailinator.com",
  "me.com",
  "msn.com",
  "neuf.fr",
  "numericable.fr",
  "orange.fr",
  "outlook.be",
  "outlook.com",
  "outlook.fr",
  "pandora.be",
  "pm.me",
  "proton.me",
  "protonmail.com",
  "proximus.be",
  "scarlet.be",
  "sfr.fr",
  "skynet.be",
  "telenet.be",
  "tuta.io",
  "tutanota.com",
  "voo.be",
  "wanadoo.fr",
  "web.de",
  "yahoo.be",
  "yahoo.com",
  "yahoo.fr",
  "yahoo.nl",
  "ymail.com",
  "yopmail.com",
  "ziggo.nl",
];

/**
 * The domain that answering by the link confirms; null for a mailbox of the kind that anybody has.
 */
export function domainOf(email: string): string | null {
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return PRIVATE_MAIL.includes(domain) ? null : domain;
}

/** An address as it can be compared, not read. */
export function addressHash(email: string): string {
  return keyedHash(authSecret(), `endorser:${email.trim().toLowerCase()}`);
}

/**
 * Hours are said where they count, and nowhere else.
 *
 * @throws DomainError invalid where they are missing
 */
export function hoursSaid(scopes: readonly Scope[], hours: number | null): number | null {
  if (!scopes.includes("hours")) return null;
  if (hours === null)
    throw new DomainError(
      "invalid",
      { code: "endorsements.hours" },
      { details: { field: "hours" } },
    );
  return hours;
}

const ANSWERS = ["signed", "refused", "withdrawn"] as const;

/** What somebody just said by a link. */
export type Answered = (typeof ANSWERS)[number];

/** For how long the page after an answer says what came of it. */
const THANKED_MINUTES = 30;

/** The address that says what came of an answer, for whoever gave it: nobody else can write it. */
export function thanksAddress(locale: string, what: Answered, now: Temporal.Instant): string {
  const at = now.epochMilliseconds;
  const query = new URLSearchParams({ what, at: String(at), seal: sealOf(what, at) });
  return `/${locale}/endorse/done?${query}`;
}

/** The answer that an address of `thanksAddress` is of; null when it is none, or none of just now. */
export function answeredJustNow(
  { what, at, seal }: PageQuery,
  now: Temporal.Instant,
): Answered | null {
  const answered = ANSWERS.find((one) => one === what);
  const age = now.epochMilliseconds - Number(at);
  const isNew = age >= 0 && age <= THANKED_MINUTES * 60_000;
  return answered && isNew && seal === sealOf(answered, Number(at)) ? answered : null;
}

function sealOf(what: Answered, at: number): string {
  return keyedHash(authSecret(), `answered:${what}:${at}`);
}
