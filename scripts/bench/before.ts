import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { AT_ONCE, type Bookers, bookersOf, measureContention } from "./booking.ts";
import { measure, round } from "./load.ts";
import type * as NetworkModule from "./network.ts";
import { type Ask, asksOf, READINGS, type ReadingName, signedInAtHouse } from "./reading.ts";
import { FEW_SHEETS, fillSheets } from "./sheets.ts";
import type * as WebModule from "./web.ts";

/** How often both are measured, one right after the other. */
const ROUNDS = 5;

/** Of what is read alone as well: how long one waits who is alone. */
const READ_ALONE: Partial<Record<ReadingName, "p50" | "p95">> = {
  search: "p50",
  when: "p50",
  calendarWithFeed: "p50",
  today: "p50",
  indicators: "p95",
};

/** So many bare bookings in one turn: the house has no more free hours for all turns. */
const MOST_BARE = 2_000;

/**
 * What is measured on both sides: what is read, rooms of the house and of the whole network that
 * are booked, and who comes too late.
 */
export const PAIRED = [...READINGS, "bookings", "bookingsOfNetwork", "losers"] as const;
export type Paired = (typeof PAIRED)[number];

/** A service that runs, and the database behind it. */
export type Measured = { url: string; pool: pg.Pool; network: NetworkModule.Network };

export type Earlier = Measured & { stop: () => Promise<void> };

/**
 * Another checkout of this product beside this one: its own web process, its own database, its own
 * data set of the same size. Its dependencies are installed and its pages are built already. Each
 * of its modules reads what that checkout has.
 */
export async function startEarlier(folder: string, allocations: number): Promise<Earlier> {
  const load = (path: string) => import(pathToFileURL(resolve(folder, path)).href);
  const database = await load("scripts/embedded-database.ts");
  const { migrate } = await load("db/migrate.ts");
  const { connect } = await load("db/client.ts");
  const { fillNetwork } = (await load("scripts/bench/network.ts")) as typeof NetworkModule;
  const { startWeb } = (await load("scripts/bench/web.ts")) as typeof WebModule;
  const dataDir = mkdtempSync(join(tmpdir(), "trivium-bench-before-"));
  const embedded = await database.startDatabase({ dataDir });
  await migrate(embedded.url);
  const { pool, close } = connect(embedded.url, { max: 4 });
  const here = process.cwd();
  process.chdir(folder);
  const web = await startWeb({ databaseUrl: embedded.url, dataDir });
  process.chdir(here);
  const network = await fillNetwork(pool, allocations);
  await fillSheets(pool, FEW_SHEETS);
  return {
    url: web.url,
    pool,
    network,
    stop: async () => {
      await web.stop();
      await close();
      await embedded.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** @property before and after: of each round, in the unit that the name of the figure says */
export type Pair = { before: number[]; after: number[] };

/** Figures of one thing, by their names. */
export type Pairs = Record<string, Pair>;

/** Measures one thing at one service, for the n-th time. @returns its figures, by their names */
type Turn = (service: Askable, turn: number) => Promise<Record<string, number>>;

type Askable = {
  url: string;
  network: NetworkModule.Network;
  asks: Record<ReadingName, Ask>;
  book: Bookers;
};

/**
 * What is read, and what is booked: both services in turn, five rounds.
 *
 * @param names what of it; everything where nothing is said
 */
export async function measurePairs(
  before: Measured,
  after: Measured,
  { seconds, names = PAIRED }: { seconds: number; names?: readonly Paired[] | undefined },
): Promise<Partial<Record<Paired, Pairs>>> {
  const [one, other] = [await askable(before), await askable(after)];
  const measured: Partial<Record<Paired, Pairs>> = {};
  for (const name of names) {
    const pairs: Pairs = {};
    for (let turn = 0; turn < ROUNDS; turn += 1)
      for (const [side, service] of [
        ["before", one],
        ["after", other],
      ] as const)
        for (const [figure, value] of Object.entries(await turnOf(name, seconds)(service, turn))) {
          pairs[figure] ??= { before: [], after: [] };
          pairs[figure][side].push(value);
        }
    measured[name] = pairs;
    console.error(name, JSON.stringify(pairs));
  }
  await Promise.all([one.close(), other.close()]);
  return measured;
}

async function askable({
  url,
  pool,
  network,
}: Measured): Promise<Askable & { close: () => Promise<void> }> {
  const bare = new pg.Pool({ connectionString: pool.options.connectionString, max: AT_ONCE });
  return {
    url,
    network,
    asks: asksOf(url, pool, await signedInAtHouse(pool)),
    book: bookersOf(url, bare, network),
    close: () => bare.end(),
  };
}

function turnOf(name: Paired, seconds: number): Turn {
  if (name === "bookings") return bookingTurn("house", seconds);
  if (name === "bookingsOfNetwork") return bookingTurn("network", seconds);
  if (name === "losers")
    return async ({ url, network }, turn) => ({
      "p99 ms": (await measureContention(url, network, turn)).losersP99,
    });
  return readingTurn(name, seconds);
}

function readingTurn(name: ReadingName, seconds: number): Turn {
  const alone = READ_ALONE[name];
  return async ({ asks }, turn) => {
    const read = async (index: number) => (await asks[name](index)) === 200;
    if (turn === 0) await measure({ atOnce: 4, seconds: 1 }, read);
    const { perSecond } = await measure({ atOnce: AT_ONCE, seconds }, read);
    if (!alone) return { "16 at once, a second": perSecond };
    const figures = await measure({ atOnce: 1, seconds: seconds / 2 }, read);
    return { "16 at once, a second": perSecond, [`1 at once, ${alone} ms`]: figures[alone] };
  };
}

function bookingTurn(where: keyof Bookers, seconds: number): Turn {
  return async ({ book }, turn) => {
    const { api, bare } = book[where];
    if (turn === 0) await measure({ atOnce: AT_ONCE, seconds: 1 }, api);
    const { perSecond } = await measure({ atOnce: AT_ONCE, seconds }, api);
    const raw = await measure({ atOnce: AT_ONCE, seconds, times: MOST_BARE }, bare);
    const alone = await measure({ atOnce: 1, seconds: seconds / 2 }, api);
    return {
      "16 at once, a second": perSecond,
      "bare pg, one statement, 16 at once, a second": raw.perSecond,
      "share of that": round(perSecond / raw.perSecond),
      "1 at once, p50 ms": alone.p50,
    };
  };
}
