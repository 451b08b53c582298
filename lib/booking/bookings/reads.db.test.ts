import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { closures } from "#db/schema/closures.ts";
import { type Interval, intervalToText } from "#db/types.ts";
import { takeForClosure } from "#lib/booking/allocation/closing.ts";
import { nextFreeOf, roomTimes } from "#lib/booking/allocation/room-times.ts";
import { bookableRoom, type RoomFacts } from "#lib/booking/allocation/rooms-to-book.ts";
import { doorOf } from "#lib/booking/calendars/door.ts";
import { displacedBy } from "#lib/booking/closures/closures.ts";
import { findAvailability, findBeside, isAnyFree } from "#lib/booking/search/free-rooms.ts";
import { findFreeTimes } from "#lib/booking/search/free-times.ts";
import { statesOf } from "#lib/booking/series/queries.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated } from "#lib/foundation/identity/permission/policy.ts";
import { isPromised, unfitFor } from "#lib/places/spaces/unfit.ts";
import { plannedTest as test } from "#testing/database.ts";
import { releaseMissed } from "./check-in.ts";
import { holdTime } from "./hold-room.ts";
import { bookingsOfUnfitRooms, countToCome } from "./no-longer-fits.ts";
import { ownData } from "./own-data.ts";
import { myBookings } from "./queries.ts";
import { factsForBooking, requestBooking } from "./requesting.ts";
import { remindPeople } from "./sweep.ts";

/** Other rooms, each of a space of its own, other people, and their bookings: most are over. */
const ROOMS = 40;
const PEOPLE = 400;
const BOOKINGS = 20_000;
const COMING = 1_000;
/** So many rows may be read where a few are asked for. */
const FEW = 100;

test("what one person or one space has is found without reading all bookings there are", async ({
  ctx,
  given,
}) => {
  const learner = await given.person();
  const { personId } = learner;
  const { id: spaceId } = await given.space({ missedAllowed: 2 });
  const room = await given.room({ spaceId });
  const rooms = [];
  for (let count = 0; count < ROOMS; count += 1) rooms.push(await given.room());
  const people = await rowsOf<{ id: string }>(
    ctx.db,
    sql`insert into person (display_name, locale)
      select 'Somebody', 'nl' from generate_series(1, ${PEOPLE}::int) returning id`,
  );
  const start = ctx.now.add({ hours: 30 });
  const during = { start, end: start.add({ hours: 1 }) };
  await book(ctx, { rooms, people }, { hours: -1, count: BOOKINGS });
  await book(ctx, { rooms, people }, { hours: 2, count: COMING });
  await book(ctx, { rooms: [room], people: [{ id: personId }] }, { hours: 1, count: 5 });
  await ctx.db.execute(
    sql`insert into booking_quota (space_id, period, max_bookings) values (${spaceId}, 'week', 90)`,
  );
  await ctx.db.execute(sql`analyze booking`);

  const asLearner = { ...ctx, actor: learner };
  const asStaff = given.as(ctx, await given.staff(spaceId));
  const thing = await given.stock(spaceId, { lendable: true });
  const search = { ...during, roomId: room.id, people: 1, equipment: [] };
  const read = {
    myBookings: await readBy(asLearner, (each) => myBookings(each)),
    ownData: await readBy(asLearner, ({ db }) => ownData({ db, personId })),
    bookableRoom: await readBy(asLearner, (each) => bookableRoom(each, room.id, during)),
    findBeside: await readBy(asLearner, (each) => findBeside(each, search)),
    bookingsOfUnfitRooms: await readBy(asStaff, (each) => bookingsOfUnfitRooms(each, spaceId)),
    countToCome: await readBy(asStaff, (each) => countToCome(each, spaceId)),
    isPromised: await readBy(asStaff, (each) => isPromised(each, room)),
    unfitFor: await readBy(asStaff, (each) => unfitFor(each, room, { ...room, capacity: 1 })),
    "unfitFor, out of service": await readBy(asStaff, (each) =>
      unfitFor(each, room, { ...room, outOfServiceReason: "Repair" }),
    ),
    "unfitFor, no longer lent": await readBy(asStaff, (each) =>
      unfitFor(each, thing, { ...thing, lendable: false }),
    ),
    releaseMissed: await readBy(ctx, (each) => releaseMissed(each)),
    remindPeople: await readBy(ctx, (each) => remindPeople(each)),
  };
  for (const [name, rows] of Object.entries(read)) expect(rows, name).toBeLessThan(FEW);
});

/** Rooms of one space, all as large as is asked for, and what is held in each at other times. */
const ROOMS_OF_SPACE = 20;
const HELD_IN_ROOM = 300;

test("whether rooms are free is found without reading what is held at other times", async ({
  ctx,
  given,
}) => {
  const { id: spaceId, slug } = await given.space();
  const rooms = [];
  for (let count = 0; count < ROOMS_OF_SPACE; count += 1) rooms.push(await given.room({ spaceId }));
  const [room] = rooms as [(typeof rooms)[number]];
  const ids = rooms.map(({ id }) => id);
  const start = ctx.now.add({ hours: 30 });
  const during = { start, end: start.add({ hours: 1 }) };
  const later = { start: during.end, end: during.end.add({ hours: 1 }) };
  const search = { ...during, people: 1, equipment: [] };
  const asked = { ...search, roomId: room.id, purpose: "" };
  await requestBooking(given.as(ctx, await given.person()), asked);
  const other = await given.person();
  const asOther = given.as(ctx, other);
  const near = { lat: 50.8, lon: 3.2 };
  const times = { spaceSlug: slug, people: 1, minutes: 60, equipment: [] };
  const day = { start, end: start.add({ hours: 8 }) };
  const isTaken = { reason: { code: "booking.slot_taken" } };
  const wanted = {
    start: start.toZonedDateTimeISO("UTC").toPlainDateTime(),
    during,
    roomId: room.id,
    people: 1,
  };
  const factsOf = (now: Temporal.Instant) =>
    factsForBooking({ now }, asked, sql`${other.personId}::uuid`, { isContested: true });
  const readAll = async () => ({
    search: await heldReadBy(asOther, (each) => findAvailability(each, search)),
    "search near a point": await heldReadBy(asOther, (each) =>
      findAvailability(each, { ...search, near }),
    ),
    "one room": await heldReadBy(asOther, (each) =>
      isAnyFree(each, { ...search, roomId: room.id }),
    ),
    "free times": await heldReadBy(asOther, (each) => findFreeTimes(each, times, day)),
    "a day at a glance": await heldReadBy(asOther, (each) => roomTimes(each, [slug], day)),
    "the next free time": await heldReadBy(asOther, (each) => nextFreeOf(each, [slug])),
    "who has it": await heldReadBy(asOther, ({ db, now }) => db.execute(factsOf(now))),
    "what else is free": await heldReadBy(asOther, (each) => findBeside(each, asked)),
    "a booking that comes too late": await heldReadBy(asOther, async (each) => {
      const facts = await rowsOf<RoomFacts>(each.db, factsOf(each.now));
      await expect(requestBooking(each, asked, undefined, facts)).rejects.toMatchObject(isTaken);
    }),
    "a booking that somebody is before": await heldReadBy(asOther, async (each) => {
      await expect(requestBooking(each, asked)).rejects.toMatchObject(isTaken);
    }),
    "a door": await heldReadBy(asOther, (each) => doorOf(each, slug, room.id)),
    "what is in the way of dates": await heldReadBy(asOther, (each) =>
      statesOf(each, slug, [wanted], []),
    ),
    "a booking": await heldReadBy(asOther, (each) =>
      takenBack(each, (inner) => requestBooking(inner, { ...asked, ...later })),
    ),
    "a hold": await heldReadBy(asOther, (each) =>
      takenBack(each, (inner) => holdTime(inner, { ...asked, ...later })),
    ),
    "what a closure displaces": await heldReadBy(asOther, (each) =>
      displacedBy(each, spaceId, ids, [during]),
    ),
    "what is closed": await heldReadBy(asOther, (each) =>
      takenBack(each, (inner) => close(inner, spaceId, ids, during)),
    ),
  });

  await hold(ctx, rooms, { from: 0, count: HELD_IN_ROOM });
  const few = await readAll();
  await hold(ctx, rooms, { from: HELD_IN_ROOM, count: 3 * HELD_IN_ROOM });
  const withMoreHeld = new Map(Object.entries(await readAll()));
  // At least what is in the way is read, or nothing would be shown.
  for (const [name, rows] of Object.entries(few)) {
    expect(withMoreHeld.get(name), name).toBeLessThanOrEqual(rows);
    expect(rows, name).toBeGreaterThan(0);
    expect(rows, name).toBeLessThan(FEW);
  }
});

/** Takes rooms for a closure. */
async function close(ctx: Context, spaceId: string, roomIds: string[], during: Interval) {
  const { personId } = authenticated(ctx.actor, "booking.manage");
  const windows = sql`array[${intervalToText(during)}]::tstzrange[]`;
  const [closure] = await ctx.db
    .insert(closures)
    .values({ spaceId, roomIds, reason: "Paint", windows, closedBy: personId })
    .returning({ id: closures.id });
  await takeForClosure(ctx.db, spaceId, closure?.id ?? "", roomIds, [during]);
}

/** Does something to its end, and takes it back. */
async function takenBack(ctx: Context, run: Run): Promise<void> {
  const done = new Error("taken back");
  const isDone = ctx.db.transaction(async (db) => {
    await run({ ...ctx, db });
    throw done;
  });
  await expect(isDone).rejects.toBe(done);
}

/** Half an hour in each of the rooms on so many days gone by, and on as many from next week on. */
async function hold(
  { db, now }: Context,
  rooms: { id: string; spaceId: string }[],
  { from, count }: { from: number; count: number },
): Promise<void> {
  await db.execute(sql`
    insert into allocation (space_id, resource_id, during)
    select space_id, id, tstzrange(start, start + interval '30 minutes')
    from resource room, generate_series(${from}::int + 1, ${from + count}::int) n, unnest(array[-n, n + 7]) day,
      lateral (select ${now.toString()}::timestamptz + day * interval '1 day' as start) at
    where room.id = any(${sql.param(rooms.map(({ id }) => id))}::uuid[])`);
  await db.execute(sql`analyze allocation`);
}

/**
 * Half an hour in each of these rooms in turn, for each of these people in turn.
 *
 * @param hours how far from now and from each other
 */
async function book(
  { db, now }: Context,
  { rooms, people }: { rooms: { id: string; spaceId: string }[]; people: { id: string }[] },
  { hours, count }: { hours: number; count: number },
): Promise<void> {
  const oneOf = (ids: string[]) => sql`(${sql.param(ids)}::uuid[])[1 + n % ${ids.length}::int]`;
  await db.execute(sql`
    insert into booking (space_id, room_id, booked_by, during, people)
    select ${oneOf(rooms.map(({ spaceId }) => spaceId))}, ${oneOf(rooms.map(({ id }) => id))},
      ${oneOf(people.map(({ id }) => id))}, tstzrange(start, start + interval '30 minutes'), 1
    from generate_series(1, ${count}::int) n, lateral (select
      ${now.toString()}::timestamptz + ${hours}::int * n * interval '1 hour' as start) at`);
}

/** How many rows of bookings something reads. */
const readBy = (ctx: Context, run: Run) => rowsReadBy(ctx, "booking", run);

/** How many rows of what is held, in all the parts of its table. */
const heldReadBy = (ctx: Context, run: Run) => rowsReadBy(ctx, "allocation", run);

type Run = (ctx: Context) => Promise<unknown>;

async function rowsReadBy(ctx: Context, table: string, run: Run): Promise<number> {
  return ctx.db.transaction(async (db: Database) => {
    const before = await rowsRead(db, table);
    await run({ ...ctx, db });
    return (await rowsRead(db, table)) - before;
  });
}

async function rowsRead(db: Database, table: string): Promise<number> {
  const [row] = await rowsOf<{ read: number }>(
    db,
    sql`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read
      from pg_stat_xact_user_tables
      where relid = ${table}::regclass or relid in (select relid from pg_partition_tree(${table}::regclass))`,
  );
  return row?.read ?? 0;
}
