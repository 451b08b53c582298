// How long a file of many places takes: `npm run many-places -- [--rows 100000]`.
//
// An embedded PostgreSQL of its own, and a made-up file: places around the towns of the three regions, of which one in fifty is the one
// before it under a name that is written otherwise, a few metres away, and one in a thousand has no point.
import "./without-env-file.ts";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connect } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { checkFile, takeFile } from "#lib/places/exchange/import-task.ts";
import { sendFile } from "#lib/places/exchange/imports.ts";
import { largestBackendMegabytes, peakMegabytes } from "./bench/memory.ts";
import { removeDatabase, startDatabase } from "./embedded-database.ts";

const { values } = parseArgs({ options: { rows: { type: "string", default: "100000" } } });
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
const KINDS = ["Bibliotheek", "Médiathèque", "Atelier", "Espace", "Fablab", "Centre", "Maison", "Huis"];
const LETTERS = "abcdefghijklmnoprstuvz";
const EVERY_TWIN = 50;
const EVERY_FAULT = 1_000;
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
  yield Buffer.from("id,nom,commune,code_postal,adresse,latitude,longitude,horaires,services,date_maj\n");
  let before = { name: "", town: TOWNS[0] as (typeof TOWNS)[number], lat: 50.6, lon: 3.1 };
  for (let at = 0; at < rows; at += 1) {
    const isTwin = at % EVERY_TWIN === EVERY_TWIN - 1;
    if (isTwin) before = { ...before, name: before.name.toUpperCase(), lat: before.lat + 0.0001 };
    else {
      const town = oneOf(TOWNS);
      const [, , lat, lon] = town;
      const word = () => Array.from({ length: 9 }, () => oneOf([...LETTERS])).join("");
      const name = `${oneOf(KINDS)} ${word()} ${word()}`;
      before = { name, town, lat: lat + (next() - 0.5) * SPREAD, lon: lon + (next() - 0.5) * SPREAD };
    }
    const point = at % EVERY_FAULT === 7 ? "," : `${before.lat.toFixed(5)},${before.lon.toFixed(5)}`;
    const [town, postcode] = before.town;
    yield Buffer.from(
      `${at},${before.name},${town},${postcode},Rue ${at % 200},${point},Mo-Fr 09:00-17:00,,2026-01-05\n`,
    );
  }
}

const dataDir = mkdtempSync(join(tmpdir(), "trivium-places-"));
const embedded = await startDatabase({ dataDir });
const connection = connect(embedded.url, { max: 4 });
try {
  await migrate(embedded.url);
  const postmaster = Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  const ctx: Context = {
    actor: { kind: "system", name: "many-places" },
    now: Temporal.Now.instant(),
    db: connection.db,
    requestId: crypto.randomUUID(),
  };
  const facts = { source: "Made up", licence: "CC0-1.0", fileName: "many.csv" };
  const quiet = async () => {};
  const first = await timed("sent", () => sendFile(ctx, facts, madeUpFile()));
  const counts = await timed("looked at", () => checkFile(ctx, first.id, quiet));
  const all = { publish: true, withDuplicates: false, withoutRefused: true };
  await timed("taken in", () => takeFile(ctx, { importId: first.id, ...all }, quiet));
  const again = await sendFile(ctx, facts, madeUpFile());
  const same = await timed("looked at again", () => checkFile(ctx, again.id, quiet));
  const other = await sendFile(ctx, { ...facts, source: "Somebody else" }, madeUpFile());
  const found = await timed("looked at as another source's", () => checkFile(ctx, other.id, quiet));
  console.log(
    `the first time: ${JSON.stringify(counts)}, ${Math.floor(rows / EVERY_TWIN)} twins are in the file`,
  );
  console.log(`again: ${JSON.stringify(same)}`);
  console.log(`as another source's: ${JSON.stringify(found)}`);
  console.log(
    `memory: ${peakMegabytes(process.pid)} MB here, ${largestBackendMegabytes(postmaster)} MB in PostgreSQL`,
  );
} finally {
  await connection.close();
  await embedded.stop();
  removeDatabase(dataDir);
}

async function timed<T>(what: string, run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const done = await run();
  console.log(`${what}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return done;
}
