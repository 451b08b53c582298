import { and, eq, ne, or, sql } from "drizzle-orm";
import { endOf, startOf } from "#db/expressions.ts";
import { bookingProposals, bookings, bookingWaits, coOrganisers } from "#db/schema/booking.ts";
import { mandateOffers, mandates } from "#db/schema/mandates.ts";
import { resourceView, spaceView } from "#db/schema/spaces.ts";
import type { About, OwnData } from "#lib/module.ts";
import { layoutNames } from "#lib/places/spaces/layouts.ts";

/** What is kept about a person here: bookings, waits, mandates and proposals. */
export const ownData: OwnData = async (about) => ({
  bookings: await bookingsOf(about),
  bookingsMadeForOthers: await bookingsForOthers(about),
  bookingsShared: await sharedBookings(about),
  waits: await waitsOf(about),
  mandates: await mandatesOf(about),
  mandatesOffered: await mandateOffersOf(about),
  bookingsProposed: await proposalsOf(about),
});

function bookingsOf({ db, personId }: About) {
  return db
    .select({
      id: bookings.id,
      space: spaceView.name,
      room: resourceView.name,
      start: startOf(bookings.during),
      end: endOf(bookings.during),
      people: bookings.people,
      purpose: bookings.purpose,
      note: bookings.note,
      status: bookings.status,
      setUpAs: layoutNames(bookings.layoutId),
      madeByOthers: sql<boolean>`coalesce(${bookings.madeBy} <> ${bookings.bookedBy}, false)`,
      madeAt: bookings.createdAt,
    })
    .from(bookings)
    .innerJoin(spaceView, eq(spaceView.id, bookings.spaceId))
    .innerJoin(resourceView, eq(resourceView.id, bookings.roomId))
    .where(eq(bookings.bookedBy, personId))
    .orderBy(startOf(bookings.during), bookings.id);
}

/** What this person booked in the name of others: without whose it is. */
function bookingsForOthers({ db, personId }: About) {
  return db
    .select({
      id: bookings.id,
      start: startOf(bookings.during),
      end: endOf(bookings.during),
      madeAt: bookings.createdAt,
    })
    .from(bookings)
    .where(and(eq(bookings.madeBy, personId), ne(bookings.bookedBy, personId)))
    .orderBy(bookings.createdAt, bookings.id);
}

/** Those of others that this person organises with them. */
function sharedBookings({ db, personId }: About) {
  return db
    .select({ id: bookings.id, start: startOf(bookings.during), end: endOf(bookings.during) })
    .from(coOrganisers)
    .innerJoin(bookings, eq(bookings.id, coOrganisers.bookingId))
    .where(eq(coOrganisers.personId, personId))
    .orderBy(startOf(bookings.during), bookings.id);
}

function waitsOf({ db, personId }: About) {
  return db
    .select({
      space: spaceView.name,
      room: resourceView.name,
      start: startOf(bookingWaits.during),
      end: endOf(bookingWaits.during),
      people: bookingWaits.people,
      purpose: bookingWaits.purpose,
      setUpAs: layoutNames(bookingWaits.layoutId),
      status: bookingWaits.status,
      since: bookingWaits.createdAt,
    })
    .from(bookingWaits)
    .innerJoin(spaceView, eq(spaceView.id, bookingWaits.spaceId))
    .innerJoin(resourceView, eq(resourceView.id, bookingWaits.roomId))
    .where(eq(bookingWaits.personId, personId))
    .orderBy(bookingWaits.createdAt, bookingWaits.id);
}

function mandatesOf({ db, personId }: About) {
  return db
    .select({
      iAm: sql`case when ${mandates.helperId} = ${personId} then 'helper' else 'helped' end`,
      since: mandates.createdAt,
      until: mandates.expiresAt,
      endedAt: mandates.revokedAt,
    })
    .from(mandates)
    .where(or(eq(mandates.personId, personId), eq(mandates.helperId, personId)))
    .orderBy(mandates.createdAt, mandates.id);
}

function mandateOffersOf({ db, personId }: About) {
  return db
    .select({
      byMe: eq(mandateOffers.personId, personId),
      days: mandateOffers.days,
      madeAt: mandateOffers.createdAt,
      until: mandateOffers.endsAt,
    })
    .from(mandateOffers)
    .where(or(eq(mandateOffers.personId, personId), eq(mandateOffers.helperId, personId)))
    .orderBy(mandateOffers.createdAt, mandateOffers.id);
}

function proposalsOf({ db, personId }: About) {
  return db
    .select({
      booking: bookingProposals.bookingId,
      kind: bookingProposals.kind,
      byMe: eq(bookingProposals.madeBy, personId),
      madeAt: bookingProposals.createdAt,
      endsAt: bookingProposals.endsAt,
    })
    .from(bookingProposals)
    .where(or(eq(bookingProposals.personId, personId), eq(bookingProposals.madeBy, personId)))
    .orderBy(bookingProposals.createdAt, bookingProposals.id);
}
