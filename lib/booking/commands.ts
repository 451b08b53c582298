import { and, eq, sql } from "drizzle-orm";
import { bookingProposals, bookings } from "#db/schema/booking.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { authorise } from "#lib/identity/policy.ts";
import { DomainError, databaseFault } from "#lib/platform/errors.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { answerOf, type Booking, roomsOf } from "./answer.ts";
import { askStaff } from "./ask-staff.ts";
import { withAlternatives } from "./clash.ts";
import { askedInTime, canHold } from "./holding.ts";
import {
  type BookingStatus,
  type BookingView,
  bookableRooms,
  findBooking,
  type RoomToBook,
} from "./queries.ts";
import { answerBy, canRestore, contains } from "./rules.ts";
import type { BookingChange, BookingRequest } from "./schema.ts";
import { release, releaseOutside, take } from "./taking.ts";
import { tell } from "./telling.ts";
import { haveTurn } from "./turns.ts";
import { offerFreed } from "./waiting.ts";

/**
 * Moves a booking or changes how many come. Its own time does not stand in its way. Staff may change its rooms: a room that is
 * one of them changes none, another takes the place of the first, and `resources` are all of them.
 */
export async function changeBooking(ctx: Context, id: string, change: BookingChange): Promise<Booking> {
  const booking = await ownBooking(ctx, id);
  if (!["requested", "confirmed"].includes(booking.status))
    throw new DomainError("conflict", { code: "booking.no_longer_stands" });
  if (Temporal.Instant.compare(booking.during.end, ctx.now) <= 0)
    throw new DomainError("conflict", { code: "booking.is_over" });
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

  // What was agreed to is not asked again when it only becomes smaller.
  const isWithin = !isElsewhere && contains(booking.during, during);
  const grows = people > booking.people || !isWithin;
  const asksAgain =
    booking.status === "confirmed" && grows && rooms.some(({ needsApproval }) => needsApproval);
  const waits = asksAgain || booking.status === "requested";
  const { equipment, bookedBy } = booking;
  const had = { ...booking.during, people: booking.people, isElsewhere };
  try {
    return await transaction(ctx.db, async (db) => {
      const within = { ...ctx, db };
      const leave = await canHold(within, { rooms, personId: bookedBy, during, people, bookingId: id, had });
      await haveTurn(within, room.spaceId, equipment);
      const [changed] = await db
        .update(bookings)
        .set({
          roomId: room.id,
          otherRooms: roomIds.slice(1),
          during,
          people,
          ...(asksAgain ? { status: "requested" } : {}),
          ...(waits ? { answerBy: answerBy(start, ctx.now), askedAt: ctx.now, remindedAt: null } : {}),
          version: sql`${bookings.version} + 1`,
          sequence: sql`${bookings.sequence} + 1`,
        })
        .where(
          and(
            eq(bookings.id, id),
            eq(bookings.version, change.version),
            sql`${bookings.status} in ('requested', 'confirmed')`,
          ),
        )
        .returning();
      if (!changed) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });

      if (isWithin) await releaseOutside(db, booking, during);
      else {
        await release(db, booking.spaceId, id);
        await take(within, { bookingId: id, leave, during, equipment, isKnown: true });
      }
      await tell(
        within,
        changed.status === "requested" ? "requested" : "changed",
        changed,
        asksAgain ? booking.during : undefined,
      );
      if (asksAgain) await askStaff(within, { id, spaceId: room.spaceId });
      await recordAudit(db, {
        actor: ctx.actor,
        action: "booking.changed",
        spaceId: room.spaceId,
        subject: id,
      });
      await offerFreed(within, room.spaceId, booking.during);
      const { purpose, version } = changed;
      const status = changed.status as BookingStatus;
      return answerOf({ id, status, during, people, equipment, purpose, version, roomIds });
    });
  } catch (error) {
    if (databaseFault(error)?.constraint === "joint_session_starts_together")
      throw new DomainError("conflict", { code: "booking.belongs_to_joint_session" }, { cause: error });
    throw await withAlternatives(ctx, error, { ...change, roomId: room.id, equipment });
  }
}

function roomsAfter(before: string[], { roomId, resources }: BookingChange): string[] {
  if (resources)
    return [...new Set(roomId && resources.includes(roomId) ? [roomId, ...resources] : resources)];
  return !roomId || before.includes(roomId) ? before : [roomId, ...before.slice(1)];
}

/** Gives the time back. Cancelling twice is cancelling once. */
export async function cancelBooking(ctx: Context, id: string): Promise<void> {
  const booking = await ownBooking(ctx, id);
  if (Temporal.Instant.compare(booking.during.end, ctx.now) <= 0)
    throw new DomainError("conflict", { code: "booking.is_over" });

  const cancelled = transaction(ctx.db, async (db) => {
    await haveTurn({ ...ctx, db }, booking.spaceId);
    await cancelWithin({ ...ctx, db }, booking);
  });
  await cancelled.catch((error: unknown) => {
    if (databaseFault(error)?.constraint !== "booking_of_session") throw error;
    throw new DomainError("conflict", { code: "booking.belongs_to_session" }, { cause: error });
  });
}

export type CancelOptions = {
  note?: string;
  /** The time is needed for something else: nobody who waits is offered it. */
  staysTaken?: boolean;
};

/** The same inside a transaction of the caller's, who has the turn, and has seen to it that the actor may. */
export async function cancelWithin(
  ctx: Context,
  { id, spaceId, during }: Pick<BookingView, "id" | "spaceId" | "during">,
  { note = "", staysTaken = false }: CancelOptions = {},
): Promise<void> {
  const { db } = ctx;
  const [cancelled] = await db
    .update(bookings)
    .set({
      status: "cancelled",
      note,
      cancelledAt: ctx.now,
      version: sql`${bookings.version} + 1`,
      sequence: sql`${bookings.sequence} + 1`,
    })
    .where(and(eq(bookings.id, id), sql`${bookings.status} in ('requested', 'offered', 'confirmed')`))
    .returning();
  if (!cancelled) return;
  await release(db, spaceId, id);
  await tell(ctx, "cancelled", cancelled);
  await db.delete(bookingProposals).where(eq(bookingProposals.bookingId, id));
  await recordAudit(db, { actor: ctx.actor, action: "booking.cancelled", spaceId, subject: id });
  if (!staysTaken) await offerFreed(ctx, spaceId, during);
}

/** Takes a cancellation back, within ten minutes and if nobody else has the time by now. */
export async function restoreBooking(ctx: Context, id: string): Promise<void> {
  const booking = await ownBooking(ctx, id);
  if (!canRestore(booking, ctx.now))
    throw new DomainError("conflict", { code: "booking.too_late_to_restore" });
  const { during, equipment, bookedBy, people } = booking;
  const seen = await bookableRooms(ctx, [booking.roomId, ...booking.otherRooms], during, bookedBy);
  const rooms = askedInTime(seen);
  const needsAnswer = rooms.some(({ needsApproval }) => needsApproval);
  const status = needsAnswer ? "requested" : "confirmed";

  try {
    await transaction(ctx.db, async (db) => {
      const within = { ...ctx, db };
      const leave = await canHold(within, { rooms, personId: bookedBy, during, people, bookingId: id });
      await haveTurn(within, booking.spaceId, equipment);
      const [restored] = await db
        .update(bookings)
        .set({
          status,
          note: "",
          cancelledAt: null,
          answerBy: needsAnswer ? answerBy(during.start, ctx.now) : null,
          askedAt: needsAnswer ? ctx.now : null,
          version: sql`${bookings.version} + 1`,
          sequence: sql`${bookings.sequence} + 1`,
        })
        .where(and(eq(bookings.id, id), eq(bookings.version, booking.version)))
        .returning();
      if (!restored) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
      await take(within, { bookingId: id, leave, during, equipment });
      if (needsAnswer) await askStaff(within, booking);
      await tell(within, status, restored);
      await recordAudit(db, {
        actor: ctx.actor,
        action: "booking.restored",
        spaceId: booking.spaceId,
        subject: id,
      });
    });
  } catch (error) {
    throw await withAlternatives(ctx, error, { ...during, people, equipment, roomId: booking.roomId });
  }
}

/** Ends a running booking now, and frees the rest of it. */
export async function endBookingEarly(ctx: Context, id: string): Promise<void> {
  const booking = await ownBooking(ctx, id);
  const { start, end } = booking.during;
  const minute = ctx.now.round({ smallestUnit: "minute", roundingMode: "ceil" });
  const isRunning =
    booking.status === "confirmed" &&
    Temporal.Instant.compare(start, ctx.now) < 0 &&
    Temporal.Instant.compare(minute, end) < 0;
  if (!isRunning) throw new DomainError("conflict", { code: "booking.not_running" });
  await transaction(ctx.db, async (db) => {
    await haveTurn({ ...ctx, db }, booking.spaceId, booking.equipment);
    const [ended] = await db
      .update(bookings)
      .set({
        during: { start, end: minute },
        plannedEnd: end,
        version: sql`${bookings.version} + 1`,
        sequence: sql`${bookings.sequence} + 1`,
      })
      .where(and(eq(bookings.id, id), eq(bookings.version, booking.version)))
      .returning();
    if (!ended) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
    // Their calendars show the rest of the time as taken until they hear of it.
    await tell({ ...ctx, db }, "changed", ended);
    await releaseOutside(db, booking, { start, end: minute });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "booking.ended_early",
      spaceId: booking.spaceId,
      subject: id,
    });
    await offerFreed({ ...ctx, db }, booking.spaceId, { start: minute, end });
  });
}

/**
 * Takes another time or room for a booking that holds nothing by now, in a transaction of the caller's, who writes the
 * booking's own row.
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

/** The actor's own booking, one they share or hold a mandate for, or one of the actor's space. @throws DomainError not_found */
export async function ownBooking(ctx: Context, id: string): Promise<BookingView> {
  authorise(ctx.actor, "booking.request");
  const booking = await findBooking(ctx, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  return booking;
}
