import pg from "pg";
import { call, type Figures, measure, round, timesOf } from "./load.ts";
import { FREE_FROM, HOURS, HOUSE_FREE_FROM, type Network, type Room } from "./network.ts";

export const AT_ONCE = 16;
const MANY_AT_ONCE = 64;
const WARM_UP_SECONDS = 3;
const MINUTE = 60_000;

/** Each kind of booking has days of its own, so that none meets another's. */
const DAYS = {
  rawSteps: 7,
  rawOne: 37,
  http: 70,
  contention: 140,
  houseRaw: HOUSE_FREE_FROM,
  houseHttp: 90,
};

/** The house is open day and night: its thirty rooms have more hours to offer. */
const HOUSE_HOURS = 14;

export type BookingFigures = {
  rawSixStatements: Figures;
  rawOneStatement: Figures;
  oneAtOnce: Figures;
  http: Figures;
  manyAtOnce: Figures;
  /** Sixteen and sixty-four at once, spread over two web processes. */
  twoProcesses: { http: Figures; manyAtOnce: Figures };
  shareOfSixStatements: number;
  shareOfOneStatement: number;
  overlaps: number;
};

/**
 * The same rows, written by nobody but `pg` and written through the API, over 300 rooms.
 *
 * @param urls two web processes in front of one database; the first is measured alone as well
 */
export async function measureBookings(
  urls: [string, string],
  pool: pg.Pool,
  network: Network,
  seconds: number,
): Promise<BookingFigures> {
  const bare = new pg.Pool({ connectionString: pool.options.connectionString, max: AT_ONCE });
  const steps = counter();
  const one = counter();
  const http = counter();
  const rawSteps = () => bookInSteps(bare, network, ...slot(network, steps(), DAYS.rawSteps));
  const rawOne = () => bookAtOnce(bare, network, ...slot(network, one(), DAYS.rawOne));
  const [url] = urls;
  const viaHttp = () => bookThroughApi(url, network, ...slot(network, http(), DAYS.http));
  const viaBoth = (index: number) =>
    bookThroughApi(urls[index % 2] ?? url, network, ...slot(network, http(), DAYS.http));

  const figures: Figures[] = [];
  for (const [atOnce, task] of [
    [AT_ONCE, rawSteps],
    [AT_ONCE, rawOne],
    [1, viaHttp],
    [AT_ONCE, viaHttp],
    [MANY_AT_ONCE, viaHttp],
    [AT_ONCE, viaBoth],
    [MANY_AT_ONCE, viaBoth],
  ] as const) {
    await measure({ atOnce, seconds: WARM_UP_SECONDS }, task);
    figures.push(await measure({ atOnce, seconds }, task));
  }
  await bare.end();
  const [rawSixStatements, rawOneStatement, oneAtOnce, viaApi, manyAtOnce, both, manyOfBoth] =
    figures as [Figures, Figures, Figures, Figures, Figures, Figures, Figures];
  return {
    rawSixStatements,
    rawOneStatement,
    oneAtOnce,
    http: viaApi,
    manyAtOnce,
    twoProcesses: { http: both, manyAtOnce: manyOfBoth },
    shareOfSixStatements: round(viaApi.perSecond / rawSixStatements.perSecond),
    shareOfOneStatement: round(viaApi.perSecond / rawOneStatement.perSecond),
    overlaps: await countOverlaps(pool),
  };
}

export type OneSpaceFigures = {
  rawOneStatement: Figures;
  oneAtOnce: Figures;
  http: Figures;
  twoProcesses: Figures;
  shareOfOneStatement: number;
  overlaps: number;
};

/**
 * The same in the thirty rooms of one space, alone and sixteen at once: what bookings of one space
 * wait for shows here.
 */
export async function measureOneSpace(
  urls: [string, string],
  pool: pg.Pool,
  network: Network,
  seconds: number,
): Promise<OneSpaceFigures> {
  const bare = new pg.Pool({ connectionString: pool.options.connectionString, max: AT_ONCE });
  const raw = counter();
  const http = counter();
  const book = (url: string) =>
    bookThroughApi(url, network, ...slotInHouse(network, http(), DAYS.houseHttp));
  const measured = async (task: (index: number) => Promise<boolean>, atOnce = AT_ONCE) => {
    await measure({ atOnce, seconds: WARM_UP_SECONDS }, task);
    return measure({ atOnce, seconds }, task);
  };
  const figures = {
    rawOneStatement: await measured(() =>
      bookAtOnce(bare, network, ...slotInHouse(network, raw(), DAYS.houseRaw)),
    ),
    oneAtOnce: await measured(() => book(urls[0]), 1),
    http: await measured(() => book(urls[0])),
    twoProcesses: await measured((index) => book(urls[index % 2] ?? urls[0])),
  };
  await bare.end();
  return {
    ...figures,
    shareOfOneStatement: round(figures.http.perSecond / figures.rawOneStatement.perSecond),
    overlaps: await countOverlaps(pool),
  };
}

/** Books another free hour each time. @returns whether it is booked */
export type Book = () => Promise<boolean>;

/** How a program books, and the least that could be done, in the house and in the whole network. */
export type Bookers = Record<"house" | "network", { api: Book; bare: Book }>;

/** @param bare connections of nobody else, as many as bookings are made at once */
export function bookersOf(url: string, bare: pg.Pool, network: Network): Bookers {
  const each = (slotAt: typeof slot, days: { http: number; raw: number }) => {
    const [http, raw] = [counter(), counter()];
    return {
      api: () => bookThroughApi(url, network, ...slotAt(network, http(), days.http)),
      bare: () => bookAtOnce(bare, network, ...slotAt(network, raw(), days.raw)),
    };
  };
  return {
    house: each(slotInHouse, { http: DAYS.houseHttp, raw: DAYS.houseRaw }),
    network: each(slot, { http: DAYS.http, raw: DAYS.rawOne }),
  };
}

/** @property losersP99 of those who came too late alone, who are told what else is free */
export type ContentionFigures = {
  rounds: number;
  oneWinner: number;
  refused: number;
  p99: number;
  losersP99: number;
};

/**
 * Twenty ask for one room and hour at the same moment, again and again.
 *
 * @param turn counted from 0: each has hours of its own, and the first warms up
 */
export async function measureContention(
  url: string,
  network: Network,
  turn = 0,
): Promise<ContentionFigures> {
  const rounds = 20;
  // Not counted: each connection plans its statements first, and the process compiles what it runs.
  const warmUp = turn === 0 ? rounds : 0;
  const times: number[] = [];
  const losers: number[] = [];
  let oneWinner = 0;
  let refused = 0;
  for (let round = -warmUp; round < rounds; round += 1) {
    const [room, start, end] = slot(network, (turn + 1) * rounds + round, DAYS.contention);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const began = performance.now();
        const { status } = await call({
          url: `${url}/api/v1/bookings`,
          method: "POST",
          token: network.people[1 + (index % (network.people.length - 1))]?.token,
          json: { roomId: room.roomId, start, end, people: 4 },
        });
        const took = performance.now() - began;
        if (round >= 0) times.push(took);
        if (round >= 0 && status === 409) losers.push(took);
        return status;
      }),
    );
    if (round < 0) continue;
    if (answers.filter((status) => status === 201).length === 1) oneWinner += 1;
    refused += answers.filter((status) => status === 409).length;
  }
  return { rounds, oneWinner, refused, p99: timesOf(times).p99, losersP99: timesOf(losers).p99 };
}

type Slot = [room: Room, start: Date, end: Date];

function slot({ rooms }: Network, index: number, firstDay: number): Slot {
  return slotOf(rooms, { index, firstDay, hours: HOURS });
}

function slotInHouse({ house }: Network, index: number, firstDay: number): Slot {
  return slotOf(house, { index, firstDay, hours: HOUSE_HOURS });
}

/** The n-th free hour: all rooms first, then the next hour, then the next day. */
function slotOf(
  rooms: Room[],
  { index, firstDay, hours }: { index: number; firstDay: number; hours: number },
): Slot {
  const hour = Math.floor(index / rooms.length);
  const start = new Date();
  start.setUTCHours(FREE_FROM + (hour % hours), 0, 0, 0);
  start.setUTCDate(start.getUTCDate() + firstDay + Math.floor(hour / hours));
  return [rooms[index % rooms.length]!, start, new Date(start.getTime() + 60 * MINUTE)];
}

const BOOKING =
  "insert into booking (id, space_id, room_id, during, people, booked_by) values ($1, $2, $3, $4, 4, $5)";
const ALLOCATION =
  "insert into allocation (space_id, resource_id, booking_id, during) values ($2, $3, $1, $4) on conflict do nothing returning id";
const OUTBOX =
  "insert into outbox_message (template, person_id, locale, data) values ('booking-confirmed', $1, 'nl', $2)";
const AUDIT =
  "insert into audit_entry (actor, action, space_id, subject) values ($1, 'booking.requested', $2, $3)";

/** As a careful programmer writes it: begin, four inserts, commit. */
async function bookInSteps(
  pool: pg.Pool,
  network: Network,
  ...[room, start, end]: Slot
): Promise<boolean> {
  const id = crypto.randomUUID();
  const { personId } = network.people[0]!;
  const during = `[${start.toISOString()},${end.toISOString()})`;
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query({
      name: "booking",
      text: BOOKING,
      values: [id, room.spaceId, room.roomId, during, personId],
    });
    const { rowCount } = await client.query({
      name: "allocation",
      text: ALLOCATION,
      values: [id, room.spaceId, room.roomId, during],
    });
    await client.query({
      name: "outbox",
      text: OUTBOX,
      values: [personId, { bookingId: id, sequence: 0 }],
    });
    await client.query({
      name: "audit",
      text: AUDIT,
      values: [`person:${personId}`, room.spaceId, id],
    });
    await client.query("commit");
    return rowCount === 1;
  } finally {
    client.release();
  }
}

/**
 * The least that could be done: all four rows in one prepared statement, which is its own
 * transaction.
 */
async function bookAtOnce(
  pool: pg.Pool,
  network: Network,
  ...[room, start, end]: Slot
): Promise<boolean> {
  const id = crypto.randomUUID();
  const { personId } = network.people[0]!;
  const { rowCount } = await pool.query({
    name: "at-once",
    text: `with booked as (
        insert into booking (id, space_id, room_id, during, people, booked_by) values ($1, $2, $3, $4, 4, $5)
      ), letter as (
        insert into outbox_message (template, person_id, locale, data) values ('booking-confirmed', $5, 'nl', $6)
      ), logged as (
        insert into audit_entry (actor, action, space_id, subject) values ($7, 'booking.requested', $2, $1::uuid::text)
      )
      insert into allocation (space_id, resource_id, booking_id, during) values ($2, $3, $1, $4) on conflict do nothing returning id`,
    values: [
      id,
      room.spaceId,
      room.roomId,
      `[${start.toISOString()},${end.toISOString()})`,
      personId,
      { bookingId: id, sequence: 0 },
      `person:${personId}`,
    ],
  });
  return rowCount === 1;
}

async function bookThroughApi(
  url: string,
  { people }: Network,
  ...[room, start, end]: Slot
): Promise<boolean> {
  // Anybody but the first, who wrote the bare ones: one person alone would meet the limit of
  // bookings an hour.
  const { token } = people[1 + Math.floor(Math.random() * (people.length - 1))]!;
  const { status } = await call({
    url: `${url}/api/v1/bookings`,
    method: "POST",
    token,
    json: { roomId: room.roomId, start, end, people: 4 },
  });
  return status === 201;
}

async function countOverlaps(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ overlaps: number }>(
    `select count(*)::int as overlaps from (
       select during, lag(during) over (partition by resource_id order by lower(during)) as before
       from allocation where active) held where during && before`,
  );
  return rows[0]?.overlaps ?? -1;
}

function counter(): () => number {
  let next = 0;
  return () => next++;
}
