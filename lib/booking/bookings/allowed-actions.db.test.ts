import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import type { Database } from "#db/client.ts";
import { sessions } from "#db/schema/sessions.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { inPerson } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { test } from "#testing/database.ts";
import { allowedActions, BOOKING_ACTIONS, type BookingAction } from "./allowed-actions.ts";
import { answerRequest } from "./approvals.ts";
import { checkIn, checkInOwnBookings, forgiveMissed, noteMissed } from "./check-in.ts";
import { cancelBooking, changeBooking, endBookingEarly, restoreBooking } from "./commands.ts";
import { proposeBooking } from "./proposals.ts";
import { type BookingView, findBooking, readBooking } from "./queries.ts";
import { requestBooking } from "./requesting.ts";
import { BOOKING_STATES } from "./transitions.ts";
import { acceptOffer } from "./waiting.ts";

const at = (time: string, day = 3) => Temporal.Instant.from(`2026-03-0${day}T${time}:00+01:00`);
const MOMENTS = {
  "the day before": at("10:00", 2),
  "ten minutes before": at("09:50"),
  "while it runs": at("10:20"),
  "in its last minute": Temporal.Instant.from("2026-03-03T10:59:30+01:00"),
  "when it is over": at("11:30"),
};

const DO: Record<BookingAction, (ctx: Context, booking: BookingView) => Promise<unknown>> = {
  accept: (ctx, { id }) => acceptOffer(ctx, id),
  approve: (ctx, { id, version }) => answerRequest(ctx, id, { confirm: true, version }),
  refuse: (ctx, { id, version }) => answerRequest(ctx, id, { confirm: false, version }),
  restore: (ctx, { id }) => restoreBooking(ctx, id),
  arrive: (ctx, { spaceId }) =>
    checkInOwnBookings(ctx, { personId: inPerson(ctx.actor).personId, spaceId, at: ctx.now }),
  check_in: (ctx, { id }) => checkIn(ctx, id),
  note_missed: (ctx, { id }) => noteMissed(ctx, id),
  forgive: (ctx, { id }) => forgiveMissed(ctx, id),
  end_early: (ctx, { id }) => endBookingEarly(ctx, id),
  change: (ctx, { id, during, people, version }) =>
    changeBooking(ctx, id, { ...during, people, version }),
  propose: (ctx, { id }) =>
    proposeBooking(ctx, id, { email: "somebody@trivium.test", kind: "share" }),
  cancel: (ctx, { id }) => cancelBooking(ctx, id),
};

class Undone extends Error {}

/** What does something when it is done: each is tried, and taken back. */
async function thatWork(ctx: Context, booking: BookingView): Promise<BookingAction[]> {
  const works: BookingAction[] = [];
  for (const action of BOOKING_ACTIONS) {
    const tried = ctx.db.transaction(async (db) => {
      const before = await traces(db, booking.id);
      await DO[action]({ ...ctx, db }, booking);
      if ((await traces(db, booking.id)) !== before) works.push(action);
      throw new Undone();
    });
    await tried.catch((error: unknown) => {
      if (!(error instanceof Undone || error instanceof DomainError)) throw error;
    });
  }
  return works;
}

async function traces(db: Database, id: string): Promise<string> {
  const { rows } = await db.execute<{ seen: string }>(sql`
    select concat(booking::text, (select count(*) from booking_proposal where booking_id = ${id})) as seen
    from booking where id = ${id}`);
  return rows[0]?.seen ?? "";
}

describe("what is offered is possible, and what is not offered is refused", () => {
  for (const status of BOOKING_STATES)
    test(`of a booking that is ${status}`, { timeout: 120_000 }, async ({ ctx, given }) => {
      const { id: roomId, spaceId } = await given.room();
      const actors = {
        owner: ctx.actor,
        manager: await given.staff(spaceId),
        facilitator: await given.person([{ role: "facilitator", spaceId }]),
        friend: await given.person(),
      };
      const { id } = await requestBooking(ctx, {
        roomId,
        start: at("10:00"),
        end: at("11:00"),
        people: 4,
        equipment: [],
        purpose: "",
      });
      await ctx.db.execute(
        sql`insert into co_organiser (booking_id, person_id) values (${id}, ${actors.friend.personId})`,
      );
      for (const [when, now] of Object.entries(MOMENTS)) {
        await becomes(ctx.db, { id, status, now });
        const booking = (await readBooking(ctx.db, id)) as BookingView;
        for (const [who, actor] of Object.entries(actors)) {
          // At two of the moments it is asked as everybody, at the others as the two who may most.
          if (
            !["owner", "manager"].includes(who) &&
            when !== "while it runs" &&
            when !== "the day before"
          )
            continue;
          const seen = { ...ctx, actor, now };
          const offered = allowedActions(seen, booking);
          expect({ who, when, works: await thatWork(seen, booking) }).toEqual({
            who,
            when,
            works: offered,
          });
        }
      }
    });

  test("of the room of a session, planned or cancelled", { timeout: 120_000 }, async ({
    ctx,
    given,
  }) => {
    const { id: roomId, spaceId } = await given.room();
    const manager = await given.staff(spaceId);
    const staff = given.as(ctx, manager);
    const during = { start: at("10:00"), end: at("11:00") };
    const { id } = await requestBooking(staff, {
      roomId,
      ...during,
      people: 4,
      equipment: [],
      purpose: "",
    });
    await ctx.db.insert(sessions).values({
      spaceId,
      bookingId: id,
      facilitatorId: manager.personId,
      title: { nl: "Solderen" },
      topic: "making",
      modality: "in_person",
      language: "nl",
      places: 4,
      during,
    });
    for (const status of ["planned", "cancelled"]) {
      await ctx.db.execute(sql`update session set status = ${status} where booking_id = ${id}`);
      const booking = (await findBooking(staff, id)) as BookingView;
      for (const now of [MOMENTS["the day before"], MOMENTS["while it runs"]]) {
        const seen = { ...staff, now };
        expect(await thatWork(seen, booking)).toEqual(allowedActions(seen, booking));
      }
    }
  });
});

/**
 * Puts a booking into a state as it would be at a moment; its room is free where it does not hold
 * it.
 */
async function becomes(
  db: Database,
  { id, status, now }: { id: string; status: string; now: Temporal.Instant },
): Promise<void> {
  const isAsked = status === "requested" || status === "offered";
  const isFree = ["refused", "cancelled", "missed"].includes(status);
  const cancelledAt = status === "cancelled" ? now.subtract({ minutes: 5 }).toString() : null;
  await db.execute(sql`update booking set status = ${status}, cancelled_at = ${cancelledAt}::timestamptz,
    answer_by = case when ${isAsked} then lower(during) - interval '5 minutes' end where id = ${id}`);
  if (isFree) await db.execute(sql`delete from allocation where booking_id = ${id}`);
}
