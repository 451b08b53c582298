import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "#db/client.ts";
import { NOW } from "#lib/fixtures/database.ts";
import { givenOn } from "#lib/fixtures/given.ts";
import { type FreshDatabase, freshDatabase } from "#lib/fixtures/postgres-database.ts";
import type { Context } from "#lib/identity/context.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { answerRequest } from "./approvals.ts";
import { type ClosurePlan, closeRooms, previewClosure, reopen } from "./closures.ts";
import { cancelBooking, changeBooking, requestBooking, restoreBooking } from "./commands.ts";

/*
 * The booking commands against a model that fits in the head: lists of what is held, looked through one by one. For random
 * orders of commands the database holds what the model holds, refuses what the model refuses, and nothing else.
 */

const RUNS = Number(process.env.MODEL_RUNS ?? 200);
const DAY = "2026-03-03";
const LAPTOPS = 5;
const SLOTS = 18;
const opens = Temporal.Instant.from(`${DAY}T09:00:00+01:00`);

type RoomName = "left" | "right" | "hall" | "tidied" | "asked";
const PARTS: Record<RoomName, RoomName[]> = {
  left: ["left"],
  right: ["right"],
  hall: ["left", "right"],
  tidied: ["tidied"],
  asked: ["asked"],
};
/** Half hours to make ready before and to tidy up after. */
const BUFFERS: Partial<Record<RoomName, [before: number, after: number]>> = { tidied: [1, 1] };

/** Half hours since the space opened, [from, to). */
type Slots = { from: number; to: number };
type Held = Slots & {
  rooms: RoomName[];
  laptops: number;
  status: "confirmed" | "requested" | "gone" | "cancelled";
};
type Closed = Slots & { rooms: RoomName[]; open: boolean };
type Model = { bookings: Held[]; closures: Closed[] };
type Real = {
  learner: Context;
  staff: Context;
  spaceId: string;
  rooms: Record<RoomName, string>;
  bookings: string[];
  closures: string[];
};

const held = (room: RoomName, { from, to }: Slots): Slots => {
  const [before, after] = BUFFERS[room] ?? [0, 0];
  return { from: from - before, to: to + after };
};
const overlaps = (one: Slots, other: Slots) => one.from < other.to && other.from < one.to;
const isActive = ({ status }: Held) => status === "confirmed" || status === "requested";

/** Every part each active booking holds, and when. */
const partsHeld = (bookings: Held[]) =>
  bookings
    .filter(isActive)
    .flatMap((booking) =>
      booking.rooms.flatMap((room) => PARTS[room].map((part) => ({ booking, part, ...held(room, booking) }))),
    );

function fits(model: Model, wish: Slots & { rooms: RoomName[]; laptops: number }, except?: Held): boolean {
  if (wish.from < 0 || wish.to > SLOTS || wish.from >= wish.to) return false;
  const others = model.bookings.filter((booking) => booking !== except);
  const free = wish.rooms.every((room) =>
    PARTS[room].every(
      (part) =>
        !partsHeld(others).some((other) => other.part === part && overlaps(other, held(room, wish))) &&
        !model.closures.some(
          (closure) =>
            closure.open &&
            closure.rooms.some((closed) => PARTS[closed].includes(part)) &&
            overlaps(closure, held(room, wish)),
        ),
    ),
  );
  const inUse = (slot: number) =>
    others
      .filter((other) => isActive(other) && other.from <= slot && slot < other.to)
      .reduce((sum, other) => sum + other.laptops, 0);
  for (let slot = wish.from; slot < wish.to; slot += 1)
    if (inUse(slot) + wish.laptops > LAPTOPS) return false;
  return free;
}

const time = ({ from, to }: Slots) => ({
  start: opens.add({ minutes: 30 * from }),
  end: opens.add({ minutes: 30 * to }),
});
const wishOf = (laptops: number) => (laptops > 0 ? [{ kind: "laptop", quantity: laptops }] : []);

/** True when the command did it, false when it was refused; anything else that is thrown fails the test. */
async function done(run: Promise<unknown>): Promise<boolean> {
  try {
    await run;
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

type Command = fc.AsyncCommand<Model, Real>;
const command = (
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command => ({
  check,
  run: async (model, real) => {
    await run(model, real);
    await expectSame(model, real);
  },
  toString: () => name,
});

const book = (rooms: RoomName[], slots: Slots, laptops: number) =>
  command(
    `book(${rooms}, ${slots.from}-${slots.to}, ${laptops})`,
    () => true,
    async (model, real) => {
      const [first = "left", ...others] = rooms;
      const request = {
        roomId: real.rooms[first],
        ...(others.length > 0 ? { resources: rooms.map((room) => real.rooms[room]) } : {}),
        ...time(slots),
        people: 1,
        equipment: wishOf(laptops),
        purpose: "",
      };
      const before = real.bookings.length;
      const ok = await done(requestBooking(real.learner, request).then(({ id }) => real.bookings.push(id)));
      expect(ok).toBe(fits(model, { ...slots, rooms, laptops }));
      if (real.bookings.length > before)
        model.bookings.push({
          ...slots,
          rooms,
          laptops,
          status: rooms.includes("asked") ? "requested" : "confirmed",
        });
    },
  );

const pick = (model: Model, at: number) => at % model.bookings.length;

const move = (at: number, slots: Slots) =>
  command(
    `move(${at}, ${slots.from}-${slots.to})`,
    ({ bookings }) => bookings.length > 0,
    async (model, real) => {
      const index = pick(model, at);
      const booking = model.bookings[index]!;
      const version = await versionOf(real, index);
      const ok = await done(
        changeBooking(real.learner, real.bookings[index]!, { ...time(slots), people: 1, version }),
      );
      expect(ok).toBe(isActive(booking) && fits(model, { ...booking, ...slots }, booking));
      if (!ok) return;
      const shrinks = slots.from >= booking.from && slots.to <= booking.to;
      if (booking.rooms.includes("asked") && !shrinks) booking.status = "requested";
      Object.assign(booking, slots);
    },
  );

const cancel = (at: number) =>
  command(
    `cancel(${at})`,
    ({ bookings }) => bookings.length > 0,
    async (model, real) => {
      const index = pick(model, at);
      await cancelBooking(real.learner, real.bookings[index]!);
      const booking = model.bookings[index]!;
      if (isActive(booking)) booking.status = "cancelled";
    },
  );

const restore = (at: number) =>
  command(
    `restore(${at})`,
    ({ bookings }) => bookings.length > 0,
    async (model, real) => {
      const index = pick(model, at);
      const booking = model.bookings[index]!;
      const ok = await done(restoreBooking(real.learner, real.bookings[index]!));
      expect(ok).toBe(booking.status === "cancelled" && fits(model, booking, booking));
      if (ok) booking.status = booking.rooms.includes("asked") ? "requested" : "confirmed";
    },
  );

const answer = (at: number, confirm: boolean) =>
  command(
    `answer(${at}, ${confirm})`,
    ({ bookings }) => bookings.length > 0,
    async (model, real) => {
      const index = pick(model, at);
      const booking = model.bookings[index]!;
      const version = await versionOf(real, index);
      const ok = await done(answerRequest(real.staff, real.bookings[index]!, { confirm, version }));
      expect(ok).toBe(booking.status === "requested");
      if (ok) booking.status = confirm ? "confirmed" : "gone";
    },
  );

const close = (rooms: RoomName[], slots: Slots) =>
  command(
    `close(${rooms}, ${slots.from}-${slots.to})`,
    () => true,
    async (model, real) => {
      const wall = (slot: number) =>
        opens
          .add({ minutes: 30 * slot })
          .toZonedDateTimeISO("Europe/Brussels")
          .toPlainDateTime();
      const plan: ClosurePlan = {
        spaceId: real.spaceId,
        roomIds: rooms.map((room) => real.rooms[room]),
        from: wall(slots.from),
        to: wall(slots.to),
        repeat: "once",
        until: null,
        reason: "x",
      };
      const parts = rooms.flatMap((room) => PARTS[room]);
      const displaced = new Set(
        partsHeld(model.bookings)
          .filter(({ part, ...slot }) => parts.includes(part) && overlaps(slot, slots))
          .map(({ booking }) => booking),
      );
      const preview = await previewClosure(real.staff, plan);
      expect(preview.displaced.map(({ id }) => id).sort()).toEqual(
        [...displaced].map((booking) => real.bookings[model.bookings.indexOf(booking)]).sort(),
      );
      const { id } = await closeRooms(
        real.staff,
        plan,
        preview.displaced.map((booking) => booking.id),
      );
      real.closures.push(id);
      model.closures.push({ ...slots, rooms, open: true });
      for (const booking of displaced) booking.status = "cancelled";
    },
  );

const open = (at: number) =>
  command(
    `reopen(${at})`,
    ({ closures }) => closures.length > 0,
    async (model, real) => {
      const index = at % model.closures.length;
      const ok = await done(reopen(real.staff, real.closures[index]!));
      expect(ok).toBe(model.closures[index]!.open);
      model.closures[index]!.open = false;
    },
  );

async function versionOf({ learner }: Real, index: number): Promise<number> {
  const { rows } = await learner.db.execute<{ version: number }>(
    sql`select version from booking where id = ${realIds[index]}`,
  );
  return rows[0]!.version;
}
let realIds: string[] = [];

/** The database holds exactly what the model holds: room by room, moment by moment, piece by piece. */
async function expectSame(model: Model, { learner, spaceId, rooms }: Real): Promise<void> {
  const nameOf = new Map(Object.entries(rooms).map(([name, id]) => [id, name]));
  const { rows } = await learner.db.execute<{ room: string; from: number; to: number }>(sql`
    select resource_id as room, (extract(epoch from lower(during) - ${opens.toString()}::timestamptz) / 1800)::int as "from",
      (extract(epoch from upper(during) - ${opens.toString()}::timestamptz) / 1800)::int as "to"
    from allocation where space_id = ${spaceId} and kind = 'booking' and active`);
  const { rows: stock } = await learner.db.execute<{ taken: number }>(sql`
    select quantity as taken from stock_allocation where space_id = ${spaceId} and active order by 1`);
  const line = ({ room, from, to }: { room: string | undefined; from: number; to: number }) =>
    `${room} ${from}-${to}`;
  expect(rows.map(({ room, ...slots }) => line({ room: nameOf.get(room), ...slots })).sort()).toEqual(
    partsHeld(model.bookings)
      .map(({ part, from, to }) => line({ room: part, from, to }))
      .sort(),
  );
  expect(stock.map(({ taken }) => taken)).toEqual(
    model.bookings
      .filter((booking) => isActive(booking) && booking.laptops > 0)
      .map(({ laptops }) => laptops)
      .sort(),
  );
}

let database: FreshDatabase;
let db: Database;
beforeAll(async () => {
  database = await freshDatabase();
  db = database.connect(2).db;
});
afterAll(() => database.drop());

async function newWorld(): Promise<Real> {
  const given = givenOn(db);
  const { id: spaceId } = await given.space();
  const room = (more = {}) => given.room({ spaceId, maxMinutes: 600, ...more }).then(({ id }) => id);
  const [left, right] = [await room(), await room()];
  const rooms = {
    left,
    right,
    hall: await room({ madeOf: [left, right].sort() }),
    tidied: await room({ bufferBeforeMinutes: 30, bufferMinutes: 30 }),
    asked: await room({ needsApproval: true }),
  };
  await given.stock(spaceId, { quantity: LAPTOPS });
  const base = { now: NOW, db, requestId: "model" };
  const bookings: string[] = [];
  realIds = bookings;
  return {
    learner: { ...base, actor: await given.person() },
    staff: { ...base, actor: await given.staff(spaceId) },
    spaceId,
    rooms,
    bookings,
    closures: [],
  };
}

const room = fc.constantFrom<RoomName>("left", "right", "hall", "tidied", "asked");
const single = room.map((name) => [name]);
const several = fc.constantFrom<RoomName[]>(["left", "tidied"], ["left", "right"], ["hall", "asked"]);
const slots = fc
  .tuple(fc.integer({ min: -1, max: SLOTS }), fc.integer({ min: 1, max: 5 }))
  .map(([from, length]) => ({ from, to: from + length }));
const at = fc.nat(20);

test(`any order of commands leaves the database as the model says (${RUNS} runs)`, {
  timeout: RUNS * 2_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        [
          fc.tuple(single, slots, fc.nat(6)).map((args) => book(...args)),
          fc.tuple(single, slots, fc.nat(3)).map((args) => book(...args)),
          fc.tuple(several, slots, fc.nat(2)).map((args) => book(...args)),
          fc.tuple(at, slots).map((args) => move(...args)),
          at.map(cancel),
          at.map(restore),
          fc.tuple(at, fc.boolean()).map((args) => answer(...args)),
          fc.tuple(single, slots).map((args) => close(...args)),
          at.map(open),
        ],
        { maxCommands: 24 },
      ),
      async (commands) => {
        await fc.asyncModelRun(
          async () => ({ model: { bookings: [], closures: [] }, real: await newWorld() }),
          commands,
        );
      },
    ),
    { numRuns: RUNS },
  );
});
