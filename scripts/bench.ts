// What this machine can do: `npm run bench -- [--allocations 100000] [--seconds 8] [--visits
// 1000000] [--check-ins 10000] [--json file] [--only one-space|reading|badges] [--before folder]
// [--disk-ms 4]`. With `--before`, `--only` names one of the rows that are measured on both sides,
// such as bookings or losers, and `--disk-ms` lets both databases confirm no sooner than such a
// disk does.
//
// Everything runs here and now: an embedded PostgreSQL of its own, a data set made for the run, the
// production build of the web process, and the load. The load is a loop over keep-alive connections
// in this process (node:http), so it shares the cores with what it measures: figures are low rather
// than high, and ratios within one run say more than any of them.
import "./without-env-file.ts";
import "./bench/secret.ts";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connect } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { sealAudit, verifyAudit } from "#lib/foundation/identity/audit/audit.ts";
import { measureBadges } from "./bench/badges.ts";
import { measurePairs, PAIRED, startEarlier } from "./bench/before.ts";
import { measureBookings, measureContention, measureOneSpace } from "./bench/booking.ts";
import { measureCheckIns } from "./bench/check-ins.ts";
import { slowDisk } from "./bench/disk.ts";
import { largestBackendMegabytes, peakMegabytes } from "./bench/memory.ts";
import { fillNetwork, growNetwork } from "./bench/network.ts";
import { measureOccupancy } from "./bench/occupancy.ts";
import { measurePlans } from "./bench/plans.ts";
import {
  asksOf,
  measureReading,
  measureSearchInDatabase,
  READINGS,
  type Reading,
  type ReadingName,
  signedInAtHouse,
} from "./bench/reading.ts";
import { secret } from "./bench/secret.ts";
import { FEW_SHEETS, fillSheets, MANY_SHEETS } from "./bench/sheets.ts";
import {
  tableOf,
  tableOfBadges,
  tableOfOneSpace,
  tableOfPairs,
  tableOfReading,
} from "./bench/table.ts";
import { startWeb } from "./bench/web.ts";
import { buildWeb } from "./build.ts";
import { removeDatabase, startDatabase } from "./embedded-database.ts";

const { values } = parseArgs({
  options: {
    allocations: { type: "string", default: "100000" },
    seconds: { type: "string", default: "8" },
    visits: { type: "string", default: "1000000" },
    "check-ins": { type: "string", default: "10000" },
    json: { type: "string" },
    only: { type: "string" },
    before: { type: "string" },
    "disk-ms": { type: "string", default: "0" },
  },
});
const allocations = Number(values.allocations);
const seconds = Number(values.seconds);
/**
 * Parts that are measured alone: bookings of one space; what is read, with who comes too late;
 * badges signed and checked.
 */
const PARTS = {
  "one-space": measureOnlyOneSpace,
  reading: measureOnlyReading,
  badges: measureOnlyBadges,
};
const only = values.only && PARTS[values.only as keyof typeof PARTS];
const paired = PAIRED.find((name) => name === values.only);
if (values.only && !(values.before ? paired : only))
  throw new Error(`--only knows ${(values.before ? PAIRED : Object.keys(PARTS)).join(" and ")}`);

/** Says each figure as soon as it is known: a long run that is cut short has said something. */
async function logged<T>(name: string, figure: Promise<T>): Promise<T> {
  const known = await figure;
  console.error(name, JSON.stringify(known));
  return known;
}

/** How large the network is to which a larger one is compared. */
const COMPARED_WITH = 100_000;

const dataDir = mkdtempSync(join(tmpdir(), "trivium-bench-"));
await buildWeb();
const embedded = await startDatabase({ dataDir });
await migrate(embedded.url);
const connection = connect(embedded.url, { max: 4 });
const web = await startWeb({ databaseUrl: embedded.url, dataDir });
const second = await startWeb({ databaseUrl: embedded.url, dataDir });
const postmaster = Number(
  readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
);
const urls: [string, string] = [web.url, second.url];
let isOver = false;
try {
  // No worker runs here: what it does for bookings all the time is done by this process, and costs
  // what it costs.
  const sealing = sealEachSecond();
  try {
    await (values.before
      ? measureBesideEarlier(values.before)
      : only
        ? only()
        : measureEverything());
  } finally {
    isOver = true;
    await sealing;
  }
  const { firstBroken } = await verifyAudit(connection.db);
  if (firstBroken) throw new Error(`The audit log is broken: ${JSON.stringify(firstBroken)}`);
} finally {
  await Promise.all([web.stop(), second.stop()]);
  await connection.close();
  await embedded.stop();
  removeDatabase(dataDir);
}

async function sealEachSecond(): Promise<void> {
  while (!isOver) {
    while (await sealAudit(connection.db)) {}
    await wait(1_000);
  }
}

async function measureOnlyOneSpace(): Promise<void> {
  const network = await fillNetwork(connection.pool, allocations);
  const oneSpace = await logged(
    "oneSpace",
    measureOneSpace(urls, connection.pool, network, seconds),
  );
  console.log(tableOfOneSpace(oneSpace));
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ oneSpace }, null, 2)}\n`);
  if (oneSpace.overlaps > 0) process.exitCode = 1;
}

/** An earlier checkout and this one in turn, so that a machine that is busy is busy for both. */
async function measureBesideEarlier(folder: string): Promise<void> {
  const network = await fillNetwork(connection.pool, allocations);
  await fillSheets(connection.pool, FEW_SHEETS);
  const earlier = await startEarlier(folder, allocations);
  for (const { pool } of [earlier, connection]) await slowDisk(pool, Number(values["disk-ms"]));
  const pairs = await measurePairs(
    earlier,
    { url: web.url, pool: connection.pool, network },
    { seconds, names: paired && [paired] },
  ).finally(earlier.stop);
  console.log(tableOfPairs(pairs));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(pairs, null, 2)}\n`);
}

async function measureOnlyBadges(): Promise<void> {
  const badges = await logged("badges", measureBadges(connection.db));
  console.log(tableOfBadges(badges));
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ badges }, null, 2)}\n`);
}

/** The network at the size that larger ones are compared with, and then at its whole size. */
async function fill() {
  const began = performance.now();
  const first = Math.min(allocations, COMPARED_WITH);
  const network = await fillNetwork(connection.pool, first);
  const searchInSmall = await measureSearchInDatabase(connection.db);
  if (allocations > first) await growNetwork(connection.pool, first, allocations);
  await fillSheets(connection.pool, MANY_SHEETS);
  return {
    network,
    searchInSmall,
    filledInSeconds: Math.round((performance.now() - began) / 1000),
  };
}

async function measureReadings() {
  const { pool } = connection;
  const asks = asksOf(web.url, pool, await signedInAtHouse(pool));
  const readings = {} as Record<ReadingName, Reading>;
  for (const name of READINGS)
    readings[name] = await logged(name, measureReading(seconds, asks[name]));
  return {
    ...readings,
    searchInDatabase: await logged("searchInDatabase", measureSearchInDatabase(connection.db)),
  };
}

async function measureOnlyReading(): Promise<void> {
  const { network, searchInSmall } = await fill();
  const contention = await logged("contention", measureContention(web.url, network));
  const plans = await logged("plans", measurePlans(embedded.url, network));
  const result = { contention, searchInSmall, plans, ...(await measureReadings()) };
  console.log(tableOfReading(result));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  if (contention.oneWinner < contention.rounds || plans.faults.length > 0) process.exitCode = 1;
}

async function measureEverything(): Promise<void> {
  const { network, searchInSmall, filledInSeconds } = await fill();

  const result = {
    machine: {
      cores: availableParallelism(),
      model: cpus()[0]?.model.trim(),
      node: process.version,
    },
    dataSet: { spaces: 300, rooms: 3000, allocations, filledInSeconds },
    booking: await logged("booking", measureBookings(urls, connection.pool, network, seconds)),
    oneSpace: await logged("oneSpace", measureOneSpace(urls, connection.pool, network, seconds)),
    contention: await logged("contention", measureContention(web.url, network)),
    searchInSmall,
    plans: await logged("plans", measurePlans(embedded.url, network)),
    ...(await measureReadings()),
    checkIns: await logged(
      "checkIns",
      measureCheckIns(web.url, connection.pool, {
        secret,
        checkIns: Number(values["check-ins"]),
      }),
    ),
    occupancy: await logged(
      "occupancy",
      measureOccupancy(web.url, connection.pool, connection.db, Number(values.visits)),
    ),
  };
  const badges = await logged("badges", measureBadges(connection.db));
  const memory = {
    web: peakMegabytes(web.pid),
    secondWeb: peakMegabytes(second.pid),
    largestBackend: largestBackendMegabytes(postmaster),
    load: peakMegabytes(process.pid),
  };
  console.log(JSON.stringify({ ...result, badges, memory }, null, 2));
  console.log(`\n${tableOf({ ...result, memory })}`);
  console.log(`\n${tableOfBadges(badges)}`);
  if (values.json)
    writeFileSync(values.json, `${JSON.stringify({ ...result, badges, memory }, null, 2)}\n`);
  if (result.checkIns.visits !== result.checkIns.checkIns) process.exitCode = 1;
  if (
    result.booking.overlaps + result.oneSpace.overlaps > 0 ||
    result.contention.oneWinner < result.contention.rounds ||
    result.plans.faults.length > 0
  )
    process.exitCode = 1;
}
