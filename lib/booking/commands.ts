import { and, eq, sql } from "drizzle-orm";
import { bookings } from "#db/schema/booking.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import type { Context } from "#lib/identity/context.ts";
import { authorise } from "#lib/identity/policy.ts";
import { DomainError, databaseFault } from "#lib/platform/errors.ts";
import { enqueue } from "#lib/platform/outbox.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { answerOf, type Booking, roomsOf } from "./answer.ts";
import { askStaff } from "./ask-staff.ts";
import { withAlternatives } from "./clash.ts";
import {
  type BookingStatus,
  type BookingView,
  bookableRooms,
  findBooking,
  type RoomToBook,
} from "./queries.ts";
import { respectQuotas } from "./quotas.ts";
import { answerBy, canRestore, contains, refusalOfAll } from "./rules.ts";
import type { BookingChange, BookingRequest } from "./schema.ts";
import { release, releaseAfter, take } from "./taking.ts";
import { haveTurn } from "./turns.ts";
import { offerFreed } from "./waiting.ts";

/** Moves a booking or changes how many come. Its own time does not stand in its way. Staff may change its room. */
export async function changeBooking(ctx: Context, id: string, change: BookingChange): Promise<Booking> {
  const booking = await ownBooking(ctx, id);
  if (!["requested", "confirmed"].includes(booking.status))
    throw new DomainError("conflict", { code: "booking.no_longer_stands" });
  const { start, end, people } = change;
  const during = { start, end };
  const roomIds = change.roomId ? [change.roomId] : [booking.roomId, ...booking.otherRooms];
  const rooms = await bookableRooms(ctx, roomIds, during, booking.bookedBy);
  const [room] = rooms as [RoomToBook];
  if (change.roomId && change.roomId !== booking.roomId) {
    authorise(ctx.actor, "booking.manage", { spaceId: booking.spaceId });
    if (room.spaceId !== booking.spaceId)
      throw new DomainError("not_found", { code: "booking.unknown_room" });
  }
  const refusal = refusalOfAll(change, rooms, ctx.now);
  if (refusal) throw new DomainError("invalid", refusal);

  // What was agreed to is not asked again when it only becomes smaller.
  const grows = people > booking.people || !contains(booking.during, during);
  const asksAgain =
    booking.status === "confirmed" && grows && rooms.some(({ needsApproval }) => needsApproval);
  const { equipment } = booking;
  try {
    return await transaction(ctx.db, async (db) => {
      const within = { ...ctx, db };
      if (rooms.some(({ hasQuotas }) => hasQuotas))
        await respectQuotas(within, room, booking.bookedBy, during, id);
      await haveTurn(within, room.spaceId, equipment);
      const [changed] = await db
        .update(bookings)
        .set({
          roomId: room.id,
          otherRooms: roomIds.slice(1),
          during,
          people,
          ...(asksAgain ? { status: "requested", remindedAt: null } : {}),
          ...(asksAgain || booking.status === "requested" ? { answerBy: answerBy(start, ctx.now) } : {}),
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

      await release(db, booking.spaceId, id);
      const personId = booking.bookedBy;
      await take(within, { bookingId: id, rooms, during, equipment, personId, isKnown: true });
      await enqueue(db, {
        template: asksAgain ? "booking-requested" : "booking-changed",
        personId: changed.bookedBy,
        data: { bookingId: id, sequence: changed.sequence },
      });
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
  await enqueue(db, {
    template: "booking-cancelled",
    personId: cancelled.bookedBy,
    data: { bookingId: id, sequence: cancelled.sequence },
  });
  await recordAudit(db, { actor: ctx.actor, action: "booking.cancelled", spaceId, subject: id });
  if (!staysTaken) await offerFreed(ctx, spaceId, during);
}

/** Takes a cancellation back, within ten minutes and if nobody else has the time by now. */
export async function restoreBooking(ctx: Context, id: string): Promise<void> {
  const booking = await ownBooking(ctx, id);
  if (!canRestore(booking, ctx.now))
    throw new DomainError("conflict", { code: "booking.too_late_to_restore" });
  const { during, equipment, bookedBy, people } = booking;
  const rooms = await bookableRooms(ctx, [booking.roomId, ...booking.otherRooms], during, bookedBy);
  const refusal = refusalOfAll({ ...booking.during, people }, rooms, ctx.now);
  if (refusal) throw new DomainError("conflict", refusal);
  const needsAnswer = rooms.some(({ needsApproval }) => needsApproval);
  const status = needsAnswer ? "requested" : "confirmed";

  try {
    await transaction(ctx.db, async (db) => {
      const within = { ...ctx, db };
      await haveTurn(within, booking.spaceId, equipment);
      const [restored] = await db
        .update(bookings)
        .set({
          status,
          note: "",
          cancelledAt: null,
          answerBy: needsAnswer ? answerBy(during.start, ctx.now) : null,
          version: sql`${bookings.version} + 1`,
          sequence: sql`${bookings.sequence} + 1`,
        })
        .where(and(eq(bookings.id, id), eq(bookings.version, booking.version)))
        .returning();
      if (!restored) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
      await take(within, { bookingId: id, rooms, during, equipment, personId: bookedBy });
      if (needsAnswer) await askStaff(within, booking);
      await enqueue(db, {
        template: `booking-${status}`,
        personId: bookedBy,
        data: { bookingId: id, sequence: restored.sequence },
      });
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
      .returning({ id: bookings.id });
    if (!ended) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });
    await releaseAfter(db, booking, minute);
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
  const rooms = await bookableRooms(ctx, roomsOf(request), request, bookedBy);
  const refusal = refusalOfAll(request, rooms, ctx.now);
  if (refusal) throw new DomainError("invalid", refusal);
  await take(ctx, {
    bookingId: id,
    rooms,
    during: request,
    equipment: request.equipment,
    personId: bookedBy,
  });
}

/** The actor's own booking, one they share or hold a mandate for, or one of the actor's space. @throws DomainError not_found */
export async function ownBooking(ctx: Context, id: string): Promise<BookingView> {
  authorise(ctx.actor, "booking.request");
  const booking = await findBooking(ctx, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  return booking;
}
