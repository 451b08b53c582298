import fc from "fast-check";
import { expect } from "vitest";
import { bookingQuotas } from "#db/schema/allocation.ts";
import { organisations } from "#db/schema/identity.ts";
import { holdTime } from "#lib/booking/bookings/hold-room.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { joinWaiting } from "#lib/booking/bookings/waiting.ts";
import { closeRooms, previewClosure } from "#lib/booking/closures/closures.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { cases } from "#testing/cases.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import { findFreeTimes } from "./free-times.ts";
import { searchRooms } from "./search.ts";

/*
 * A random world, and a random search in it: with rules, closures, holds, quotas and what others took. Whatever is shown can be
 * booked at once by whoever asked, and whatever could be booked is shown.
 */

const RUNS = Number(process.env.SEARCH_RUNS ?? cases(20, 200));
const at = (time: string) => Temporal.Instant.from(`2026-03-03T${time}:00+01:00`);
const request = (roomId: string, more = {}) => ({
  roomId,
  start: at("14:00"),
  end: at("16:00"),
  people: 1,
  equipment: [],
  purpose: "",
  ...more,
});

const minutes = (...choices: number[]) => fc.constantFrom(...choices);
const roomRules = fc.record({
  capacity: fc.integer({ min: 1, max: 12 }),
  features: fc.subarray(["projector", "wheelchair"]),
  minMinutes: minutes(15, 30, 60),
  maxMinutes: minutes(60, 120, 480),
  stepMinutes: minutes(15, 30, 45),
  bufferBeforeMinutes: minutes(0, 0, 15),
  bufferMinutes: minutes(0, 0, 30),
  horizonDays: fc.constantFrom(1, 2, 180),
  noticeMinutes: minutes(0, 0, 1440, 2880),
  bookableBy: fc.constantFrom(
    "everyone",
    "everyone",
    "everyone",
    "enrolled",
    "staff",
    "organisation",
  ),
  needsApproval: fc.boolean(),
  outOfServiceReason: fc.constantFrom(null, null, null, "broken"),
  outOfServiceUntil: fc.constantFrom(null, at("12:00")),
});
const slot = fc.record({
  start: fc.integer({ min: 0, max: 20 }).map((half) => at("08:00").add({ minutes: 30 * half })),
  length: minutes(15, 30, 60, 90, 120, 480),
});
const world = fc.record({
  rooms: fc.array(roomRules, { minLength: 2, maxLength: 5 }),
  isJoined: fc.boolean(),
  laptops: fc.record({
    quantity: fc.integer({ min: 1, max: 4 }),
    staysIn: fc.boolean(),
    lendable: fc.boolean(),
  }),
  taken: fc.array(fc.record({ room: fc.nat(4), slot, laptops: fc.integer({ min: 0, max: 2 }) }), {
    maxLength: 5,
  }),
  held: fc.array(fc.record({ room: fc.nat(4), slot }), { maxLength: 2 }),
  closed: fc.option(fc.record({ room: fc.nat(4), slot })),
  quota: fc.option(
    fc.record({
      period: fc.constantFrom("day", "week", "month", "ahead"),
      maxHours: fc.integer({ min: 1, max: 3 }),
    }),
  ),
  own: fc.option(fc.record({ room: fc.nat(4), slot })),
  isStaff: fc.boolean(),
  search: fc.record({
    slot,
    people: fc.integer({ min: 1, max: 16 }),
    laptops: fc.integer({ min: 0, max: 3 }),
    projector: fc.boolean(),
  }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const during = ({ start, length }: { start: Temporal.Instant; length: number }) => ({
  start,
  end: start.add({ minutes: length }),
});

async function build(ctx: Context, given: Given, { rooms, isJoined, laptops, ...drawn }: World) {
  const here = await given.space({ name: "Here" });
  const there = await given.space({ name: "There", lat: 50.6 });
  const [club] = await ctx.db
    .insert(organisations)
    .values({ name: `Club ${crypto.randomUUID()}`, country: "BE" })
    .returning();
  const made: Awaited<ReturnType<Given["room"]>>[] = [];
  for (const [index, rules] of rooms.entries())
    made.push(
      await given.room({
        ...rules,
        spaceId: index % 3 === 2 ? there.id : here.id,
        name: `Room ${index}`,
        organisationId: rules.bookableBy === "organisation" ? club!.id : null,
        maxMinutes: Math.max(rules.minMinutes, rules.maxMinutes),
      }),
    );
  if (isJoined)
    made.push(
      await given.room({
        spaceId: here.id,
        name: "Hall",
        capacity: 16,
        madeOf: [made[0]!.id, made[1]!.id].sort(),
      }),
    );
  const { quantity, staysIn, lendable } = laptops;
  await given.stock(here.id, {
    quantity,
    staysIn: staysIn ? made[0]!.id : null,
    lendable: lendable && !staysIn,
    travelMinutes: 60,
  });
  const staff = given.as(ctx, await given.person([{ role: "manager", spaceId: null }]));
  const roomAt = (index: number) => made[index % made.length]!;
  for (const { room, slot: when, laptops: pieces } of drawn.taken) {
    const equipment = pieces > 0 ? [{ kind: "laptop", quantity: pieces }] : [];
    await tried(requestBooking(staff, request(roomAt(room).id, { ...during(when), equipment })));
  }
  if (drawn.closed) {
    const { room, slot: when } = drawn.closed;
    const { start, end } = during(when);
    const wall = (moment: Temporal.Instant) =>
      moment.toZonedDateTimeISO("Europe/Brussels").toPlainDateTime();
    const { id, spaceId } = roomAt(room);
    const times = { from: wall(start), to: wall(end), repeat: "once" as const, until: null };
    const plan = { spaceId, roomIds: [id], reason: "painting", ...times };
    const { displaced } = await previewClosure(staff, plan);
    await closeRooms(
      staff,
      plan,
      displaced.map((booking) => booking.id),
    );
  }
  for (const { room, slot: when } of drawn.held)
    await tried(
      holdTime(given.as(ctx, await given.person()), request(roomAt(room).id, during(when))),
    );
  const asker = given.as(
    ctx,
    await given.person(drawn.isStaff ? [{ role: "facilitator", spaceId: here.id }] : []),
  );
  if (drawn.own)
    await tried(requestBooking(asker, request(roomAt(drawn.own.room).id, during(drawn.own.slot))));
  if (drawn.quota) await ctx.db.insert(bookingQuotas).values({ spaceId: here.id, ...drawn.quota });
  return { asker, rooms: made };
}

async function tried(run: Promise<unknown>): Promise<void> {
  await run.catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
}

/** What a command would do, without doing it. */
async function wouldDo(ctx: Context, run: (ctx: Context) => Promise<unknown>): Promise<boolean> {
  const undone = new Error("undone");
  try {
    await ctx.db.transaction(async (db) => {
      await run({ ...ctx, db });
      throw undone;
    });
  } catch (error) {
    if (error === undone) return true;
    if (error instanceof DomainError) return false;
    throw error;
  }
  throw new Error("the transaction was kept");
}

test("what is shown free can be booked, and what is not shown cannot", {
  timeout: 300_000,
}, async ({ ctx, given }) => {
  await fc.assert(
    fc.asyncProperty(world, async (drawn) => {
      const { asker, rooms } = await build(ctx, given, drawn);
      const { people, slot: when, laptops, projector } = drawn.search;
      const equipment = [
        ...(laptops > 0 ? [{ kind: "laptop", quantity: laptops }] : []),
        ...(projector ? [{ kind: "projector", quantity: 1 }] : []),
      ];
      const names = new Set(rooms.map(({ id }) => id));
      const search = { ...during(when), people, equipment, limit: 1000 };
      const { items, alternatives, waitlist } = await searchRooms(asker, search);

      const shown = items.map(({ roomId }) => roomId).filter((id) => names.has(id));
      const bookable: string[] = [];
      for (const { id } of rooms)
        if (await wouldDo(asker, (within) => requestBooking(within, request(id, search))))
          bookable.push(id);
      expect(shown.toSorted()).toEqual(bookable.toSorted());

      for (const offer of alternatives) {
        const moment = {
          start: Temporal.Instant.from(offer.start),
          end: Temporal.Instant.from(offer.end),
        };
        const asked = {
          ...moment,
          people: Math.min(people, offer.capacity),
          equipment,
          ...(offer.resources ? { resources: offer.resources } : {}),
        };
        const works = await wouldDo(asker, (within) =>
          requestBooking(within, request(offer.roomId, asked)),
        );
        expect(works, `${offer.kind} ${offer.roomName} ${offer.start}`).toBe(true);
      }
      for (const { roomId } of waitlist)
        expect(await wouldDo(asker, (within) => joinWaiting(within, request(roomId, search)))).toBe(
          true,
        );

      const here = items[0]?.spaceSlug;
      if (!here) return;
      const length = when.length;
      const day = { start: at("00:00"), end: at("23:59") };
      const times = await findFreeTimes(
        asker,
        { spaceSlug: here, people, minutes: length, equipment },
        day,
      );
      for (const { roomId, during: time } of times.slice(0, 3))
        expect(
          await wouldDo(asker, (within) =>
            requestBooking(within, request(roomId, { ...time, people, equipment })),
          ),
        ).toBe(true);
    }),
    { numRuns: RUNS },
  );
});
