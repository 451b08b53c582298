// How long a file of many places takes, and how quick they are to find then: `npm run many-places
// -- [--rows 100000] [--found]`. With `--found` the file comes in once and only the finding is
// measured.
//
// An embedded PostgreSQL of its own, and the file of many-places/made-up-file.ts. What visitors wait
// for and see while such a file comes in, and afterwards: `npm run places-in-use`.
import "./without-env-file.ts";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { connect } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { readListedHours } from "#lib/places/exchange/hours.ts";
import { checkFile, takeFile } from "#lib/places/exchange/import-task.ts";
import { sendFile } from "#lib/places/exchange/imports.ts";
import {
  clustersOf,
  countListed,
  countUnknown,
  type ListedFilter,
  listedPlacesBy,
  MOST_PAGES,
} from "#lib/places/exchange/listed.ts";
import { largestBackendMegabytes, peakMegabytes } from "./bench/memory.ts";
import { removeDatabase, startDatabase } from "./embedded-database.ts";
import { EVERY_TWIN, madeUpFile } from "./many-places/made-up-file.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    found: { type: "boolean", default: false },
  },
});
const rows = Number(values.rows);

/** A place that is there, to look for. */
type Sample = { name: string; city: string; lat: number; lon: number };

const SEARCHES = 200;
const WHOLE = { west: 1.4, south: 49.9, east: 5.2, north: 51.4 };
const facts = { source: "Made up", licence: "CC0-1.0", fileName: "many.csv" };
const quiet = async () => {};

const dataDir = mkdtempSync(join(tmpdir(), "trivium-places-"));
const embedded = await startDatabase({ dataDir });
const connection = connect(embedded.url, { max: 4 });
try {
  await migrate(embedded.url);
  const postmaster = Number(
    readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
  );
  const ctx: Context = {
    actor: { kind: "system", name: "many-places" },
    now: Temporal.Now.instant(),
    db: connection.db,
    requestId: crypto.randomUUID(),
  };
  const first = await timed("sent", () => sendFile(ctx, facts, madeUpFile(rows)));
  const counts = await timed("looked at", () => checkFile(ctx, first.id, quiet));
  const all = { publish: true, withDuplicates: false, withoutRefused: true };
  await timed("taken in", () => takeFile(ctx, { importId: first.id, ...all }, quiet));
  await timed("hours read", () => readListedHours(ctx.db, ctx.now));
  await findMany(ctx);
  if (!values.found) await takeAgain(ctx, counts);
  console.log(
    `memory: ${peakMegabytes(process.pid)} MB here, ${largestBackendMegabytes(postmaster)} MB in PostgreSQL`,
  );
} finally {
  await connection.close();
  await embedded.stop();
  removeDatabase(dataDir);
}

/** The same file once more, and as that of somebody else. */
async function takeAgain(ctx: Context, counts: Record<string, number>): Promise<void> {
  const again = await sendFile(ctx, facts, madeUpFile(rows));
  const same = await timed("looked at again", () => checkFile(ctx, again.id, quiet));
  const other = await sendFile(ctx, { ...facts, source: "Somebody else" }, madeUpFile(rows));
  const found = await timed("looked at as another source's", () => checkFile(ctx, other.id, quiet));
  console.log(
    `the first time: ${JSON.stringify(counts)}, ${Math.floor(rows / EVERY_TWIN)} twins are in the file`,
  );
  console.log(`again: ${JSON.stringify(same)}`);
  console.log(`as another source's: ${JSON.stringify(found)}`);
}

async function timed<T>(what: string, run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const done = await run();
  console.log(`${what}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return done;
}

/** What visitors wait for: the map, the list, a search, each asked many times. */
async function findMany(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`vacuum analyze listed_place`);
  const { rows: some } = await ctx.db.execute<Sample>(
    sql`select name, city, lat, lon from listed_place tablesample bernoulli (1) limit ${SEARCHES}`,
  );
  await measureMap(ctx, some);
  await measureFilters(ctx, some);
  await measureList(ctx, some);
  await measureSearches(ctx, some);
}

/** All of the network, parts of it ever closer, and what a search leaves of it. */
async function measureMap(ctx: Context, some: Sample[]): Promise<void> {
  await measured(
    "map, all of it",
    manyTimes(() => clustersOf(ctx, { bbox: WHOLE }, 9)),
  );
  for (const zoom of [11, 13, 15])
    await measured(
      `map, at zoom ${zoom}`,
      some.map((place) => () => clustersOf(ctx, { bbox: around(place, zoom) }, zoom)),
    );
  await measured(
    "map of what a search leaves",
    some.map(
      ({ city }) =>
        () =>
          clustersOf(ctx, { bbox: WHOLE, q: city }, 9),
    ),
  );
}

/** What a screen shows around a place, in degrees. */
function around({ lat, lon }: Sample, zoom: number) {
  const wide = 360 / 2 ** zoom;
  return { west: lon - wide, east: lon + wide, south: lat - wide * 0.6, north: lat + wide * 0.6 };
}

async function measureFilters(ctx: Context, some: Sample[]): Promise<void> {
  const openAt = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).with({ hour: 11 }).toInstant();
  const filters: [string, ListedFilter][] = [
    ["for young people", { audience: "young-people" }],
    ["of a kind", { kind: "library" }],
    ["in Belgium", { country: "BE" }],
    ["for wheelchairs", { wheelchair: true }],
    ["whose desk speaks French", { language: "fr" }],
    ["open now", { openAt }],
    ["open now, in French", { openAt, language: "fr" }],
    ["of all four", { audience: "young-people", kind: "library", country: "BE", wheelchair: true }],
  ];
  for (const [what, filter] of filters) {
    console.log(`${what}: ${await countListed(ctx, filter)} places`);
    await measured(
      `map, ${what}`,
      manyTimes(() => clustersOf(ctx, { bbox: WHOLE, ...filter }, 9)),
    );
    await measured(
      `a page of the list, ${what}`,
      manyTimes((at) => listedPlacesBy(ctx, { ...filter, page: pageAt(at) })),
    );
    await measured(
      `how many, ${what}`,
      manyTimes(() => countListed(ctx, filter)),
    );
    if (filter.openAt || filter.language)
      await measured(
        `how many are unknown, ${what}`,
        manyTimes(() => countUnknown(ctx, filter)),
      );
  }
  await measured(
    "search, a town, for young people",
    some.map(
      ({ city }) =>
        () =>
          search(ctx, { q: city, audience: "young-people" }),
    ),
  );
}

async function measureList(ctx: Context, some: Sample[]): Promise<void> {
  await measured(
    "how many there are",
    manyTimes(() => countListed(ctx, {})),
  );
  await measured(
    "a page of the list",
    some.map((_, at) => () => listedPlacesBy(ctx, { page: pageAt(at) })),
  );
}

async function measureSearches(ctx: Context, some: Sample[]): Promise<void> {
  await measured(
    "search, a word of a name",
    some.map(
      ({ name }) =>
        () =>
          search(ctx, { q: name.split(" ").at(-1) ?? "" }),
    ),
  );
  await measured(
    "search, a name and its town",
    some.map(
      ({ name, city }) =>
        () =>
          search(ctx, { q: `${name} ${city}` }),
    ),
  );
  await measured(
    "search, a town",
    some.map(
      ({ city }) =>
        () =>
          search(ctx, { q: city }),
    ),
  );
  await measured(
    "search, a kind that one in eight is",
    some.map(
      ({ name }) =>
        () =>
          search(ctx, { q: name.split(" ")[0] ?? "" }),
    ),
  );
}

/** As the page asks: its first places, and how many there are. */
async function search(ctx: Context, filter: ListedFilter) {
  const [items] = await Promise.all([
    listedPlacesBy(ctx, { ...filter, page: 1 }),
    countListed(ctx, filter),
  ]);
  return items;
}

function manyTimes<T>(run: (at: number) => Promise<T>): (() => Promise<T>)[] {
  return Array.from({ length: 40 }, (_, at) => () => run(at));
}

function pageAt(at: number): number {
  return 1 + (at % MOST_PAGES);
}

async function measured(what: string, runs: (() => Promise<unknown>)[]): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  for (const run of runs) {
    const began = performance.now();
    const answer = await run();
    times.push(performance.now() - began);
    bytes = Math.max(bytes, gzipSync(JSON.stringify(answer)).length);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
  console.log(
    `${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, at most ${(bytes / 1_000).toFixed(1)} kB`,
  );
}
