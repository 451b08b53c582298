// A backup under load, a wrecked disk, a restore: `npm run drill -- [--visits 300000] [--clients
// 8]`.
//
// Clients book, move and cancel through the API of a service as `npm start` runs it. Meanwhile `npm
// run cli -- backup` copies it. Then every process is killed, the files of the database are
// overwritten, `restore --force` puts the backup back, and the service is started again: every
// booking that was acknowledged before the backup began is there, and every promise is kept.

import "./without-env-file.ts";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { ownerOf, processesOf, type Service, startService, until } from "#testing/service.ts";
import { fillNetwork, type Network } from "./bench/network.ts";
import { buildWeb } from "./build.ts";
import { webDeed } from "./crash/load.ts";
import { Log } from "./crash/log.ts";

const { values } = parseArgs({
  options: {
    visits: { type: "string", default: "300000" },
    clients: { type: "string", default: "8" },
  },
});
const MEGABYTE = 1_000_000;
const PAUSE_MS = 3_000;

const folder = mkdtempSync(join(tmpdir(), "trivium-drill-"));
chmodSync(folder, 0o711);
const dataDir = join(folder, "data");
const backup = join(folder, "backup");
await buildWeb();
let service = await startService({ dataDir });
const figures: Record<string, string | number> = {};
let isWell = true;
try {
  const network = await fill();
  const log = new Log();
  const { before, perSecond } = await underLoad(network, log, async () => {
    figures["backup, seconds"] = await cli(["backup", backup]);
  });
  figures["requests a second before, and during the backup"] = perSecond.join(", ");
  figures["of them refused, unanswered"] = `${log.counts.refused}, ${log.counts.unknown}`;
  figures["backup, MB"] = sizeOf(backup);
  figures["cluster, MB"] = sizeOf(join(dataDir, "postgres"));

  await wreck();
  figures["restore and its checks, seconds"] = await cli(["restore", "--force", backup]);
  const began = performance.now();
  service = await startService({ dataDir });
  figures["start after it, seconds"] = seconds(began);
  const lost = await missing(before);
  figures["bookings acknowledged before it, lost"] = `${before.length}, ${lost.length}`;
  await cli(["verify"]);
  isWell = lost.length === 0 && log.faults.length === 0 && before.length > 0;
  for (const fault of log.faults.slice(0, 5)) console.log(fault);
} finally {
  service.signal("SIGTERM");
  await service.ended;
  rmSync(folder, { recursive: true, force: true });
}
console.table(figures);
console.log(
  isWell ? "Nothing that was acknowledged before the backup was lost." : "The drill failed.",
);
process.exit(isWell ? 0 : 1);

/**
 * A network of 300 spaces, and visits enough to weigh something. Its bookings come through the API
 * alone.
 */
async function fill(): Promise<Network> {
  const { host, port, user, password, database } = await known(service);
  const owner = new pg.Pool({ host, port, user, password, database, max: 2 });
  try {
    const network = await fillNetwork(owner, 0);
    await owner.query("delete from allocation");
    await owner.query("delete from booking");
    await owner.query("alter table visit disable trigger user");
    await owner.query(
      `insert into visit (id, space_id, arrived_at, left_at, source)
       select gen_random_uuid(), space.id, at, at + interval '1 hour', 'kiosk' from generate_series(1, $1::int) n
       cross join lateral (select now() - n * interval '1 minute' - interval '1 day' as at) moment
       join (select id, row_number() over (order by id) - 1 as place, count(*) over () as places from space) space on space.place = n % space.places`,
      [Number(values.visits)],
    );
    await owner.query("alter table visit enable trigger user");
    return network;
  } finally {
    await owner.end();
  }
}

/** How the owner of the tables signs in. */
async function known(of: Service): Promise<pg.Client> {
  const client = await ownerOf(of);
  await client.end();
  return client;
}

/**
 * @returns ids that were acknowledged before the work began, and what the clients got done a second
 *   before and during it
 */
async function underLoad(
  network: Network,
  log: Log,
  work: () => Promise<void>,
): Promise<{ before: string[]; perSecond: number[] }> {
  let isOver = false;
  const lanes = Array.from({ length: Number(values.clients) }, async () => {
    while (!isOver) await webDeed({ url: service.url, log, network, isKilled: () => false });
  });
  const measured = async (during: () => Promise<unknown>) => {
    const [began, done] = [performance.now(), log.counts.ok];
    await during();
    return Math.round((log.counts.ok - done) / ((performance.now() - began) / 1000));
  };
  await wait(PAUSE_MS);
  const alone = await measured(() => wait(PAUSE_MS));
  const before = [...log.known.values()].map(({ id }) => id);
  const beside = await measured(work).finally(() => {
    isOver = true;
  });
  await Promise.all(lanes);
  return { before, perSecond: [alone, beside] };
}

/** Everything is killed at once, and the files of the database are overwritten. */
async function wreck(): Promise<void> {
  for (const { pid } of processesOf(dataDir))
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended with another.
    }
  await until(() => processesOf(dataDir).length === 0, 60_000);
  const noise = Buffer.alloc(8192, 0xa5);
  for (const entry of readdirSync(join(dataDir, "postgres"), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isFile() || !/^\d/.test(entry.name)) continue;
    const file = openSync(join(entry.parentPath, entry.name), "r+");
    writeSync(file, noise, 0, noise.length, 0);
    fsyncSync(file);
    closeSync(file);
  }
}

async function missing(ids: string[]): Promise<string[]> {
  const owner = await ownerOf(service);
  try {
    const { rows } = await owner.query<{ id: string }>(
      "select id::text from unnest($1::uuid[]) as known(id) where id not in (select id from booking) and id not in (select id from series)",
      [ids],
    );
    return rows.map(({ id }) => id);
  } finally {
    await owner.end();
  }
}

/** @returns seconds it took. @throws Error when it fails */
async function cli(words: string[]): Promise<number> {
  const began = performance.now();
  const command = spawn(process.execPath, ["lib/cli/main.ts", ...words], {
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production", DATA_DIR: dataDir, DEMO: "0", ENV_FILE: "" },
  });
  const [code] = await once(command, "exit");
  if (code !== 0) throw new Error(`${words[0]} failed`);
  return seconds(began);
}

function sizeOf(path: string): number {
  const bytes = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return Math.round(bytes / MEGABYTE);
}

function seconds(began: number): number {
  return Math.round((performance.now() - began) / 100) / 10;
}
