import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { keyedHash, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { authSecret, settings } from "#lib/foundation/platform/settings/settings.ts";

/**
 * What opens a guest's booking: 128 bits worked out from the id of the guest and the key of the
 * service. Letters can name it again, and a stolen table, which holds its hash alone, opens
 * nothing.
 */
export function guestToken(guestId: string, secret = authSecret()): string {
  const mac = Buffer.from(keyedHash(secret, `guest-link:${guestId}`), "hex");
  return mac.subarray(0, 16).toString("base64url");
}

export function linkHash(token: string): string {
  return sha256(`guest-link:${token}`);
}

export function guestAddress(locale: Locale, token: string): string {
  return `${settings().publicUrl}/${locale}/guest/${token}`;
}

/** The address that opens a guest's booking; null for a booking of somebody with an account. */
export async function guestAddressOf(
  db: Database,
  bookingId: string,
  locale: Locale,
): Promise<string | null> {
  // By the guest: what a closure displaced and what is offered instead have the same link.
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`select guest.id from guest_booking guest join bookings_booking booking
      on booking.booked_by = guest.person_id where booking.id = ${bookingId}`,
  );
  return rows[0] ? guestAddress(locale, guestToken(rows[0].id)) : null;
}
