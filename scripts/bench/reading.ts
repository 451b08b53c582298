import type pg from "pg";
import { findAvailability } from "#lib/booking/search/free-rooms.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { call, type Figures, measure, timesOf } from "./load.ts";
import { FILLED_FROM, HOURS, HOUSE } from "./network.ts";

const DAYS = 5;

export type Reading =
  | { oneAtOnce: Figures; sixteenAtOnce: Figures; manyAtOnce: Figures }
  | "not there";

/**
 * What is read, by its name: each asks the service at an address for one answer or several that
 * belong together, and returns the status of the last.
 */
export type Ask = (index: number) => Promise<number>;

export const READINGS = [
  "search",
  "feed",
  "when",
  "calendar",
  "calendarWithFeed",
  "today",
  "hours",
  "indicators",
  "home",
  "space",
  "calendarWhileWritten",
  "todayWhileWritten",
  "homeWhileWritten",
  "spaceWhileWritten",
] as const;

export type ReadingName = (typeof READINGS)[number];

/** How often something is committed while others read. */
const WRITTEN_EVERY_MS = 100;

/** The same, while ten times a second something is committed that no page shows. */
function whileWritten(pool: pg.Pool, ask: Ask): Ask {
  let written = 0;
  return async (index) => {
    if (performance.now() - written > WRITTEN_EVERY_MS) {
      written = performance.now();
      await pool.query("select pg_current_xact_id()");
    }
    return ask(index);
  };
}

/**
 * @param pool of the database behind it
 * @param cookie of somebody who works in the house
 */
export function asksOf(url: string, pool: pg.Pool, cookie: string): Record<ReadingName, Ask> {
  const read = async (path: string, headers = {}) =>
    (await call({ url: `${url}${path}`, headers })).status;
  const atDesk = (path: string) => read(path, { cookie });
  const today = Temporal.Now.zonedDateTimeISO("Europe/Brussels").startOfDay();
  const between = (start: Temporal.ZonedDateTime, days: number) =>
    new URLSearchParams({
      start: start.toInstant().toString(),
      end: start.add({ days }).toInstant().toString(),
    });
  const dayOf = (index: number) => today.add({ days: index % 7 });
  const calendar = (index: number) =>
    atDesk(`/nl/desk/calendar?space=${HOUSE}&day=${dayOf(index).toPlainDate()}`);
  const calendarWithFeed = async (index: number) => {
    const status = await calendar(index);
    return status === 200
      ? atDesk(`/api/v1/spaces/${HOUSE}/events?${between(dayOf(index), 1)}`)
      : status;
  };
  const desk = () => atDesk(`/nl/desk?space=${HOUSE}`);
  const home = () => read("/nl");
  const space = () => read(`/nl/spaces/${HOUSE}`);
  return {
    // "Which room of the network is free for eight, with a projector?", each time for another hour.
    search: (index) => {
      const [start, end] = hourOf(index);
      return read(
        `/api/v1/availability?${new URLSearchParams({ start: start.toJSON(), end: end.toJSON(), people: "8", equipment: "projector:1" })}`,
      );
    },
    // A week of a house with thirty rooms, as its bookings stand: this week, the next, the one
    // after.
    feed: (index) =>
      read(`/api/v1/spaces/${HOUSE}/events?${between(today.add({ weeks: index % 3 }), 7)}`),
    // The screen of `/book` with free times: an hour for five in that house, three days at once,
    // another three each time.
    when: (index) => {
      const day = today.add({ days: index % 20 }).toPlainDate();
      return read(
        `/nl/book/when?${new URLSearchParams({ people: "5", hours: "1", space: HOUSE, day: day.toString() })}`,
      );
    },
    calendar,
    calendarWithFeed,
    today: desk,
    hours: () => atDesk(`/nl/desk/hours?space=${HOUSE}`),
    // The report of the last twelve months.
    indicators: () => atDesk(`/nl/research/indicators?space=${HOUSE}`),
    home,
    space,
    calendarWhileWritten: whileWritten(pool, calendarWithFeed),
    todayWhileWritten: whileWritten(pool, desk),
    homeWhileWritten: whileWritten(pool, home),
    spaceWhileWritten: whileWritten(pool, space),
  };
}

/** The same question without HTTP: as the web process asks it, one at a time, in milliseconds. */
export async function measureSearchInDatabase(
  db: Context["db"],
): Promise<ReturnType<typeof timesOf>> {
  const times: number[] = [];
  for (let index = 0; index < 500; index += 1) {
    const [start, end] = hourOf(index).map((moment) => Temporal.Instant.from(moment.toJSON()));
    const ctx: Context = {
      actor: { kind: "visitor" },
      now: Temporal.Now.instant(),
      db,
      requestId: "bench",
    };
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

/** Somebody new who works in the house. @returns the cookie of their session */
export async function signedInAtHouse(pool: pg.Pool): Promise<string> {
  const token = newToken();
  await pool.query(
    `with staff as (insert into person (display_name, email, locale) values ('Staff', 'staff@bench.test', 'nl') returning id),
       held as (insert into role_assignment (person_id, role, space_id) select staff.id, 'manager', space.id from staff, space where slug = $2)
     insert into login_session (person_id, token_hash, method, expires_at) select id, $1, 'password', now() + interval '1 day' from staff`,
    [sha256(token), HOUSE],
  );
  return `trivium=${token}`;
}

export async function measureReading(seconds: number, ask: Ask): Promise<Reading> {
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
