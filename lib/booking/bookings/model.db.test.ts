import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "#db/client.ts";
import {
  type ClosurePlan,
  closeRooms,
  previewClosure,
  reopen,
} from "#lib/booking/closures/closures.ts";
import { cancelSeries, changeSeries } from "#lib/booking/series/change.ts";
import { bookSeries } from "#lib/booking/series/commands.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import {
  answerBy,
  BUFFERS,
  DAY,
  fits,
  give,
  type Held,
  type Input,
  isActive,
  isAllowed,
  type Model,
  newBooking,
  newModel,
  offerAll,
  offerFreed,
  overlaps,
  PARTS,
  partsHeld,
  partsOf,
  type RoomName,
  roomsFree,
  type Span,
  sweep,
  type Who,
} from "#testing/booking-model.ts";
import { cases } from "#testing/cases.ts";
import { NOW } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import { answerRequest } from "./approvals.ts";
import { cancelBooking, changeBooking, endBookingEarly, restoreBooking } from "./commands.ts";
import { freeHold, holdTime } from "./hold-room.ts";
import { acceptProposal, proposeBooking, proposedToMe } from "./proposals.ts";
import { requestBooking } from "./requesting.ts";
import { sweepBookings } from "./sweep.ts";
import { acceptOffer, joinWaiting } from "./waiting.ts";

/*
 * The booking commands against a model that fits in the head (testing/booking-model.ts). For random orders of commands
 * the database holds what the model holds, refuses what the model refuses, and nothing else. `npm test` does 80 runs,
 * `npm run test:full` 400; `MODEL_RUNS=2000 vitest run --project database lib/booking/bookings/model.db.test.ts` does more.
 */

const RUNS = Number(process.env.MODEL_RUNS ?? cases(80, 400));
const ZONE = "Europe/Brussels";
const opens = Temporal.Instant.from("2026-03-03T09:00:00+01:00");
const START = opens.until(NOW).total("minutes");

type Learner = Exclude<Who, "staff">;
type Real = {
  actors: Record<Who, PersonActor>;
  emails: Record<Learner, string>;
  spaceId: string;
  rooms: Record<RoomName, string>;
  closures: string[];
  series: string[];
};

const at = (minutes: number) => opens.add({ minutes });
const wallAt = (minutes: number) => at(minutes).toZonedDateTimeISO(ZONE).toPlainDateTime();
const time = ({ from, to }: Span) => ({ start: at(from), end: at(to) });
const span = ({ from, to }: Span): Span => ({ from, to });

/**
 * True when the command did it, false when it was refused; anything else that is thrown fails the
 * test.
 */
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
type As = (who: Who) => Context;
const command = (
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, real: Real, as: As) => Promise<void>,
): Command => ({
  check,
  run: async (model, real) => {
    const as: As = (who) => ({
      actor: real.actors[who],
      db,
      now: at(model.now),
      requestId: "model",
    });
    await run(model, real, as);
    await nameOffers(model);
    await expectSame(model, real);
  },
  toString: () => name,
});

const always = () => true;
const hasBookings = ({ bookings }: Model) => bookings.length > 0;
const pick = <T>(list: T[], position: number) => list[position % list.length]!;

function requestFor({ rooms, laptops, ...when }: Input, real: Real) {
  const [first = "left"] = rooms;
  return {
    roomId: real.rooms[first],
    ...(rooms.length > 1 ? { resources: rooms.map((room) => real.rooms[room]) } : {}),
    ...time(when),
    people: 1,
    equipment: laptops > 0 ? [{ kind: "laptop", quantity: laptops }] : [],
    purpose: "",
  };
}

const book = (who: Who, input: Input) =>
  command(`${who} books ${told(input)}`, always, async (model, real, as) => {
    let id = "";
    const ok = await done(
      requestBooking(as(who), requestFor(input, real)).then((booking) => {
        id = booking.id;
      }),
    );
    expect(ok).toBe(fits(model, input, who));
    if (ok) newBooking(model, input, { id, owner: who });
  });

const hold = (who: Who, room: RoomName, slots: Span) =>
  command(`${who} holds ${room} ${slots.from}-${slots.to}`, always, async (model, real, as) => {
    const input = { ...slots, rooms: [room], laptops: 0 };
    const ok = await done(holdTime(as(who), requestFor(input, real)));
    if (isAllowed(model, input)) model.holds = model.holds.filter(({ owner }) => owner !== who);
    expect(ok).toBe(isAllowed(model, input) && roomsFree(model, input, who));
    if (ok) model.holds.push({ ...slots, room, owner: who, until: model.now + 10 });
  });

const free = (who: Who) =>
  command(`${who} frees their hold`, always, async (model, _, as) => {
    await freeHold(as(who));
    model.holds = model.holds.filter(({ owner }) => owner !== who);
  });

const wait = (who: Who, input: Input) =>
  command(`${who} waits for ${told(input)}`, always, async (model, real, as) => {
    let id = "";
    const ok = await done(
      joinWaiting(as(who), requestFor(input, real)).then((joined) => {
        id = joined.id;
      }),
    );
    expect(ok).toBe(isAllowed(model, input) && !fits(model, input, who));
    if (!ok) return;
    const known = model.waits.find((one) => one.id === id);
    if (known) Object.assign(known, input);
    else model.waits.push({ ...input, id, owner: who, status: "waiting", booking: null });
  });

const accept = (position: number) =>
  command(
    `accept(${position})`,
    ({ bookings }) => bookings.some(({ status }) => status === "offered"),
    async (model, _, as) => {
      const booking = pick(
        model.bookings.filter(({ status }) => status === "offered"),
        position,
      );
      const ok = await done(acceptOffer(as(booking.owner), booking.id));
      expect(ok).toBe(booking.answerBy > model.now);
      if (!ok) return;
      booking.status = booking.rooms.includes("asked") ? "requested" : "confirmed";
      booking.answerBy = answerBy(model, booking.from);
    },
  );

const move = (position: number, slots: Span) =>
  command(`move(${position}, ${slots.from}-${slots.to})`, hasBookings, async (model, _, as) => {
    const booking = pick(model.bookings, position);
    const before = span(booking);
    const day = DAY * Math.floor(booking.from / DAY);
    const when = { from: day + slots.from, to: day + slots.to };
    const version = await versionOf("booking", booking.id);
    const ok = await done(
      changeBooking(as(booking.owner), booking.id, { ...time(when), people: 1, version }),
    );
    const changes = booking.status === "confirmed" || booking.status === "requested";
    const stays = when.from === booking.from;
    const shrinks = when.from >= booking.from && when.to <= booking.to;
    const isLate = stays ? when.to < model.now : when.from < model.now;
    const fitsAnew = shrinks
      ? when.from < when.to && !isLate
      : fits(model, { ...booking, ...when }, booking.owner, [booking], true, stays);
    expect(ok).toBe(changes && booking.to > model.now && fitsAnew);
    if (!ok) return;
    if (booking.rooms.includes("asked") && booking.owner !== "staff" && !shrinks)
      booking.status = "requested";
    if (shrinks && booking.pieces) {
      booking.pieces.from += when.from - booking.from;
      booking.pieces.to -= booking.to - when.to;
    }
    Object.assign(booking, when);
    if (booking.status === "requested") booking.answerBy = answerBy(model, when.from);
    if (!shrinks) give(model, booking);
    offerFreed(model, before);
  });

const cancel = (position: number) =>
  command(`cancel(${position})`, hasBookings, async (model, _, as) => {
    const booking = pick(model.bookings, position);
    const ok = await done(cancelBooking(as(booking.owner), booking.id));
    expect(ok).toBe(booking.to > model.now);
    if (!ok || !isActive(booking)) return;
    booking.status = "cancelled";
    booking.cancelledAt = model.now;
    offerFreed(model, booking);
  });

const restore = (position: number) =>
  command(`restore(${position})`, hasBookings, async (model, _, as) => {
    const booking = pick(model.bookings, position);
    const ok = await done(restoreBooking(as(booking.owner), booking.id));
    const inTime = booking.status === "cancelled" && model.now < booking.cancelledAt + 10;
    expect(ok).toBe(inTime && model.now < booking.from && fits(model, booking, booking.owner));
    if (!ok) return;
    booking.status =
      booking.rooms.includes("asked") && booking.owner !== "staff" ? "requested" : "confirmed";
    booking.answerBy = answerBy(model, booking.from);
    give(model, booking);
  });

const endEarly = (position: number) =>
  command(`endEarly(${position})`, hasBookings, async (model, _, as) => {
    const booking = pick(model.bookings, position);
    const ok = await done(endBookingEarly(as(booking.owner), booking.id));
    const { from, to } = booking;
    expect(ok).toBe(booking.status === "confirmed" && from < model.now && model.now < to);
    if (!ok) return;
    booking.to = model.now;
    if (booking.pieces) booking.pieces.to -= to - model.now;
    offerFreed(model, { from: model.now, to });
  });

const hand = (position: number, to: Learner) =>
  command(`hand(${position}, ${to})`, hasBookings, async (model, real, as) => {
    const booking = pick(model.bookings, position);
    // Ten proposals an hour are fewer than some orders of commands have.
    await db.execute(sql`delete from rate_limit`);
    const proposal = { email: real.emails[to], kind: "hand_over" as const };
    const ok = await done(proposeBooking(as(booking.owner), booking.id, proposal));
    const stands = booking.status === "confirmed" || booking.status === "requested";
    expect(ok).toBe(stands && booking.to > model.now && booking.owner !== to);
    if (!ok) return;
    const proposed = await proposedToMe(as(to));
    expect(proposed).toHaveLength(1);
    expect(await done(acceptProposal(as(to), proposed[0]!.id))).toBe(true);
    if (
      booking.rooms.includes("asked") &&
      booking.owner !== "staff" &&
      booking.status === "confirmed"
    ) {
      booking.status = "requested";
      booking.answerBy = answerBy(model, booking.from);
    }
    booking.owner = to;
  });

const answer = (position: number, confirm: boolean) =>
  command(`answer(${position}, ${confirm})`, hasBookings, async (model, _, as) => {
    const booking = pick(model.bookings, position);
    const version = await versionOf("booking", booking.id);
    const ok = await done(answerRequest(as("staff"), booking.id, { confirm, version }));
    expect(ok).toBe(booking.status === "requested" && booking.answerBy > model.now);
    if (!ok) return;
    booking.status = confirm ? "confirmed" : "refused";
    if (!confirm) offerFreed(model, booking);
  });

const close = (rooms: RoomName[], slots: Span) =>
  command(`close(${rooms}, ${slots.from}-${slots.to})`, always, async (model, real, as) => {
    const plan: ClosurePlan = {
      spaceId: real.spaceId,
      roomIds: rooms.map((room) => real.rooms[room]),
      from: wallAt(slots.from),
      to: wallAt(slots.to),
      repeat: "once",
      until: null,
      reason: "x",
    };
    const parts = rooms.flatMap((room) => PARTS[room]);
    const hits = ({ part, from, to }: Span & { part: RoomName }) =>
      parts.includes(part) && overlaps({ from, to }, slots);
    const displaced = new Set(
      partsHeld(model.bookings)
        .filter(hits)
        .map(({ booking }) => booking),
    );
    let id = "";
    let offered = 0;
    const ok = await done(
      previewClosure(as("staff"), plan).then(async (preview) => {
        const seen = preview.displaced.map((booking) => booking.id);
        expect(seen.toSorted()).toEqual([...displaced].map((booking) => booking.id).sort());
        ({ id, offered } = await closeRooms(as("staff"), plan, seen));
      }),
    );
    expect(ok).toBe(slots.to > model.now);
    if (!ok) return;
    real.closures.push(id);
    model.closures.push({ ...slots, rooms, open: true });
    for (const booking of displaced)
      Object.assign(booking, { status: "cancelled", cancelledAt: model.now });
    model.holds = model.holds.filter(
      (held) => !partsOf({ ...held, rooms: [held.room] }).some(hits),
    );
    expect(await noteInstead(model, real, [...displaced])).toBe(offered);
  });

const open = (position: number) =>
  command(
    `reopen(${position})`,
    ({ closures }) => closures.length > 0,
    async (model, real, as) => {
      const closure = pick(model.closures, position);
      const ok = await done(reopen(as("staff"), pick(real.closures, position)));
      expect(ok).toBe(closure.open);
      closure.open = false;
      if (ok) offerAll(model);
    },
  );

const REFUSE = { decisions: [], onConflict: "refuse" as const };
const DATES = [0, 1, 2];
const onDay = (day: number, { from, to }: Span): Span => ({
  from: day * DAY + from,
  to: day * DAY + to,
});

const bookDates = (room: RoomName, slots: Span, laptops: number, onConflict: "refuse" | "skip") =>
  command(
    `series(${room}, ${slots.from}-${slots.to}, ${laptops}, ${onConflict})`,
    always,
    async (model, real, as) => {
      const { roomId, people, equipment, purpose } = requestFor(
        { ...slots, rooms: [room], laptops },
        real,
      );
      const timing = {
        firstStart: wallAt(slots.from),
        firstEnd: wallAt(slots.to),
        rule: "FREQ=DAILY;COUNT=3",
      };
      const input = {
        roomId,
        people,
        equipment,
        purpose,
        extraStarts: [],
        excludedStarts: [],
        ...timing,
      };
      const ids: string[] = [];
      let id = "";
      const ok = await done(
        bookSeries(as("staff"), input, { decisions: [], onConflict }).then((booked) => {
          id = booked.id;
          ids.push(...booked.dates.map(({ bookingId }) => bookingId));
        }),
      );
      const dates = DATES.map((day) => ({ ...onDay(day, slots), rooms: [room], laptops }));
      const fitting = dates.filter((date) => fits(model, date, "staff"));
      expect(ok).toBe(onConflict === "skip" ? fitting.length > 0 : fitting.length === dates.length);
      if (!ok) return;
      expect(ids).toHaveLength(fitting.length);
      const series = model.series.push({ ...slots, room, laptops, cancelled: false }) - 1;
      real.series.push(id);
      fitting.forEach((date, index) => {
        newBooking(model, date, { id: ids[index] ?? "", owner: "staff", series });
      });
    },
  );

/** Before its first date: what has begun is another story, told in lib/booking/series. */
const hasSeriesAhead = ({ series, now }: Model) => now < 0 && series.length > 0;
const datesOf = ({ bookings }: Model, series: number) =>
  bookings.filter((booking) => booking.series === series);
const isKept = ({ status }: Held) => status === "confirmed" || status === "requested";

const changeDates = (position: number, slots: Span, onConflict: "refuse" | "skip") =>
  command(
    `changeSeries(${position}, ${slots.from}-${slots.to}, ${onConflict})`,
    hasSeriesAhead,
    async (model, real, as) => {
      const index = position % model.series.length;
      const series = model.series[index]!;
      const id = real.series[index]!;
      const [from, to] = [wallAt(slots.from).toPlainTime(), wallAt(slots.to).toPlainTime()];
      const version = await versionOf("series", id);
      const ok = await done(
        changeSeries(
          as("staff"),
          id,
          { scope: "all", version, from, to },
          { ...REFUSE, onConflict },
        ),
      );
      const dates = datesOf(model, index);
      const hour = (booking: Span) =>
        `${((booking.from % DAY) + DAY) % DAY}-${booking.to - booking.from}`;
      const moving = dates.filter(
        (booking) =>
          isKept(booking) && hour(booking) === hour(series) && hour(series) !== hour(slots),
      );
      const next = (booking: Held): Input => ({
        ...booking,
        ...onDay(Math.floor(booking.from / DAY), slots),
      });
      const fitting = moving.filter((booking) => fits(model, next(booking), "staff", moving));
      const stays = dates.length - moving.length + fitting.length;
      expect(ok).toBe(
        !series.cancelled &&
          dates.length > 0 &&
          stays > 0 &&
          (onConflict === "skip" || fitting.length === moving.length),
      );
      if (!ok) return;
      const before = moving.map(span);
      const lost = moving.filter((booking) => !fitting.includes(booking));
      for (const booking of lost)
        Object.assign(booking, { status: "cancelled", cancelledAt: model.now, series: null });
      for (const booking of fitting) {
        Object.assign(booking, span(next(booking)), { pieces: null });
      }
      for (const booking of fitting) give(model, booking, "staff");
      Object.assign(series, slots);
      for (const freed of before) offerFreed(model, freed);
    },
  );

const cancelDates = (position: number) =>
  command(`cancelSeries(${position})`, hasSeriesAhead, async (model, real, as) => {
    const index = position % model.series.length;
    const series = model.series[index]!;
    const version = await versionOf("series", real.series[index]!);
    const ok = await done(
      cancelSeries(as("staff"), real.series[index]!, { scope: "all", version }),
    );
    const lost = datesOf(model, index).filter(isKept);
    expect(ok).toBe(!series.cancelled && lost.length > 0);
    if (!ok) return;
    series.cancelled = true;
    for (const booking of lost)
      Object.assign(booking, { status: "cancelled", cancelledAt: model.now });
    for (const booking of lost) offerFreed(model, booking);
  });

const pass = (minutes: number) =>
  command(`pass(${minutes})`, always, async (model) => {
    model.now += minutes;
  });

const clean = command("sweep", always, async (model) => {
  await sweepBookings(db, at(model.now));
  sweep(model);
});

const told = ({ rooms, from, to, laptops }: Input) => `${rooms} ${from}-${to} with ${laptops}`;

async function versionOf(table: "booking" | "series", id: string): Promise<number> {
  const { rows } = await db.execute<{ version: number }>(
    sql`select version from ${sql.identifier(table)} where id = ${id}`,
  );
  return rows[0]!.version;
}

/**
 * What is kept for whoever was displaced: which room and time is a matter of taste, but it must be
 * free.
 */
async function noteInstead(model: Model, { rooms }: Real, displaced: Held[]): Promise<number> {
  const { rows } = await db.execute<{
    id: string;
    insteadOf: string;
    roomId: string;
    from: number;
    to: number;
  }>(sql`
    select id, instead_of as "insteadOf", room_id as "roomId", ${minutes("lower", "during")} as "from", ${minutes("upper", "during")} as "to"
    from booking where instead_of = any(${sql.param(displaced.map(({ id }) => id))}::uuid[]) and status = 'offered'`);
  const inOrder = displaced.toSorted(
    (one, other) => one.from - other.from || (one.id < other.id ? -1 : 1),
  );
  const known = new Set(model.bookings.map(({ id }) => id));
  let offered = 0;
  for (const { id: lost, owner, laptops } of inOrder)
    for (const { id, roomId, from, to } of rows.filter(
      (row) => row.insteadOf === lost && !known.has(row.id),
    )) {
      const room = Object.entries(rooms).find(([, one]) => one === roomId)?.[0] as RoomName;
      const input = { from, to, rooms: [room], laptops };
      expect(fits(model, input, owner)).toBe(true);
      newBooking(model, input, { id, owner }).status = "offered";
      offered += 1;
    }
  return offered;
}

/**
 * Bookings that offers made get their names from the database; that they are there is asked
 * afterwards.
 */
async function nameOffers({ waits }: Model): Promise<void> {
  for (const { id, booking } of waits) {
    if (!booking || booking.id) continue;
    const { rows } = await db.execute<{ id: string | null }>(
      sql`select booking_id as id from booking_wait where id = ${id}`,
    );
    booking.id = rows[0]?.id ?? "not offered";
  }
}

const minutes = (bound: "lower" | "upper", column: string) =>
  sql.raw(`(extract(epoch from ${bound}(${column}) - '${opens}'::timestamptz) / 60)::int`);

/**
 * The database holds exactly what the model holds: room by room, moment by moment, piece by piece,
 * person by person.
 */
async function expectSame(model: Model, { actors, spaceId, rooms }: Real): Promise<void> {
  const names = new Map([...Object.entries(namesOf(rooms)), ...Object.entries(namesOf(actors))]);
  const { rows } = await db.execute<{ line: string }>(sql`
    select 'room ' || resource_id || ' ' || kind || ' ' || ${minutes("lower", "during")} || '-' || ${minutes("upper", "during")} as line
      from allocation where space_id = ${spaceId} and active and (kind = 'booking' or kind = 'hold' and expires_at > ${at(model.now).toString()}::timestamptz)
    union all select 'pieces ' || taken.quantity || ' ' || case when thing.space_id = ${spaceId} then 'own ' else 'lent ' end
        || ${minutes("lower", "taken.during")} || '-' || ${minutes("upper", "taken.during")}
      from stock_allocation taken join booking on booking.id = taken.booking_id join resource thing on thing.id = taken.resource_id
      where booking.space_id = ${spaceId} and taken.active
    union all select 'booking ' || id || ' ' || status || ' ' || booked_by from booking where space_id = ${spaceId}
    union all select 'wait ' || status || ' ' || person_id || ' ' || ${minutes("lower", "during")} from booking_wait where space_id = ${spaceId}`);
  const named = rows.map(({ line }) =>
    line
      .split(" ")
      .map((word) => names.get(word) ?? word)
      .join(" "),
  );
  const wanted = [
    ...partsHeld(model.bookings).map(({ part, from, to }) => `room ${part} booking ${from}-${to}`),
    ...model.holds
      .filter(({ until }) => until > model.now)
      .flatMap(({ room, ...when }) => partsOf({ ...when, rooms: [room] }))
      .map(({ part, from, to }) => `room ${part} hold ${from}-${to}`),
    ...model.bookings
      .filter(isActive)
      .flatMap(({ pieces }) => pieces ?? [])
      .map(({ laptops, whose, from, to }) => `pieces ${laptops} ${whose} ${from}-${to}`),
    ...model.bookings.map(({ id, status, owner }) => `booking ${id} ${status} ${owner}`),
    ...model.waits.map(({ status, owner, from }) => `wait ${status} ${owner} ${from}`),
  ];
  expect(named.sort()).toEqual(wanted.sort());
}

/** Ids to the names that the model has for them. */
function namesOf(named: Record<string, string | PersonActor>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(named).map(([name, it]) => [typeof it === "string" ? it : it.personId, name]),
  );
}

let database: FreshDatabase;
let db: Database;
let lender: string;
beforeAll(async () => {
  database = await freshDatabase();
  db = database.connect(2).db;
  const given = givenOn(db);
  const { id: elsewhere } = await given.space();
  lender = (await given.stock(elsewhere, { quantity: 3, lendable: true, travelMinutes: 30 })).id;
});
afterAll(() => database.drop());

async function newWorld(): Promise<Real> {
  // What was lent to the world before is back.
  await db.execute(sql`delete from stock_allocation where resource_id = ${lender}`);
  const given = givenOn(db);
  const { id: spaceId } = await given.space();
  const room = async (name: RoomName, more = {}) => {
    const { before: bufferBeforeMinutes, after: bufferMinutes } = BUFFERS[name];
    return (
      await given.room({ spaceId, maxMinutes: 600, bufferBeforeMinutes, bufferMinutes, ...more })
    ).id;
  };
  const [left, right] = [await room("left"), await room("right")];
  const rooms = {
    left,
    right,
    hall: await room("hall", { madeOf: [left, right].sort() }),
    tidied: await room("tidied"),
    asked: await room("asked", { needsApproval: true }),
  };
  await given.stock(spaceId, { quantity: 5 });
  const emails = {
    ann: `${crypto.randomUUID()}@model.test`,
    bob: `${crypto.randomUUID()}@model.test`,
  };
  const actors = {
    ann: await given.person([], { email: emails.ann }),
    bob: await given.person([], { email: emails.bob }),
    staff: await given.staff(spaceId),
  };
  return { actors, emails, spaceId, rooms, closures: [], series: [] };
}

const who = fc.constantFrom<Learner>("ann", "bob");
const anyRoom = fc.constantFrom<RoomName>("left", "right", "hall", "tidied", "asked");
const single = anyRoom.map((name) => [name]);
const several = fc.constantFrom<RoomName[]>(
  ["left", "tidied"],
  ["left", "right"],
  ["hall", "asked"],
  ["hall", "left"],
);
const slots = fc
  .tuple(fc.integer({ min: -1, max: 17 }), fc.integer({ min: 1, max: 5 }))
  .map(([from, length]) => ({ from: 30 * from, to: 30 * (from + length) }));
const onSomeDay = fc
  .tuple(fc.constantFrom(0, 0, 0, 1, 2), slots)
  .map(([day, when]) => onDay(day, when));
const input = (rooms: fc.Arbitrary<RoomName[]>, most: number) =>
  fc
    .record({ rooms, when: onSomeDay, laptops: fc.nat(most) })
    .map(({ when, ...rest }) => ({ ...rest, ...when }));
const position = fc.nat(20);
const onConflict = fc.constantFrom("refuse" as const, "skip" as const);

test(`any order of commands leaves the database as the model says (${RUNS} runs)`, {
  timeout: RUNS * 2_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        [
          fc.tuple(who, input(single, 6)).map((args) => book(...args)),
          fc.tuple(who, input(single, 3)).map((args) => book(...args)),
          fc.tuple(who, input(several, 2)).map((args) => book(...args)),
          fc.tuple(who, anyRoom, onSomeDay).map((args) => hold(...args)),
          who.map(free),
          fc.tuple(who, input(single, 3)).map((args) => wait(...args)),
          position.map(accept),
          fc.tuple(position, slots).map((args) => move(...args)),
          position.map(cancel),
          position.map(restore),
          position.map(endEarly),
          fc.tuple(position, who).map((args) => hand(...args)),
          fc.tuple(position, fc.boolean()).map((args) => answer(...args)),
          fc.tuple(single, onSomeDay).map((args) => close(...args)),
          position.map(open),
          fc.tuple(anyRoom, slots, fc.nat(2), onConflict).map((args) => bookDates(...args)),
          fc.tuple(position, slots, onConflict).map((args) => changeDates(...args)),
          position.map(cancelDates),
          fc.constantFrom(1, 11, 130, 1700).map(pass),
          fc.constant(clean),
        ],
        // The long way goes deeper as well.
        { maxCommands: 24, ...(RUNS > 200 ? { size: "max" as const } : {}) },
      ),
      async (commands) => {
        await fc.asyncModelRun(
          async () => ({ model: newModel(START), real: await newWorld() }),
          commands,
        );
      },
    ),
    { numRuns: RUNS },
  );
});
