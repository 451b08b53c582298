import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type pg from "pg";
import { newToken } from "#lib/foundation/platform/secrets/hash.ts";
import { bookerInHouse } from "./booking.ts";
import { measure } from "./load.ts";
import type * as NetworkModule from "./network.ts";
import { asksOf, READINGS, signedInAtHouse } from "./reading.ts";
import type * as WebModule from "./web.ts";

/** How often both are measured, one right after the other. */
const ROUNDS = 5;

/** What is measured on both sides: what is read, and rooms of the house that are booked. */
export const PAIRED = [...READINGS, "bookings"] as const;
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
  writeFileSync(join(dataDir, "auth-secret"), newToken(), { mode: 0o600 });
  const embedded = await database.startDatabase({ dataDir });
  await migrate(embedded.url);
  const { pool, close } = connect(embedded.url, { max: 4 });
  const here = process.cwd();
  process.chdir(folder);
  const web = await startWeb({ databaseUrl: embedded.url, dataDir });
  process.chdir(here);
  return {
    url: web.url,
    pool,
    network: await fillNetwork(pool, allocations),
    stop: async () => {
      await web.stop();
      await close();
      await embedded.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** @property before and after: of each round, how many a second */
export type Pair = { before: number[]; after: number[] };

/**
 * What is read, and what is booked, 16 at once: both services in turn, five rounds.
 *
 * @param names what of it; everything where nothing is said
 */
export async function measurePairs(
  before: Measured,
  after: Measured,
  { seconds, names = PAIRED }: { seconds: number; names?: readonly Paired[] | undefined },
): Promise<Partial<Record<Paired, Pair>>> {
  const askable = async (service: Measured) => ({
    book: bookerInHouse(service.url, service.network),
    asks: asksOf(service.url, service.pool, await signedInAtHouse(service.pool)),
  });
  const [one, other] = [await askable(before), await askable(after)];
  const pairs: Partial<Record<Paired, Pair>> = {};
  const inTurn = async (name: Paired, rateOf: (service: typeof one) => Promise<number>) => {
    const pair: Pair = { before: [], after: [] };
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      pair.before.push(await rateOf(one));
      pair.after.push(await rateOf(other));
    }
    pairs[name] = pair;
    console.error(name, JSON.stringify(pair));
  };
  for (const name of names)
    await inTurn(name, async ({ asks, book }) => {
      const ask =
        name === "bookings" ? book : async (index: number) => (await asks[name](index)) === 200;
      await measure({ atOnce: name === "bookings" ? 16 : 4, seconds: 1 }, ask);
      return (await measure({ atOnce: 16, seconds }, ask)).perSecond;
    });
  return pairs;
}
