import { Secret, TOTP } from "otpauth";

const PERIOD_SECONDS = 30;
const ISSUER = "Trivium";

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads from the QR code. */
export function totpUri(secret: string, account: string): string {
  return totp(secret, account).toString();
}

/**
 * The time step this code belongs to, now or one step either side (clocks differ), or null when it
 * is no code of this secret. Whether the step was used before is the database's to say.
 *
 * @see RFC 6238, section 5.2
 */
export function totpStep(secret: string, code: string, now: Temporal.Instant): number | null {
  const timestamp = now.epochMilliseconds;
  const delta = totp(secret, "").validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

/** The code an app shows now: for tests, which have no app. */
export function totpCode(secret: string, now: Temporal.Instant): string {
  return totp(secret, "").generate({ timestamp: now.epochMilliseconds });
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label: label || ISSUER,
    secret: Secret.fromBase32(secret),
    period: PERIOD_SECONDS,
  });
}
