// How long a file of many places takes, and how quick they are to find then: `npm run many-places
// -- [--rows 100000] [--found]`. With `--found` the file comes in once and only the finding is
// measured.
//
// An embedded PostgreSQL of its own, and a made-up file: places around the towns of the three
// regions, of which one in fifty is the one before it under a name that is written otherwise, a few
// metres away, and one in a thousand has no point.
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
import { HELPS_MOVING } from "#lib/places/exchange/fields.ts";
import { checkFile, takeFile } from "#lib/places/exchange/import-task.ts";
import { sendFile } from "#lib/places/exchange/imports.ts";
import {
  clustersOf,
  countListed,
  type ListedFilter,
  listedPlacesBy,
  MOST_PAGES,
} from "#lib/places/exchange/listed.ts";
import { largestBackendMegabytes, peakMegabytes } from "./bench/memory.ts";
import { removeDatabase, startDatabase } from "./embedded-database.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    found: { type: "boolean", default: false },
  },
});
const rows = Number(values.rows);

const TOWNS: [name: string, postcode: string, lat: number, lon: number][] = [
  ["Lille", "59000", 50.6292, 3.0573],
  ["Roubaix", "59100", 50.6942, 3.1746],
  ["Tourcoing", "59200", 50.7239, 3.1612],
  ["Kortrijk", "8500", 50.8279, 3.2649],
  ["Roeselare", "8800", 50.9465, 3.1227],
  ["Ieper", "8900", 50.8513, 2.8853],
  ["Mouscron", "7700", 50.7449, 3.2064],
  ["Tournai", "7500", 50.6056, 3.3879],
  ["Ath", "7800", 50.6294, 3.7778],
];
const KINDS = [
  "Bibliotheek",
  "Médiathèque",
  "Atelier",
  "Espace",
  "Fablab",
  "Centre",
  "Maison",
  "Huis",
];
const TYPES = ["BIB", "TIERS_LIEUX", "ASSO", "CS"];
const AUDIENCES = ["Jeunes", "Seniors", "Familles et/ou enfants"];
const LETTERS = "abcdefghijklmnoprstuvz";
const EVERY_TWIN = 50;
const EVERY_FAULT = 1_000;
const EVERY_HELPER = 10;
const SEARCHES = 200;
const facts = { source: "Made up", licence: "CC0-1.0", fileName: "many.csv" };
const quiet = async () => {};
/** Degrees that the places of one town lie around it. */
const SPREAD = 0.08;

/** The same numbers at each run. */
function* chance(): Generator<number, never> {
  for (let state = 20_261_129; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

async function* madeUpFile(): AsyncGenerator<Uint8Array> {
  const numbers = chance();
  const next = () => numbers.next().value;
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  yield Buffer.from(
    "id,nom,commune,code_postal,adresse,latitude,longitude,horaires,services,date_maj,typologie,publics_specifiquement_adresses,prise_en_charge_specifique\n",
  );
  let before = { name: "", town: TOWNS[0] as (typeof TOWNS)[number], lat: 50.6, lon: 3.1 };
  for (let at = 0; at < rows; at += 1) {
    const isTwin = at % EVERY_TWIN === EVERY_TWIN - 1;
    if (isTwin) before = { ...before, name: before.name.toUpperCase(), lat: before.lat + 0.0001 };
    else {
      const town = oneOf(TOWNS);
      const [, , lat, lon] = town;
      const word = () => Array.from({ length: 9 }, () => oneOf([...LETTERS])).join("");
      const name = `${oneOf(KINDS)} ${word()} ${word()}`;
      before = {
        name,
        town,
        lat: lat + (next() - 0.5) * SPREAD,
        lon: lon + (next() - 0.5) * SPREAD,
      };
    }
    const point =
      at % EVERY_FAULT === 7 ? "," : `${before.lat.toFixed(5)},${before.lon.toFixed(5)}`;
    const [town, postcode] = before.town;
    const type = TYPES[at % TYPES.length];
    const audience = at % 5 === 0 ? AUDIENCES[at % AUDIENCES.length] : "";
    const help = at % EVERY_HELPER === 0 ? HELPS_MOVING : "";
    yield Buffer.from(
      `${at},${before.name},${town},${postcode},Rue ${at % 200},${point},Mo-Fr 09:00-17:00,,2026-01-05,${type},${audience},${help}\n`,
    );
  }
}

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
  const first = await timed("sent", () => sendFile(ctx, facts, madeUpFile()));
  const counts = await timed("looked at", () => checkFile(ctx, first.id, quiet));
  const all = { publish: true, withDuplicates: false, withoutRefused: true };
  await timed("taken in", () => takeFile(ctx, { importId: first.id, ...all }, quiet));
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
  const again = await sendFile(ctx, facts, madeUpFile());
  const same = await timed("looked at again", () => checkFile(ctx, again.id, quiet));
  const other = await sendFile(ctx, { ...facts, source: "Somebody else" }, madeUpFile());
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
  const { rows: some } = await ctx.db.execute<{
    name: string;
    city: string;
    lat: number;
    lon: number;
  }>(
    sql`select name, city, lat, lon from listed_place tablesample bernoulli (1) limit ${SEARCHES}`,
  );
  const around = (zoom: number) =>
    some.map(({ lat, lon }) => {
      const wide = 360 / 2 ** zoom;
      const bbox = {
        west: lon - wide,
        east: lon + wide,
        south: lat - wide * 0.6,
        north: lat + wide * 0.6,
      };
      return () => clustersOf(ctx, { bbox }, zoom);
    });
  const whole = { west: 1.4, south: 49.9, east: 5.2, north: 51.4 };
  await measured(
    "map, all of it",
    Array.from({ length: 40 }, () => () => clustersOf(ctx, { bbox: whole }, 9)),
  );
  for (const zoom of [11, 13, 15]) await measured(`map, at zoom ${zoom}`, around(zoom));
  await measured(
    "map of what a search leaves",
    some.map(
      ({ city }) =>
        () =>
          clustersOf(ctx, { bbox: whole, q: city }, 9),
    ),
  );
  const filters: [string, ListedFilter][] = [
    ["for young people", { audience: "young-people" }],
    ["of a kind", { kind: "library" }],
    ["in Belgium", { country: "BE" }],
    ["for wheelchairs", { wheelchair: true }],
    ["of all four", { audience: "young-people", kind: "library", country: "BE", wheelchair: true }],
  ];
  for (const [what, filter] of filters) {
    console.log(`${what}: ${await countListed(ctx, filter)} places`);
    const times = <T>(run: (at: number) => Promise<T>) =>
      Array.from({ length: 40 }, (_, at) => () => run(at));
    await measured(
      `map, ${what}`,
      times(() => clustersOf(ctx, { bbox: whole, ...filter }, 9)),
    );
    await measured(
      `a page of the list, ${what}`,
      times((at) => listedPlacesBy(ctx, { ...filter, page: 1 + (at % MOST_PAGES) })),
    );
    await measured(
      `how many, ${what}`,
      times(() => countListed(ctx, filter)),
    );
  }
  await measured(
    "search, a town, for young people",
    some.map(({ city }) => async () => {
      const filter: ListedFilter = { q: city, audience: "young-people" };
      const [items] = await Promise.all([
        listedPlacesBy(ctx, { ...filter, page: 1 }),
        countListed(ctx, filter),
      ]);
      return items;
    }),
  );
  await measured(
    "how many there are",
    Array.from({ length: 40 }, () => () => countListed(ctx, {})),
  );
  await measured(
    "a page of the list",
    some.map((_, at) => () => listedPlacesBy(ctx, { page: 1 + (at % MOST_PAGES) })),
  );
  const search = (q: string) => async () => {
    const [items] = await Promise.all([
      listedPlacesBy(ctx, { q, page: 1 }),
      countListed(ctx, { q }),
    ]);
    return items;
  };
  await measured(
    "search, a word of a name",
    some.map(({ name }) => search(name.split(" ").at(-1) ?? "")),
  );
  await measured(
    "search, a name and its town",
    some.map(({ name, city }) => search(`${name} ${city}`)),
  );
  await measured(
    "search, a town",
    some.map(({ city }) => search(city)),
  );
  await measured(
    "search, a kind that one in eight is",
    some.map(({ name }) => search(name.split(" ")[0] ?? "")),
  );
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
