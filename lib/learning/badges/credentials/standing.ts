import type { AwardedCredential } from "./queries.ts";

/** How long before a badge ends its holder is told, and can begin to earn it again. */
export const RENEWAL_DAYS = 60;

/** The name of the key that signed a badge, as the network writes it; null for none. */
export function keyOf(signed: JsonObject): string | null {
  const [proof] = [signed.proof].flat() as (JsonObject | undefined)[];
  const method = proof?.verificationMethod;
  return typeof method === "string" ? (method.split("#")[1] ?? null) : null;
}

type Signed = Pick<AwardedCredential, "revokedAt" | "validUntil">;

/** Whether a badge counts now: it was not withdrawn, and has not ended. */
export function isStanding({ revokedAt, validUntil }: Signed, now: Temporal.Instant): boolean {
  return revokedAt === null && (validUntil === null || endsAfter(validUntil, now));
}

/** Whether its holder can begin to earn it again: it counts no more, or ends soon. */
export function canEarnAgain(signed: Signed, now: Temporal.Instant): boolean {
  return !isStanding(signed, now.add({ hours: RENEWAL_DAYS * 24 }));
}

const endsAfter = (end: string, at: Temporal.Instant) =>
  Temporal.Instant.compare(Temporal.Instant.from(end), at) > 0;
