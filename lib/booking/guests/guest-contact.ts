import { keyedHash } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";

const CALLING_CODES: Record<string, string> = { BE: "+32", FR: "+33" };

/**
 * A telephone number as people write it, as networks dial it: "0470 12 34 56" in Belgium is
 * "+32470123456".
 *
 * @param country of the space: whose numbers are written without a code
 * @returns null when it is no number
 */
export function phoneFrom(text: string, country: string): string | null {
  const digits = text.replace(/[\s./()-]/g, "").replace(/^00/, "+");
  const dialled = digits.startsWith("0")
    ? digits.replace(/^0/, CALLING_CODES[country] ?? "0")
    : digits;
  return /^\+[1-9]\d{7,14}$/.test(dialled) ? dialled : null;
}

/** One spelling of an address or number, however it was written: for comparing. */
export function sameContact(contact: string): string {
  return contact.trim().toLowerCase();
}

/** How an address or a number is known among guests, without being kept. */
export function contactHash(contact: string, secret = authSecret()): string {
  return keyedHash(secret, `guest-contact:${sameContact(contact)}`);
}
