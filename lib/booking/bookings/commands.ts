import { and, eq, type SQL } from "drizzle-orm";
import { bookings } from "#db/schema/booking.ts";
import type { Interval } from "#db/types.ts";
import { askedInTime, canHold } from "#lib/booking/allocation/holding.ts";
import { bookableRooms, type RoomToBook } from "#lib/booking/allocation/rooms-to-book.ts";
import { contains } from "#lib/booking/allocation/rules.ts";
import { release, releaseOutside, take } from "#lib/booking/allocation/taking.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { isOver, shortened } from "./allowed-actions.ts";
import { answerOf, type Booking, roomsOf } from "./answer.ts";
import { applyEvent } from "./apply-event.ts";
import { withAlternatives } from "./clash.ts";
import { answerBy, canRestore } from "./deadlines.ts";
import { changedLayout, type SetUp } from "./layouts.ts";
import { type BookingView, findBooking } from "./queries.ts";
import type { BookingChange, BookingRequest } from "./schema.ts";
import { isPossible } from "./transitions.ts";

/**
 * Moves a booking or changes how many come. What it holds until then does not count against it: it
 * may be moved by half an hour. Staff may change its rooms: a room that is one of them changes
 * none, another takes the place of the first, and `resources` are all of them.
 */
export async function changeBooking(
  ctx: Context,
  id: string,
  change: BookingChange,
): Promise<Booking> {
  const booking = await ownBooking(ctx, id);
  if (!isPossible("change", booking.status))
    throw new DomainError("conflict", { code: "booking.no_longer_stands" });
  if (isOver(booking, ctx.now)) throw new DomainError("conflict", { code: "booking.is_over" });
  const decided = await decideChange(ctx, booking, change);
  try {
    return await transaction(ctx.db, (db) =>
      writeChange({ ...ctx, db }, booking, decided, change.version),
    );
  } catch (error) {
    if (databaseFault(error)?.constraint === "joint_session_starts_together")
      throw new DomainError(
        "conflict",
        { code: "booking.belongs_to_joint_session" },
        { cause: error },
      );
    const { roomId } = decided;
    throw await withAlternatives(ctx, error, { ...change, roomId, equipment: booking.equipment });
  }
}

/** What a change makes of a booking. */
type DecidedChange = SetUp & {
  rooms: RoomToBook[];
  roomId: string;
  otherRooms: string[];
  during: Interval;
  people: number;
  /** Whether its rooms are other ones. */
  isElsewhere: boolean;
  /** Whether it needs no time that it does not have. */
  isWithin: boolean;
  /** Whether staff have to say yes to it once more. */
  asksAgain: boolean;
};

/** @throws DomainError forbidden or not_found for rooms that the actor may not move it to */
async function decideChange(
  ctx: Context,
  booking: BookingView,
  change: BookingChange,
): Promise<DecidedChange> {
  const { start, end, people } = change;
  const during = { start, end };
  const before = [booking.roomId, ...booking.otherRooms];
  const roomIds = roomsAfter(before, change);
  const isElsewhere = roomIds.join() !== before.join();
  const rooms = await bookableRooms(ctx, roomIds, during, booking.bookedBy);
  const [room] = rooms as [RoomToBook];
  if (isElsewhere) {
    authorise(ctx.actor, "booking.manage", { spaceId: booking.spaceId });
    if (room.spaceId !== booking.spaceId)
      throw new DomainError("not_found", { code: "booking.unknown_room" });
  }
  const roomId = room.id;
  const otherRooms = roomIds.slice(1);
  const { layoutId } = change;
  const setUp = await changedLayout(ctx, booking, { roomId, people, layoutId });

  const isWithin = !isElsewhere && contains(booking.during, during);
  // What was agreed to is not asked again when it only becomes smaller.
  const grows = people > booking.people || !isWithin;
  const asksAgain =
    booking.status === "confirmed" && grows && rooms.some(({ needsApproval }) => needsApproval);
  const inRooms = { rooms, roomId, otherRooms, ...setUp };
  return { ...inRooms, during, people, isElsewhere, isWithin, asksAgain };
}

/** @throws DomainError conflict when it is no longer of that version, or somebody has the time */
async function writeChange(
  ctx: Context,
  booking: BookingView,
  decided: DecidedChange,
  version: number,
): Promise<Booking> {
  const { id, spaceId, bookedBy, equipment } = booking;
  const { rooms, roomId, otherRooms, during, people, layoutId, asksAgain } = decided;
  const leave = await canHold(ctx, {
    rooms,
    personId: bookedBy,
    during,
    people,
    bookingId: id,
    had: { ...booking.during, people: booking.people, isElsewhere: decided.isElsewhere },
  });
  await haveTurn(ctx, spaceId, equipment);
  const waits = asksAgain || booking.status === "requested";
  const [changed] = await applyEvent(ctx, "change", {
    where: sameVersion(id, version),
    leave,
    asked: asksAgain,
    ...(waits ? { answerBy: answerBy(during.start, ctx.now) } : {}),
    set: { roomId, otherRooms, during, people, layoutId },
    between: async () => {
      if (decided.isWithin) return releaseOutside(ctx.db, booking, during);
      await release(ctx.db, spaceId, id);
      await take(ctx, { bookingId: id, leave, during, equipment, isKnown: true });
    },
    gaveUp: asksAgain ? booking.during : undefined,
    leftLayout: decided.leftLayout,
    freed: booking.during,
  });
  if (!changed) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
  const { status, purpose } = changed;
  const answer = { id, status, during, people, equipment, purpose, layoutId };
  return answerOf({ ...answer, version: changed.version, roomIds: [roomId, ...otherRooms] });
}

function roomsAfter(before: string[], { roomId, resources }: BookingChange): string[] {
  if (resources)
    return [...new Set(roomId && resources.includes(roomId) ? [roomId, ...resources] : resources)];
  return !roomId || before.includes(roomId) ? before : [roomId, ...before.slice(1)];
}

/** Cancels a booking and gives its time back. Idempotent. */
export async function cancelBooking(ctx: Context, id: string): Promise<void> {
  const booking = await ownBooking(ctx, id);
  if (isOver(booking, ctx.now)) throw new DomainError("conflict", { code: "booking.is_over" });

  const cancelled = transaction(ctx.db, async (db) => {
    await haveTurn({ ...ctx, db }, booking.spaceId);
    await cancelWithin({ ...ctx, db }, booking);
  });
  await cancelled.catch((error: unknown) => {
    if (databaseFault(error)?.constraint !== "booking_of_session") throw error;
    throw new DomainError("conflict", { code: "booking.belongs_to_session" }, { cause: error });
  });
}

/** One booking, as whoever changes it saw it. */
function sameVersion(id: string, version: number): SQL | undefined {
  return and(eq(bookings.id, id), eq(bookings.version, version));
}

export type CancelOptions = {
  note?: string;
  /** The time is needed for something else: nobody who waits is offered it. */
  staysTaken?: boolean;
};

/**
 * Cancels a booking inside a transaction of the caller's, who has the turn, and has seen to it that
 * the actor may.
 */
export async function cancelWithin(
  ctx: Context,
  { id }: Pick<BookingView, "id">,
  { note = "", staysTaken = false }: CancelOptions = {},
): Promise<void> {
  const where = eq(bookings.id, id);
  await applyEvent(ctx, "cancel", { where, set: { note, cancelledAt: ctx.now }, staysTaken });
}

/** Takes a cancellation back, within ten minutes and if nobody else has the time by now. */
export async function restoreBooking(ctx: Context, id: string): Promise<void> {
  const booking = await ownBooking(ctx, id);
  if (!canRestore(booking, ctx.now))
    throw new DomainError("conflict", { code: "booking.too_late_to_restore" });
  const { during, equipment, bookedBy, people } = booking;
  const seen = await bookableRooms(ctx, [booking.roomId, ...booking.otherRooms], during, bookedBy);
  const rooms = askedInTime(seen);
  const asked = rooms.some(({ needsApproval }) => needsApproval);

  try {
    await transaction(ctx.db, async (db) => {
      const within = { ...ctx, db };
      const leave = await canHold(within, {
        rooms,
        personId: bookedBy,
        during,
        people,
        bookingId: id,
      });
      await haveTurn(within, booking.spaceId, equipment);
      const [restored] = await applyEvent(within, "restore", {
        where: sameVersion(id, booking.version),
        leave,
        asked,
        answerBy: asked ? answerBy(during.start, ctx.now) : null,
        set: { note: "", cancelledAt: null },
        between: () => take(within, { bookingId: id, leave, during, equipment }),
      });
      if (!restored) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
    });
  } catch (error) {
    throw await withAlternatives(ctx, error, {
      ...during,
      people,
      equipment,
      roomId: booking.roomId,
    });
  }
}

/** Ends a running booking now, and frees the rest of it. */
export async function endBookingEarly(ctx: Context, id: string): Promise<void> {
  const booking = await ownBooking(ctx, id);
  const { end } = booking.during;
  const shorter = isPossible("end_early", booking.status) ? shortened(booking, ctx.now) : null;
  if (!shorter) throw new DomainError("conflict", { code: "booking.not_running" });
  await transaction(ctx.db, async (db) => {
    await haveTurn({ ...ctx, db }, booking.spaceId, booking.equipment);
    const [ended] = await applyEvent({ ...ctx, db }, "end_early", {
      where: sameVersion(id, booking.version),
      set: { during: shorter, plannedEnd: end },
      between: () => releaseOutside(db, booking, shorter),
      freed: { start: shorter.end, end },
    });
    if (!ended) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
  });
}

/**
 * Takes another time or room for a booking that holds nothing by now, in a transaction of the
 * caller's, who writes the booking's own row.
 */
export async function retake(
  ctx: Context,
  id: string,
  { bookedBy, ...request }: BookingRequest & { bookedBy: string },
): Promise<void> {
  const { start, end, people, equipment } = request;
  const during = { start, end };
  const rooms = await bookableRooms(ctx, roomsOf(request), request, bookedBy);
  const leave = await canHold(ctx, { rooms, personId: bookedBy, during, people, bookingId: id });
  await take(ctx, { bookingId: id, leave, during, equipment });
}

/**
 * The actor's own booking, one they share or hold a mandate for, or one of the actor's space.
 *
 * @throws DomainError not_found
 */
export async function ownBooking(ctx: Context, id: string): Promise<BookingView> {
  authorise(ctx.actor, "booking.request");
  const booking = await findBooking(ctx, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  return booking;
}
