import { and, eq, lt, or } from "drizzle-orm";
import { hasEndedBefore } from "#db/expressions.ts";
import { bookings, guestBookings } from "#db/schema/booking.ts";
import type { OpenedGuest } from "#lib/booking/bookings/guest-requests.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { erasePerson } from "./erasure.ts";
import { endOf } from "./terms.ts";

/** A guest who wants to be forgotten now. A booking that is still to come is cancelled. */
export async function eraseGuest({ ctx, booking }: OpenedGuest): Promise<void> {
  await erasePerson(ctx, booking.bookedBy);
}

const MOST_AT_ONCE = 5_000;

/**
 * Guests whose booking is long over, and those who never proved their address or were refused:
 * after a day.
 */
export async function forgetGuests(ctx: Context): Promise<number> {
  const yesterday = ctx.now.subtract({ hours: 24 });
  const rows = await ctx.db
    .select({ personId: guestBookings.personId })
    .from(guestBookings)
    .innerJoin(bookings, eq(bookings.id, guestBookings.bookingId))
    .where(
      or(
        hasEndedBefore(bookings.during, endOf("guests", ctx.now)),
        and(eq(bookings.status, "refused"), lt(guestBookings.createdAt, yesterday)),
      ),
    )
    .orderBy(guestBookings.createdAt, guestBookings.id)
    .limit(MOST_AT_ONCE);
  for (const { personId } of rows) await erasePerson(ctx, personId);
  return rows.length;
}
