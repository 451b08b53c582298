import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import type { OpenedGuest } from "#lib/booking/bookings/guest-requests.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { erasePerson } from "./erasure.ts";
import { endOf } from "./terms.ts";

/** A guest who wants to be forgotten now. A booking that is still to come is cancelled. */
export async function eraseGuest({ ctx, booking }: OpenedGuest): Promise<void> {
  await erasePerson(ctx, booking.bookedBy);
}

/**
 * Guests whose booking is long over, and those who never proved their address or were refused:
 * after a day.
 */
export async function forgetGuests(ctx: Context): Promise<number> {
  const now = sql`${ctx.now.toString()}::timestamptz`;
  const rows = await rowsOf<{ personId: string }>(
    ctx.db,
    sql`
      select guest.person_id from guest_booking guest join booking on booking.id = guest.booking_id
      where upper(booking.during) < ${endOf("guests", ctx.now).toString()}::timestamptz
        or booking.status = 'refused' and guest.created_at < ${now} - interval '1 day'
      order by guest.created_at, guest.id limit 5000`,
  );
  for (const { personId } of rows) await erasePerson(ctx, personId);
  return rows.length;
}
