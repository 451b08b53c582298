import { canHold, keptFor, type MayHold } from "#lib/booking/allocation/holding.ts";
import { bookableRooms } from "#lib/booking/allocation/rooms-to-book.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { BookingView } from "./queries.ts";

/**
 * Whether a booking that waits for a yes can still have it: its time is its own, but the room may
 * have become smaller or for others, be out of service, the space closed then, or whoever would
 * have it may have had their share. Not whether it could be asked for anew: what was asked in time,
 * was.
 *
 * @throws DomainError conflict with what stands in the way
 */
export async function canKeep(ctx: Context, booking: BookingView): Promise<MayHold> {
  const { during, people, bookedBy: personId, id: bookingId } = booking;
  const seen = await bookableRooms(ctx, [booking.roomId, ...booking.otherRooms], during, personId);
  try {
    return await canHold(ctx, { rooms: keptFor(seen), personId, during, people, bookingId });
  } catch (error) {
    if (error instanceof DomainError)
      throw new DomainError("conflict", error.reason, { cause: error });
    throw error;
  }
}
