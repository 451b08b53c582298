import { eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { bookingProposals } from "#db/schema/booking.ts";
import { personView } from "#db/schema/identity.ts";
import { type BookingView, readBooking } from "./queries.ts";

/** A proposal as the letter about it tells it; null when it was answered or taken back. */
export async function readProposal(
  db: Database,
  id: string,
): Promise<{
  kind: "share" | "hand_over";
  madeBy: string;
  madeByName: string;
  endsAt: Temporal.Instant;
  booking: BookingView;
} | null> {
  const [found] = await db
    .select({
      kind: sql<"share" | "hand_over">`${bookingProposals.kind}`,
      madeBy: personView.id,
      madeByName: personView.displayName,
      endsAt: bookingProposals.endsAt,
      bookingId: bookingProposals.bookingId,
    })
    .from(bookingProposals)
    .innerJoin(personView, eq(personView.id, bookingProposals.madeBy))
    .where(eq(bookingProposals.id, id));
  if (!found) return null;
  const { bookingId, ...proposal } = found;
  const booking = await readBooking(db, bookingId);
  return booking && { ...proposal, booking };
}
