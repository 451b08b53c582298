import { DomainError } from "#lib/foundation/platform/errors.ts";
import { keyedHash } from "#lib/foundation/platform/hash.ts";
import { authSecret } from "#lib/foundation/platform/settings.ts";
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
