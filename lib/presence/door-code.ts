import { createHmac } from "node:crypto";
import { authSecret } from "#lib/platform/settings.ts";

const STEP_SECONDS = 60;
const DIGITS = 6;

/**
 * The code a door shows for a minute. Made like a one-time password, from a key that only the service has: a tablet
 * shows it and cannot foretell it.
 *
 * @see RFC 4226, section 5.3 (truncation)
 */
export function doorCodeAt(
  spaceId: string,
  now: Temporal.Instant,
): { digits: string; until: Temporal.Instant } {
  const step = stepAt(now);
  const until = Temporal.Instant.fromEpochMilliseconds((step + 1) * STEP_SECONDS * 1000);
  return { digits: digits(spaceId, step), until };
}

/** The step a code belongs to: the one of now, or the one before it for those who type slowly. Null for any other code. */
export function stepOf(spaceId: string, code: string, now: Temporal.Instant): number | null {
  const step = stepAt(now);
  return [step, step - 1].find((candidate) => digits(spaceId, candidate) === code) ?? null;
}

function stepAt(now: Temporal.Instant): number {
  return Math.floor(now.epochMilliseconds / 1000 / STEP_SECONDS);
}

function digits(spaceId: string, step: number): string {
  const hash = createHmac("sha256", authSecret()).update(`door-code:${spaceId}:${step}`).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  const number = hash.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}
