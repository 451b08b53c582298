import { sql } from "drizzle-orm";
import { rowsOf } from "#db/rows.ts";
import { type Interval, intervalFromText } from "#db/types.ts";
import { haveTurn } from "#lib/booking/allocation/turns.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { authorise, isIn } from "#lib/foundation/identity/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { transaction } from "#lib/foundation/platform/transaction.ts";
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

/** Bookings in the actor's spaces that wait for an answer, the most urgent first. */
export async function waitingRequests(ctx: Context): Promise<WaitingRequest[]> {
  authorise(ctx.actor, "booking.manage");
  const rows = await rowsOf<
    Omit<WaitingRequest, "during" | "answerBy"> & { during: string; answerBy: string }
  >(
    ctx.db,
    sql`
      select booking.id, booking.version, space.name as space_name, space.time_zone,
        room.name as room_name, booking.during::text as during, booking.people,
        coalesce(${titleOfBooking(languageOf(ctx))}, '') as purpose,
        person.display_name as asked_by, to_json(booking.answer_by) #>> '{}' as answer_by
      from booking join spaces_space space on space.id = booking.space_id join spaces_resource room
        on room.id = booking.room_id
        join identity_person person on person.id = booking.booked_by
      where booking.status = 'requested' and booking.answer_by > ${ctx.now.toString()}::timestamptz
        and ${isIn(ctx.actor, "booking.manage", sql`booking.space_id`)}
      order by booking.answer_by, booking.id limit 500`,
  );
  return rows.map(({ during, answerBy, ...request }) => ({
    ...request,
    during: intervalFromText(during),
    answerBy: Temporal.Instant.from(answerBy),
  }));
}

/** How many bookings in the actor's spaces wait for an answer. */
export async function countWaiting(ctx: Context): Promise<number> {
  authorise(ctx.actor, "booking.manage");
  const rows = await rowsOf<{ count: number }>(
    ctx.db,
    sql`
      select count(*)::int as count from booking
      where status = 'requested' and answer_by > ${ctx.now.toString()}::timestamptz
        and ${isIn(ctx.actor, "booking.manage", sql`booking.space_id`)}`,
  );
  return rows[0]?.count ?? 0;
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
