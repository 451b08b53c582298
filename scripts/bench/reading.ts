import type pg from "pg";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/hash.ts";
import { call, type Figures, measure, timesOf } from "./load.ts";
import { FILLED_FROM, HOURS, HOUSE } from "./network.ts";

const DAYS = 5;

export type Reading = { oneAtOnce: Figures; sixteenAtOnce: Figures; manyAtOnce: Figures } | "not there";

/** "Which room of the network is free for eight, with a projector?", each time for another hour. */
export function measureSearch(url: string, seconds: number): Promise<Reading> {
  return measureAddress(seconds, (index) => {
    const [start, end] = hourOf(index);
    const query = new URLSearchParams({
      start: start.toJSON(),
      end: end.toJSON(),
      people: "8",
      equipment: "projector:1",
    });
    return `${url}/api/v1/availability?${query}`;
  });
}

/** The same question without HTTP: as the web process asks it, one at a time, in milliseconds. */
export async function measureSearchInDatabase(db: Context["db"]): Promise<ReturnType<typeof timesOf>> {
  const times: number[] = [];
  for (let index = 0; index < 500; index += 1) {
    const [start, end] = hourOf(index).map((moment) => Temporal.Instant.from(moment.toJSON()));
    const ctx: Context = { actor: { kind: "visitor" }, now: Temporal.Now.instant(), db, requestId: "bench" };
    const began = performance.now();
    await findAvailability(ctx, {
      start: start!,
      end: end!,
      people: 8,
      equipment: [{ kind: "projector", quantity: 1 }],
    });
    if (index >= 50) times.push(performance.now() - began);
  }
  return timesOf(times);
}

/** A week of a house with thirty rooms, as its bookings stand: this week, the next, the one after. */
export function measureFeed(url: string, seconds: number): Promise<Reading> {
  const today = Temporal.Now.zonedDateTimeISO("Europe/Brussels").startOfDay();
  return measureAddress(seconds, (index) => {
    const start = today.add({ weeks: index % 3 });
    const query = new URLSearchParams({
      start: start.toInstant().toString(),
      end: start.add({ weeks: 1 }).toInstant().toString(),
    });
    return `${url}/api/v1/spaces/${HOUSE}/events?${query}`;
  });
}

export function measurePage(url: string, path: string, seconds: number): Promise<Reading> {
  return measureAddress(seconds, () => `${url}${path}`);
}

/** The screen of `/book` with free times: an hour for five in a house with thirty rooms, three days at once, another three each time. */
export function measureWhen(url: string, seconds: number): Promise<Reading> {
  return measureAddress(seconds, (index) => {
    const day = Temporal.Now.plainDateISO("Europe/Brussels").add({ days: index % 20 });
    const query = new URLSearchParams({ people: "5", hours: "1", space: HOUSE, day: day.toString() });
    return `${url}/nl/book/when?${query}`;
  });
}

export type DeskFigures = Record<"calendar" | "calendarWithFeed" | "today" | "hours", Reading>;

/** The pages that a facilitator of that house has open: the calendar of a day alone and with its feed, Today, and the hours. */
export async function measureDesk(url: string, pool: pg.Pool, seconds: number): Promise<DeskFigures> {
  const cookie = await signedInAtHouse(pool);
  const read = async (path: string) => (await call({ url: `${url}${path}`, headers: { cookie } })).status;
  const today = Temporal.Now.zonedDateTimeISO("Europe/Brussels").startOfDay();
  const calendar = (index: number) =>
    `/nl/desk/calendar?space=${HOUSE}&day=${today.add({ days: index % 7 }).toPlainDate()}`;
  const feed = (index: number) => {
    const start = today.add({ days: index % 7 });
    const [from, until] = [start, start.add({ days: 1 })].map((moment) => moment.toInstant().toString());
    return `/api/v1/spaces/${HOUSE}/events?${new URLSearchParams({ start: from!, end: until! })}`;
  };
  return {
    calendar: await measureReading(seconds, (index) => read(calendar(index))),
    calendarWithFeed: await measureReading(seconds, async (index) => {
      const status = await read(calendar(index));
      return status === 200 ? read(feed(index)) : status;
    }),
    today: await measureReading(seconds, () => read(`/nl/desk?space=${HOUSE}`)),
    hours: await measureReading(seconds, () => read(`/nl/desk/hours?space=${HOUSE}`)),
  };
}

async function signedInAtHouse(pool: pg.Pool): Promise<string> {
  const token = newToken();
  await pool.query(
    `with staff as (insert into person (display_name, email, locale) values ('Staff', 'staff@bench.test', 'nl') returning id),
       held as (insert into role_assignment (person_id, role, space_id) select staff.id, 'manager', space.id from staff, space where slug = $2)
     insert into login_session (person_id, token_hash, method, expires_at) select id, $1, 'password', now() + interval '1 day' from staff`,
    [sha256(token), HOUSE],
  );
  return `trivium=${token}`;
}

function measureAddress(seconds: number, address: (index: number) => string): Promise<Reading> {
  return measureReading(seconds, async (index) => (await call({ url: address(index) })).status);
}

/** @param ask for one answer, or several that belong together; returns the status of the last */
async function measureReading(seconds: number, ask: (index: number) => Promise<number>): Promise<Reading> {
  if ((await ask(0)) === 404) return "not there";
  const read = async (index: number) => (await ask(index)) === 200;
  await measure({ atOnce: 4, seconds: 1 }, read);
  return {
    oneAtOnce: await measure({ atOnce: 1, seconds }, read),
    sixteenAtOnce: await measure({ atOnce: 16, seconds }, read),
    manyAtOnce: await measure({ atOnce: 64, seconds }, read),
  };
}

function hourOf(index: number): [Date, Date] {
  const start = new Date();
  start.setUTCHours(FILLED_FROM + (index % HOURS), 0, 0, 0);
  start.setUTCDate(start.getUTCDate() + 1 + (Math.floor(index / HOURS) % DAYS));
  return [start, new Date(start.getTime() + 3_600_000)];
}
