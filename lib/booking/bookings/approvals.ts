import { and, eq, gt, type SQL, sql } from "drizzle-orm";
import { neverNull } from "#db/expressions.ts";
import { rowsOf } from "#db/rows.ts";
import { bookings } from "#db/schema/booking.ts";
import { personView } from "#db/schema/identity.ts";
import { resourceView, spaceView } from "#db/schema/spaces.ts";
import type { Interval } from "#db/types.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authorise, isIn } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { applyEvent } from "./apply-event.ts";
import { askStaff } from "./ask-staff.ts";
import { readBooking } from "./queries.ts";
import { canKeep } from "./still-fits.ts";
import { titleOfBooking } from "./title.ts";
import { isPossible } from "./transitions.ts";

export type WaitingRequest = {
  id: string;
  version: number;
  spaceName: string;
  timeZone: string;
  roomName: string;
  during: Interval;
  people: number;
  purpose: string;
  askedBy: string;
  answerBy: Temporal.Instant;
};

const MOST_WAITING = 500;

/** Bookings in the actor's spaces that wait for an answer, the most urgent first. */
export async function waitingRequests(ctx: Context): Promise<WaitingRequest[]> {
  authorise(ctx.actor, "booking.manage");
  return ctx.db
    .select({
      id: bookings.id,
      version: bookings.version,
      spaceName: spaceView.name,
      timeZone: spaceView.timeZone,
      roomName: resourceView.name,
      during: bookings.during,
      people: bookings.people,
      purpose: sql<string>`coalesce(${titleOfBooking(languageOf(ctx))}, '')`,
      askedBy: personView.displayName,
      answerBy: neverNull(bookings.answerBy),
    })
    .from(bookings)
    .innerJoin(spaceView, eq(spaceView.id, bookings.spaceId))
    .innerJoin(resourceView, eq(resourceView.id, bookings.roomId))
    .innerJoin(personView, eq(personView.id, bookings.bookedBy))
    .where(isWaiting(ctx))
    .orderBy(bookings.answerBy, bookings.id)
    .limit(MOST_WAITING);
}

/** How many bookings in the actor's spaces wait for an answer. */
export async function countWaiting(ctx: Context): Promise<number> {
  authorise(ctx.actor, "booking.manage");
  return ctx.db.$count(bookings, isWaiting(ctx));
}

/**
 * A booking in the actor's spaces that waits for an answer. Its state is literal, so that the index
 * of what is unanswered is used.
 */
function isWaiting({ actor, now }: Context): SQL | undefined {
  return and(
    sql`${bookings.status} = 'requested'`,
    gt(bookings.answerBy, now),
    isIn(actor, "booking.manage", bookings.spaceId),
  );
}

/**
 * Confirms what was asked, or refuses it with a word of why. Its time has been kept all along, so
 * nothing can clash now.
 *
 * @throws DomainError conflict when it was answered meanwhile, or the room can no longer take it
 */
export async function answerRequest(
  ctx: Context,
  id: string,
  { confirm, version, note = "" }: { confirm: boolean; version: number; note?: string },
): Promise<void> {
  const booking = await readBooking(ctx.db, id);
  if (!booking) throw new DomainError("not_found", { code: "booking.unknown" });
  const { spaceId } = booking;
  authorise(ctx.actor, "booking.manage", { spaceId });
  await transaction(ctx.db, async (db) => {
    const within = { ...ctx, db };
    if (!isPossible("approve", booking.status)) throw requestIsOver();
    const answered = {
      where: sql`id = ${id} and version = ${version} and answer_by > ${ctx.now.toString()}::timestamptz`,
      set: { note, remindedAt: null },
      answerBy: null,
    };
    const leave = confirm ? await canKeep(within, booking) : null;
    if (!leave) await haveTurn(within, spaceId);
    const [booked] = leave
      ? await applyEvent(within, "approve", { ...answered, leave })
      : await applyEvent(within, "refuse", answered);
    if (!booked) throw requestIsOver();
  });
}

function requestIsOver(): DomainError {
  return new DomainError("conflict", { code: "booking.request_is_over" });
}

/** Reminds staff once, when half of the time to answer is over, from when they were last asked. */
export async function remindStaff(ctx: Context): Promise<number> {
  return transaction(ctx.db, async (db) => {
    const rows = await rowsOf<{ id: string; spaceId: string }>(
      db,
      sql`
        update booking set reminded_at = ${ctx.now.toString()}::timestamptz
        where id in (select id from booking where status = 'requested' and reminded_at is null
          and ${ctx.now.toString()}::timestamptz > coalesce(asked_at,
          created_at) + (answer_by - coalesce(asked_at, created_at)) / 2 for update skip locked)
        returning id, space_id`,
    );
    for (const booking of rows) await askStaff({ ...ctx, db }, booking);
    return rows.length;
  });
}
