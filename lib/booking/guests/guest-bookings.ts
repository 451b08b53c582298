import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { guestBookings } from "#db/schema/booking.ts";
import { personView } from "#db/schema/identity.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { guestToken, linkHash } from "./guest-link.ts";

/**
 * Gives somebody without an account the link that opens their booking. A booking has one such link:
 * the second time nothing happens.
 *
 * @property id the id of the link, from which its token is worked out (guest-link.ts)
 * @property contactHash the hash of their address or telephone number (guest-contact.ts)
 */
export async function addGuestLink(
  db: Database,
  guest: { id: string; bookingId: string; personId: string; contactHash: string },
): Promise<void> {
  await db
    .insert(guestBookings)
    .values({ ...guest, linkHash: linkHash(guestToken(guest.id)) })
    .onConflictDoNothing();
}

/**
 * Lets the link of one booking open another one from now on. Does nothing when the booking has no
 * link.
 */
export async function moveGuestLink(
  db: Database,
  fromBookingId: string,
  toBookingId: string,
): Promise<void> {
  await db.execute(
    sql`update guest_booking set booking_id = ${toBookingId} where booking_id = ${fromBookingId}`,
  );
}

/** Whoever has no account, and the one booking that their link opens. */
export type GuestOfLink = {
  guestId: string;
  personId: string;
  bookingId: string;
  name: string;
  locale: Locale;
};

/** Whom a link belongs to; undefined for one that opens nothing, and for somebody who was shut out. */
export async function guestOfLink(db: Database, token: string): Promise<GuestOfLink | undefined> {
  const [guest] = await db
    .select({
      guestId: guestBookings.id,
      personId: guestBookings.personId,
      bookingId: guestBookings.bookingId,
      name: personView.displayName,
      locale: sql<Locale>`${personView.locale}`,
    })
    .from(guestBookings)
    .innerJoin(personView, eq(personView.id, guestBookings.personId))
    .where(and(eq(guestBookings.linkHash, linkHash(token)), isNull(personView.disabledAt)));
  return guest;
}
