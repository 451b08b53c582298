import type { Context } from "#lib/identity/context.ts";
import { type BookingView, bookableRooms } from "./queries.ts";
import { type Refusal, refusalOfAll } from "./rules.ts";

/**
 * Why a booking that waits for a yes can no longer have it, or null: its time is its own, but the room may have become smaller,
 * be out of service, or the space closed then. Not why it could not be asked for anew: what was asked in time, was.
 */
export async function noLongerFits(ctx: Context, booking: BookingView): Promise<Refusal | null> {
  const asNetwork: Context = { ...ctx, actor: { kind: "system", name: "bookings" } };
  const { during, people, bookedBy } = booking;
  const rooms = await bookableRooms(asNetwork, [booking.roomId, ...booking.otherRooms], during, bookedBy);
  return refusalOfAll(
    { ...during, people },
    rooms.map((room) => ({ ...room, kept: [] })),
    ctx.now,
  );
}
