import { createHmac } from "node:crypto";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import { CODE_SECONDS, GRACE_SECONDS } from "./rules.ts";

const DIGITS = 6;

/**
 * The code a door shows. Made like a one-time password, from a key that only the service has: a
 * tablet shows it and cannot foretell it.
 *
 * @see RFC 4226, section 5.3 (truncation)
 */
export function doorCodeAt(
  spaceId: string,
  now: Temporal.Instant,
): { digits: string; until: Temporal.Instant } {
  const step = stepAt(now);
  const until = Temporal.Instant.fromEpochMilliseconds((step + 1) * CODE_SECONDS * 1000);
  return { digits: digits(spaceId, step), until };
}

/**
 * The step a code belongs to, for a minute from when it was first shown. Null for any other code.
 */
export function stepOf(spaceId: string, code: string, now: Temporal.Instant): number | null {
  const newest = stepAt(now);
  const oldest = stepAt(now.subtract({ seconds: GRACE_SECONDS }));
  for (let step = newest; step >= oldest; step -= 1)
    if (digits(spaceId, step) === code) return step;
  return null;
}

function stepAt(now: Temporal.Instant): number {
  return Math.floor(now.epochMilliseconds / 1000 / CODE_SECONDS);
}

function digits(spaceId: string, step: number): string {
  const hash = createHmac("sha256", authSecret()).update(`door-code:${spaceId}:${step}`).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  const number = hash.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}
