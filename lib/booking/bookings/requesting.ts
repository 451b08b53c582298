import type { SQL } from "drizzle-orm";
import { canHold } from "#lib/booking/allocation/holding.ts";
import {
  bookableRooms,
  type RoomFacts,
  type RoomToBook,
  roomFacts,
  roomsToBook,
} from "#lib/booking/allocation/rooms-to-book.ts";
import { MOST_AN_HOUR } from "#lib/booking/allocation/rules.ts";
import { stockRequests, takeStock } from "#lib/booking/allocation/taking.ts";
import { actorKey, type Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise, can } from "#lib/foundation/identity/permission/policy.ts";
import {
  type Ask,
  answerOnce,
  keepFirstAnswer,
} from "#lib/foundation/platform/database/idempotency.ts";
import { atOnce, transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { metrics } from "#lib/foundation/platform/logs/metrics.ts";
import { answerOf, type Booking, roomsOf } from "./answer.ts";
import { askStaff } from "./ask-staff.ts";
import { isRefusedAsTaken, SeenTaken, withAlternatives } from "./clash.ts";
import { answerBy } from "./deadlines.ts";
import { holdsAnyOf } from "./hold-room.ts";
import { checkLayout } from "./layouts.ts";
import { actsFor } from "./mandates.ts";
import type { BookingRequest } from "./schema.ts";
import { firstState } from "./transitions.ts";
import { type NewBooking, writeBooking } from "./writing.ts";

/**
 * What `requestBooking` asks for first, as a statement: to be asked together with who it is that
 * asks.
 *
 * @param isContested whether others ask for the same: then it is looked who has the rooms
 */
export function factsForBooking(
  ctx: Pick<Context, "now">,
  request: BookingRequest,
  personId: SQL,
  { isContested }: { isContested: boolean },
): SQL {
  const seesTaken = isContested;
  return roomFacts(ctx, roomsOf(request), request, request.for ?? personId, { seesTaken });
}

/**
 * Books rooms with their equipment and queues the confirmation: all of it happens, or nothing. A
 * room that needs approval is kept for the asker until staff have answered.
 *
 * @param key idempotency key: the same key and request get the first answer again, and one booking
 * @param facts what `factsForBooking` found a moment ago; asked for here where it is absent
 * @throws DomainError conflict with alternatives when somebody was first; invalid with the rule
 *   that refuses
 */
export async function requestBooking(
  ctx: Context,
  request: BookingRequest,
  key?: string,
  facts?: RoomFacts[] | null,
): Promise<Booking> {
  try {
    const booking = await bookOnce(ctx, request, key, facts);
    metrics().bookings.inc({ outcome: "booked" });
    return booking;
  } catch (error) {
    metrics().bookings.inc({
      outcome: error instanceof DomainError ? error.reason.code : "failed",
    });
    throw error;
  }
}

async function bookOnce(
  ctx: Context,
  request: BookingRequest,
  key?: string,
  facts?: RoomFacts[] | null,
): Promise<Booking> {
  authorise(ctx.actor, "booking.request");
  const ask = key ? { actorKey: actorKey(ctx.actor), key, request: { book: request } } : null;
  const booked = answerOnce(ctx.db, ask, () =>
    bookNow(ctx, request, ask, facts).catch(async (error: unknown) => {
      // Their own hold may have arrived while the booking was on its way: now it is seen, and gives
      // way.
      if (!isRefusedAsTaken(error) || !(await holdsAnyOf(ctx, request))) throw error;
      return bookNow(ctx, request, ask);
    }),
  );
  return booked.catch(async (error: unknown) => {
    throw await withAlternatives(ctx, error, request);
  });
}

async function bookNow(
  ctx: Context,
  request: BookingRequest,
  ask: Ask | null,
  facts?: RoomFacts[] | null,
): Promise<Booking> {
  const decided = await decideBooking(ctx, request, { facts });
  if (!ask && !isManySteps(decided))
    return atOnce(ctx.db, (db) => writeDecided({ ...ctx, db }, decided));
  return transaction(ctx.db, async (db) => {
    const booking = await writeDecided({ ...ctx, db }, decided);
    await keepFirstAnswer(db, ask, booking);
    return booking;
  });
}

/**
 * A date of a series: told and recorded once for all of them, and for whoever booked the series.
 */
export type OfSeries = {
  seriesId: string;
  occurrence: Temporal.PlainDateTime;
  bookedBy: string;
  /** Who added the date, when it was somebody else. */
  madeBy: string | null;
};

/**
 * A guest's booking that is kept until they prove who they are, or until staff say yes where no
 * message can reach them.
 */
export type Unproved = { byStaff: boolean; until: Temporal.Instant };

/**
 * Books inside a transaction of the caller's: a session and its room stand or fall together.
 * Whoever calls it hands what is thrown to `withAlternatives`.
 */
export async function bookWithin(
  ctx: Context,
  request: BookingRequest,
  ofSeries?: OfSeries,
  unproved?: Unproved,
): Promise<Booking> {
  return writeDecided(ctx, await decideBooking(ctx, request, { ofSeries, unproved }));
}

/** A booking as it will be written, with its rooms as the person it is for meets them. */
type DecidedBooking = NewBooking & { rooms: RoomToBook[]; bookedBy: string };

/** How a request came: as a date of a series, from a guest, or with its facts asked for already. */
type Circumstances = { ofSeries?: OfSeries; unproved?: Unproved; facts?: RoomFacts[] | null };

/**
 * Gathers the facts in one round trip, or none.
 *
 * @throws DomainError when the actor may not book for this person, or for the moment no more
 */
async function decideBooking(
  ctx: Context,
  request: BookingRequest,
  { ofSeries, unproved, facts }: Circumstances,
): Promise<DecidedBooking> {
  authorise(ctx.actor, "booking.request");
  const { personId } = authenticated(ctx.actor, "booking.request");
  const { start, end, people, purpose, equipment, layoutId = null } = request;
  const during = { start, end };
  const bookedBy = ofSeries?.bookedBy ?? request.for ?? personId;
  const roomIds = roomsOf(request);
  const rooms = facts
    ? roomsToBook(ctx, roomIds, facts)
    : await bookableRooms(ctx, roomIds, during, bookedBy);
  const [room] = rooms as [RoomToBook];
  await checkBooker(ctx, bookedBy, room);
  // Of a series it was asked once, for all its dates.
  if (!ofSeries) await checkLayout(ctx, layoutId, { roomId: room.id, people });

  const asked = unproved ? unproved.byStaff : rooms.some(({ needsApproval }) => needsApproval);
  const event = unproved ? "book_as_guest" : "book";
  return {
    id: crypto.randomUUID(),
    rooms,
    event,
    status: firstState(event, asked),
    during,
    people,
    equipment,
    purpose,
    layoutId,
    bookedBy,
    madeBy: ofSeries ? ofSeries.madeBy : bookedBy === personId ? null : personId,
    answerBy: unproved?.until ?? (asked ? answerBy(start, ctx.now) : null),
    ofSeries: ofSeries ?? null,
  };
}

/**
 * Sees to it that the actor may book this room in that name, and that nobody fills it with a
 * program. Staff of the space may both: they plan whole terms, and for others.
 *
 * @throws DomainError forbidden without a mandate; rate_limited
 */
async function checkBooker(ctx: Context, bookedBy: string, room: RoomToBook): Promise<void> {
  const { personId } = authenticated(ctx.actor, "booking.request");
  if (can(ctx.actor, "booking.manage", { spaceId: room.spaceId })) return;
  if (bookedBy !== personId && !(await actsFor(ctx, bookedBy)))
    throw new DomainError("forbidden", { code: "booking.no_mandate" });
  if (room.bookedLately >= MOST_AN_HOUR)
    throw new DomainError("rate_limited", { code: "identity.too_many", minutes: 60 });
}

/** Whether writing it takes more than one statement. */
function isManySteps({ rooms, equipment, status }: DecidedBooking): boolean {
  return (
    status === "requested" ||
    rooms.some(({ hasQuotas }) => hasQuotas) ||
    stockRequests({ rooms, equipment }).length > 0
  );
}

/**
 * Writes what was decided; one statement, or several in a transaction of the caller's.
 *
 * @throws DomainError conflict booking.slot_taken when somebody else was seen in a room, or the
 *   database finds that they were first
 */
async function writeDecided(ctx: Context, booking: DecidedBooking): Promise<Booking> {
  const { id, rooms, status, during, people, equipment, purpose, layoutId, bookedBy } = booking;
  const [room] = rooms as [RoomToBook];
  const leave = await canHold(ctx, { rooms, personId: bookedBy, during, people });
  // The database would refuse it as well; that costs it, and whoever is too late, several times as
  // much. What a closure takes it refuses itself: why is asked then.
  const inTheWay = new Set(rooms.map((taken) => taken.takenBy));
  if (inTheWay.has("somebody") && !inTheWay.has("closure")) throw new SeenTaken();
  await writeBooking(ctx, booking, leave);
  await takeStock(ctx, { bookingId: id, leave, during, equipment });
  if (status === "requested") await askStaff(ctx, { id, spaceId: room.spaceId });
  const roomIds = rooms.map((taken) => taken.id);
  const booked = { id, status, during, people, equipment, purpose, layoutId, version: 1 };
  return answerOf({ ...booked, roomIds });
}
