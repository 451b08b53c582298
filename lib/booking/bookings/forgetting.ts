import { eq, inArray, lt, or } from "drizzle-orm";
import { hasEndedBefore } from "#db/expressions.ts";
import { bookingProposals, bookings, bookingWaits, coOrganisers } from "#db/schema/booking.ts";
import { mandateOffers, mandates } from "#db/schema/mandates.ts";
import type { Erase, Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  traces: {
    // Whoever made them got a message when they lapsed.
    mandateOffers: db.delete(mandateOffers).where(lt(mandateOffers.createdAt, over("offers"))),
    proposals: db.delete(bookingProposals).where(lt(bookingProposals.createdAt, over("offers"))),
  },
  bookings: {
    coOrganisers: db.delete(coOrganisers).where(
      inArray(
        coOrganisers.bookingId,
        db
          .select({ id: bookings.id })
          .from(bookings)
          .where(hasEndedBefore(bookings.during, over("bookings"))),
      ),
    ),
    waits: db.delete(bookingWaits).where(hasEndedBefore(bookingWaits.during, over("bookings"))),
    mandates: db
      .delete(mandates)
      .where(
        or(lt(mandates.revokedAt, over("bookings")), lt(mandates.expiresAt, over("bookings"))),
      ),
  },
});

/** What others offered them goes on waiting, as for an address that nobody has. */
export const erase: Erase = ({ db, personId }) => [
  db.delete(bookingWaits).where(eq(bookingWaits.personId, personId)),
  db.delete(coOrganisers).where(eq(coOrganisers.personId, personId)),
  db.delete(bookingProposals).where(eq(bookingProposals.madeBy, personId)),
  db.delete(mandateOffers).where(eq(mandateOffers.personId, personId)),
  db
    .update(bookingProposals)
    .set({ personId: null, addressHash: null })
    .where(eq(bookingProposals.personId, personId)),
  db
    .update(mandateOffers)
    .set({ helperId: null, addressHash: null })
    .where(eq(mandateOffers.helperId, personId)),
  db.delete(mandates).where(or(eq(mandates.personId, personId), eq(mandates.helperId, personId))),
];
