import { eq, inArray } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { bookings } from "#db/schema/booking.ts";

/** Takes bookings out of their series: they stand alone until they are put back. */
export async function takeOutOfSeries(db: Database, bookingIds: readonly string[]): Promise<void> {
  if (bookingIds.length === 0) return;
  await db
    .update(bookings)
    .set({ seriesId: null, occurrence: null })
    .where(inArray(bookings.id, [...bookingIds]));
}

/**
 * Puts a booking into a series as one of its dates.
 *
 * @param date its start by the rule, in wall time
 */
export async function putIntoSeries(
  db: Database,
  bookingId: string,
  {
    seriesId,
    occurrence,
    purpose,
  }: { seriesId: string; occurrence: Temporal.PlainDateTime; purpose: string },
): Promise<void> {
  await db
    .update(bookings)
    .set({ seriesId, occurrence, purpose })
    .where(eq(bookings.id, bookingId));
}
