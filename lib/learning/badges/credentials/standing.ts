import type { AwardedCredential, StoredCredential } from "./queries.ts";

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

/**
 * What whoever reads a badge may do with it on its page.
 *
 * @property share the holder makes links and ends them
 * @property printForHolder staff may make a link for a sheet of paper, where its learner said yes
 *   on paper
 * @property askForRecognition the holder asks an organisation to say that it counts there
 * @property withdraw staff take it back
 */
export type BadgeActions = Record<
  "share" | "printForHolder" | "askForRecognition" | "withdraw",
  boolean
>;

/** @param byCard signed in with a card, which opens less */
export function badgeActions(
  { isOwn, mayWithdraw, revokedAt }: Pick<StoredCredential, "isOwn" | "mayWithdraw" | "revokedAt">,
  { byCard }: { byCard: boolean },
): BadgeActions {
  const isWithdrawn = revokedAt !== null;
  return {
    share: isOwn,
    printForHolder: !isOwn && !isWithdrawn,
    askForRecognition: isOwn && !isWithdrawn && !byCard,
    withdraw: mayWithdraw && !isWithdrawn,
  };
}

/** How long a badge counts: for ever, until a day, or no more since a day. */
export type Term = { is: "open" } | { is: "until" | "ended"; day: string };

export function termOf(validUntil: string | null, now: Temporal.Instant): Term {
  if (validUntil === null) return { is: "open" };
  return { is: endsAfter(validUntil, now) ? "until" : "ended", day: validUntil };
}
