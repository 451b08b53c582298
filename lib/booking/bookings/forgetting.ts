import { sql } from "drizzle-orm";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  traces: {
    // Whoever made them got a message when they lapsed.
    mandateOffers: sql`delete from mandate_offer where created_at < ${over("offers")}`,
    proposals: sql`delete from booking_proposal where created_at < ${over("offers")}`,
  },
  bookings: {
    coOrganisers: sql`delete from co_organiser using booking
        where booking.id = co_organiser.booking_id and upper(booking.during) < ${over("bookings")}`,
    waits: sql`delete from booking_wait where upper(during) < ${over("bookings")}`,
    mandates: sql`delete from mandate where least(revoked_at, expires_at) < ${over("bookings")}`,
  },
});

/** What others offered them goes on waiting, as for an address that nobody has. */
export const erase: Erase = ({ personId }) => [
  sql`delete from booking_wait where person_id = ${personId}`,
  sql`delete from co_organiser where person_id = ${personId}`,
  sql`delete from booking_proposal where made_by = ${personId}`,
  sql`delete from mandate_offer where person_id = ${personId}`,
  sql`update booking_proposal set person_id = null, address_hash = null where person_id = ${personId}`,
  sql`update mandate_offer set helper_id = null, address_hash = null where helper_id = ${personId}`,
  sql`delete from mandate where ${personId}::uuid in (person_id, helper_id)`,
];
