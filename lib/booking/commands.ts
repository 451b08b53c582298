import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { allocations, bookings, stockAllocations } from "#db/schema/booking.ts";
import { type Interval, intervalToText } from "#db/types.ts";
import { recordAudit } from "#lib/identity/audit.ts";
import { actorKey, type Context } from "#lib/identity/context.ts";
import { authenticated, authorise, can } from "#lib/identity/policy.ts";
import { limit } from "#lib/identity/rate-limits.ts";
import { DomainError, databaseFault } from "#lib/platform/errors.ts";
import { type Answer, earlierAnswer, keepAnswer } from "#lib/platform/idempotency.ts";
import { metrics } from "#lib/platform/metrics.ts";
import { enqueue } from "#lib/platform/outbox.ts";
import { transaction } from "#lib/platform/transaction.ts";
import { bookableRoom, findAlternatives, findBooking, type RoomToBook } from "./queries.ts";
import { heldFor, refusalFor } from "./rules.ts";
import type { BookingChange, BookingRequest, EquipmentWish } from "./schema.ts";

export type Booking = {
  id: string;
  status: "confirmed" | "cancelled";
  roomId: string;
  start: string;
  end: string;
  people: number;
  equipment: EquipmentWish[];
  purpose: string;
  version: number;
};

/**
 * Books a room with its equipment for the actor and queues the confirmation: all of it happens, or nothing.
 *
 * @param key idempotency key: the same key and request get the first answer again, and one booking
 * @throws DomainError conflict with alternatives when somebody was first; invalid with the rule that refuses
 */
export async function requestBooking(ctx: Context, request: BookingRequest, key?: string): Promise<Booking> {
  try {
    const booking = await bookOnce(ctx, request, key);
    metrics().bookings.inc({ outcome: "booked" });
    return booking;
  } catch (error) {
    metrics().bookings.inc({ outcome: error instanceof DomainError ? error.reason.code : "failed" });
    throw error;
  }
}

async function bookOnce(ctx: Context, request: BookingRequest, key?: string): Promise<Booking> {
  authorise(ctx.actor, "booking.request");
  const ask = key ? { actorKey: actorKey(ctx.actor), key, request: { book: request } } : null;
  const replay = ask && (await earlierAnswer(ctx.db, ask));
  if (replay) return bookingFrom(replay);

  try {
    return await transaction(ctx.db, async (db) => {
      const booking = await bookWithin({ ...ctx, db }, request);
      if (ask && !(await keepAnswer(db, ask, { status: 201, body: booking }))) throw new TwinWasFirst();
      return booking;
    });
  } catch (error) {
    const first = ask && (await earlierAnswer(ctx.db, ask));
    if (first) return bookingFrom(first);
    throw await withAlternatives(ctx, error, request);
  }
}

/** A date of a series: told and recorded once for all of them, and for whoever booked the series. */
export type OfSeries = {
  seriesId: string;
  occurrence: Temporal.PlainDateTime;
  bookedBy: string;
  /** Who added the date, when it was somebody else. */
  madeBy: string | null;
};

/**
 * The same inside a transaction of the caller's: a session and its room stand or fall together.
 * Whoever calls it hands what is thrown to `withAlternatives`.
 */
export async function bookWithin(
  ctx: Context,
  request: BookingRequest,
  ofSeries?: OfSeries,
): Promise<Booking> {
  authorise(ctx.actor, "booking.request");
  const { personId: bookedBy } = authenticated(ctx.actor);
  const { roomId, start, end, people, purpose } = request;
  const { db } = ctx;
  const room = await bookableRoom(ctx, roomId, request);
  const refusal = refusalFor(request, room, ctx.now);
  if (refusal) throw new DomainError("invalid", refusal);

  const id = crypto.randomUUID();
  const during = { start, end };
  await db
    .insert(bookings)
    .values({ id, spaceId: room.spaceId, roomId, during, people, purpose, bookedBy, ...ofSeries });
  await hold(db, room, id, during);
  const equipment = await takeEquipment(db, room, id, during, request.equipment);
  // Here, late: only bookings that succeed are counted, and nobody waits long for the count. Staff plan whole terms.
  if (!can(ctx.actor, "booking.manage", { spaceId: room.spaceId }))
    await limit(ctx, { key: `booking:${bookedBy}`, attempts: 200, windowMinutes: 60 });
  if (!ofSeries) {
    await enqueue(db, {
      template: "booking-confirmed",
      personId: bookedBy,
      data: { bookingId: id, sequence: 0 },
    });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "booking.requested",
      spaceId: room.spaceId,
      subject: id,
    });
  }
  return {
    id,
    status: "confirmed",
    roomId,
    start: start.toString(),
    end: end.toString(),
    people,
    equipment,
    purpose,
    version: 1,
  };
}

/** Moves a booking or changes how many come. Its own time does not stand in its way. Staff may change its room. */
export async function changeBooking(ctx: Context, id: string, change: BookingChange): Promise<Booking> {
  const booking = await ownBooking(ctx, id);
  const { start, end, people } = change;
  const roomId = change.roomId ?? booking.roomId;
  const room = await bookableRoom(ctx, roomId, change);
  if (roomId !== booking.roomId) {
    authorise(ctx.actor, "booking.manage", { spaceId: booking.spaceId });
    if (room.spaceId !== booking.spaceId)
      throw new DomainError("not_found", { code: "booking.unknown_room" });
  }
  const refusal = refusalFor(change, room, ctx.now);
  if (refusal) throw new DomainError("invalid", refusal);

  try {
    return await transaction(ctx.db, async (db) => {
      const [changed] = await db
        .update(bookings)
        .set({
          roomId,
          during: { start, end },
          people,
          version: sql`${bookings.version} + 1`,
          sequence: sql`${bookings.sequence} + 1`,
        })
        .where(
          and(eq(bookings.id, id), eq(bookings.version, change.version), eq(bookings.status, "confirmed")),
        )
        .returning();
      if (!changed) throw new DomainError("conflict", { code: "booking.changed_meanwhile" });

      await releaseWithin(db, booking.spaceId, [id]);
      await hold(db, room, id, { start, end });
      const equipment = await takeEquipment(db, room, id, { start, end }, booking.equipment);
      await enqueue(db, {
        template: "booking-changed",
        personId: changed.bookedBy,
        data: { bookingId: id, sequence: changed.sequence },
      });
      await recordAudit(db, {
        actor: ctx.actor,
        action: "booking.changed",
        spaceId: room.spaceId,
        subject: id,
      });
      const { status, purpose, version } = changed;
      return {
        id,
        status: status as Booking["status"],
        roomId,
        start: start.toString(),
        end: end.toString(),
        people,
        equipment,
        purpose,
        version,
      };
    });
  } catch (error) {
    throw await withAlternatives(ctx, error, {
      ...change,
      roomId,
      equipment: booking.equipment,
    });
  }
}

/** Gives the time back. Cancelling twice is cancelling once. */
export async function cancelBooking(ctx: Context, id: string): Promise<void> {
  const booking = await ownBooking(ctx, id);
  if (Temporal.Instant.compare(booking.during.end, ctx.now) <= 0)
    throw new DomainError("conflict", { code: "booking.is_over" });

  const cancelled = transaction(ctx.db, async (db) => {
    const [cancelled] = await db
      .update(bookings)
      .set({
        status: "cancelled",
        cancelledAt: ctx.now,
        version: sql`${bookings.version} + 1`,
        sequence: sql`${bookings.sequence} + 1`,
      })
      .where(and(eq(bookings.id, id), eq(bookings.status, "confirmed")))
      .returning();
    if (!cancelled) return;
    await releaseWithin(db, booking.spaceId, [id]);
    await enqueue(db, {
      template: "booking-cancelled",
      personId: cancelled.bookedBy,
      data: { bookingId: id, sequence: cancelled.sequence },
    });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "booking.cancelled",
      spaceId: booking.spaceId,
      subject: id,
    });
  });
  await cancelled.catch((error: unknown) => {
    if (databaseFault(error)?.constraint !== "booking_of_session") throw error;
    throw new DomainError("conflict", { code: "booking.belongs_to_session" }, { cause: error });
  });
}

/** Another request with the same key committed while this one ran: its answer is the answer. */
class TwinWasFirst extends Error {}

/** Gives back what these bookings of one space hold, in a transaction of the caller's that takes anew or cancels. */
export async function releaseWithin(db: Database, spaceId: string, ids: string[]): Promise<void> {
  await db
    .delete(allocations)
    .where(and(eq(allocations.spaceId, spaceId), inArray(allocations.bookingId, ids)));
  await db.update(stockAllocations).set({ active: false }).where(inArray(stockAllocations.bookingId, ids));
}

/**
 * Takes another time or room for a booking that holds nothing by now, in a transaction of the caller's.
 * The caller writes the booking's own row.
 */
export async function takeWithin(ctx: Context, id: string, request: BookingRequest): Promise<void> {
  const room = await bookableRoom(ctx, request.roomId, request);
  const refusal = refusalFor(request, room, ctx.now);
  if (refusal) throw new DomainError("invalid", refusal);
  await hold(ctx.db, room, id, request);
  await takeEquipment(ctx.db, room, id, request, request.equipment);
}

/** The constraint decides who was first: fewer rows back than sent means somebody else was. */
async function hold(db: Database, room: RoomToBook, bookingId: string, time: Interval): Promise<void> {
  const held = await db
    .insert(allocations)
    .values({
      spaceId: room.spaceId,
      resourceId: room.id,
      bookingId,
      during: heldFor(time, room.bufferMinutes),
    })
    .onConflictDoNothing()
    .returning({ id: allocations.id });
  if (held.length < 1) throw new DomainError("conflict", { code: "booking.slot_taken" });
}

/** Stocks in id order, so that two bookings never wait for each other. What the room itself has is not taken. */
async function takeEquipment(
  db: Database,
  room: RoomToBook,
  bookingId: string,
  time: Interval,
  wishes: EquipmentWish[],
): Promise<EquipmentWish[]> {
  const sought = wishes.filter(({ kind, quantity }) => !(quantity === 1 && room.features.includes(kind)));
  const chosen: { resourceId: string; quantity: number }[] = [];
  for (const { kind, quantity } of sought) {
    const { rows } = await db.execute<{ id: string }>(sql`
      select id from resource where space_id = ${room.spaceId} and equipment_kind = ${kind} and out_of_service_reason is null
      order by (quantity - peak_stock_use(id, ${intervalToText(time)}::tstzrange) >= ${quantity}) desc, id limit 1`);
    const [stock] = rows;
    if (!stock) throw new DomainError("invalid", { code: "booking.no_such_equipment" });
    chosen.push({ resourceId: stock.id, quantity });
  }
  chosen.sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
  for (const taken of chosen)
    await db.insert(stockAllocations).values({ ...taken, spaceId: room.spaceId, bookingId, during: time });
  return wishes;
}

async function ownBooking(ctx: Context, id: string) {
  authorise(ctx.actor, "booking.request");
  const booking = await findBooking(ctx, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  return booking;
}

function bookingFrom(answer: Answer): Booking {
  return answer.body as Booking;
}

/** A clash, with what else is free; anything else as it was. */
export async function withAlternatives(
  ctx: Context,
  error: unknown,
  wish: BookingRequestLike,
): Promise<unknown> {
  const stock = databaseFault(error)?.constraint === "stock_not_exceeded";
  const slot = error instanceof DomainError && error.reason.code === "booking.slot_taken";
  if (!stock && !slot) return error;
  const alternatives = await findAlternatives(ctx, { ...wish, limit: 2 });
  return new DomainError(
    "conflict",
    { code: stock ? "booking.equipment_taken" : "booking.slot_taken" },
    { cause: error, details: { alternatives } },
  );
}

type BookingRequestLike = Interval & { roomId: string; people: number; equipment: EquipmentWish[] };
