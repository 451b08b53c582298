// What `kill -9` leaves behind: `npm run crash -- [--rounds 10] [--seconds 3]`.
//
// Clients book, move and cancel through the API, single times with stock and whole series, while
// staff answer requests and close rooms in a process of their own. Then the web process or
// PostgreSQL is killed without a warning, in turn, and every third time the worker with it, and
// started again. What was acknowledged must be there as it was acknowledged; what got no answer
// must be there whole or not at all, and have one effect when it is asked for again; every letter
// leaves.
import "./without-env-file.ts";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connect } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { unsealedState, verifyAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { HeldRole, PersonActor } from "#lib/foundation/identity/context.ts";
import { fillNetwork } from "./bench/network.ts";
import { startWeb } from "./bench/web.ts";
import { buildWeb } from "./build.ts";
import { Letters } from "./crash/letters.ts";
import { type Desk, deskDeed, webDeed } from "./crash/load.ts";
import { Log } from "./crash/log.ts";
import { askAgain, type Faults, lettersVerdict, rebook, verdict } from "./crash/verdict.ts";
import { freePort, removeDatabase, startDatabase } from "./embedded-database.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "10" }, seconds: { type: "string", default: "3" } },
});
const AT_ONCE = 16;
const DESKS = 3;

const dataDir = mkdtempSync(join(tmpdir(), "trivium-crash-"));
process.env.DATA_DIR = dataDir;
await buildWeb();
const port = await freePort();
const databasePort = await freePort();
let database = await startDatabase({ dataDir, port: databasePort });
await migrate(database.url);
let connection = connect(database.url, { max: 6 });
const network = await fillNetwork(connection.pool, 0);
// Only what came through the commands is judged.
await connection.pool.query("delete from allocation");
await connection.pool.query("delete from booking");
await connection.pool.query(
  "insert into role_assignment (person_id, role) select id, 'administrator' from person",
);
let web = await newWeb();
let worker = startWorker();

const log = new Log();
const letters = new Letters(dataDir);
const desks = await Promise.all(Array.from({ length: DESKS }, (_, at) => newDesk(at)));
const logs = [log, ...desks.map((desk) => desk.log)];
const table: Record<string, string | number>[] = [];
let broken = 0;
try {
  for (let round = 1; round <= Number(values.rounds); round += 1) await oneRound(round);
  broken += notify("letters", await drained());
} finally {
  letters.stop();
  worker.kill("SIGKILL");
  await web.stop();
  await connection.close();
  await database.stop();
  removeDatabase(dataDir);
}
console.table(table);
console.log(
  broken === 0
    ? "Nothing acknowledged was lost, nothing is half done."
    : `${broken} promises broken.`,
);
process.exit(broken === 0 ? 0 : 1);

async function oneRound(round: number): Promise<void> {
  const before = totals();
  let killed = false;
  const isKilled = () => killed;
  const lane = async (deed: () => Promise<void>) => {
    while (!killed) await deed();
  };
  const lanes = [
    ...Array.from({ length: AT_ONCE }, () =>
      lane(() => webDeed({ url: web.url, log, network, isKilled })),
    ),
    ...desks.map((desk) => lane(() => deskDeed(desk))),
  ];
  await wait(1000 * Number(values.seconds) * (0.5 + Math.random()));
  const victim = round % 2 === 1 ? "web" : "postgresql";
  const withWorker = round % 3 === 0;
  killed = true;
  if (withWorker) worker.kill("SIGKILL");
  if (victim === "web") await web.stop("SIGKILL");
  else
    process.kill(
      Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]),
      "SIGKILL",
    );
  await Promise.all(lanes);
  const down = performance.now();
  if (victim === "web") web = await newWeb();
  else {
    await connection.close().catch(() => {});
    database = await restarted();
    connection = connect(database.url, { max: 6 });
  }
  if (worker.exitCode !== null || worker.signalCode !== null) worker = startWorker();
  const seconds = Math.round((performance.now() - down) / 100) / 10;

  const faults = await verdict(connection, logs, letters);
  const { again, wereDone, effects } = await askAgain(connection.pool, { url: web.url, log });
  const freed = await rebook(
    connection.pool,
    { url: web.url, log },
    network.people[0]?.token ?? "",
  );
  const after = totals();
  table.push({
    "kill -9": withWorker ? `${victim}, worker` : victim,
    ok: after.ok - before.ok,
    refused: after.refused - before.refused,
    unknown: after.unknown - before.unknown,
    "asked again": again,
    "of these done before": wereDone,
    "booked anew": `${freed.asked - freed.refused} of ${freed.asked}`,
    "seconds down": seconds,
    "acknowledged in all": logs.reduce((sum, { known }) => sum + known.size, 0),
  });
  broken += notify(`round ${round}`, { ...faults, effects, refusedThoughFree: freed.refused });
}

function totals() {
  const sum = (outcome: keyof Log["counts"]) =>
    logs.reduce((all, { counts }) => all + counts[outcome], 0);
  return { ok: sum("ok"), refused: sum("refused"), unknown: sum("unknown") };
}

/** @returns how many promises are broken */
function notify(when: string, faults: Faults): number {
  const found = Object.entries(faults).filter(([, count]) => count > 0);
  console.log(
    `${when}: ${found.length === 0 ? "all there" : JSON.stringify(Object.fromEntries(found))}`,
  );
  for (const one of logs) for (const fault of one.faults.splice(0)) console.log(`  ${fault}`);
  return found.length;
}

/** Staff and a learner of a space of their own, with a room that needs an answer. */
async function newDesk(at: number): Promise<Desk> {
  const { pool } = connection;
  const room = network.rooms.at(-1 - at);
  if (!room) throw new Error("no room");
  const { roomId, spaceId } = room;
  await pool.query("update resource set needs_approval = true where id = $1", [roomId]);
  const person = async (name: string, roles: HeldRole[]): Promise<PersonActor> => {
    const { rows } = await pool.query<{ id: string }>(
      "insert into person (display_name, email, locale) values ($1, $2, 'nl') returning id",
      [name, `${name}-${at}@bench.test`],
    );
    const personId = rows[0]?.id ?? "";
    return { kind: "person", personId, displayName: name, locale: "nl", roles, scopes: null };
  };
  const staff = await person("staff", [{ role: "manager", spaceId }]);
  return {
    db: () => connection.db,
    log: new Log(),
    staff,
    learner: await person("learner", []),
    room: { roomId, spaceId },
  };
}

function newWeb() {
  return startWeb({ databaseUrl: database.url, dataDir, port, complaints: "ignore" });
}

function startWorker(): ChildProcess {
  return spawn(process.execPath, [resolve("lib/worker/main.ts")], {
    stdio: "ignore",
    env: {
      ...process.env,
      NODE_ENV: "production",
      TZ: "UTC",
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      LOG_LEVEL: "silent",
      DEMO: "0",
    },
  });
}

/**
 * PostgreSQL's own recovery needs until the last of its processes has seen that the first is gone.
 */
async function restarted() {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await startDatabase({ dataDir, port: databasePort });
    } catch (error) {
      if (attempt === 20) throw error;
      await wait(500);
    }
}

/** Once every letter has left, or a minute has gone by without one leaving. */
async function drained(): Promise<Faults> {
  let left = Number.POSITIVE_INFINITY;
  for (let quiet = 0; quiet < 60; ) {
    const { rows } = await connection.pool.query<{ left: number }>(
      "select count(*)::int as left from outbox_message where sent_at is null",
    );
    const now = rows[0]?.left ?? 0;
    if (now === 0) break;
    quiet = now < left ? 0 : quiet + 1;
    left = now;
    await wait(1000);
  }
  return { ...(await lettersVerdict(connection.pool, letters)), ...(await unsealed()) };
}

/**
 * Entries of the audit log that the worker leaves without their seal, whoever was killed before.
 */
async function unsealed(): Promise<Faults> {
  let waiting = 0;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    ({ waiting } = await unsealedState(connection.db));
    if (waiting === 0) break;
    await wait(500);
  }
  const { firstBroken } = await verifyAudit(connection.db);
  return { unsealed: waiting, brokenChains: firstBroken ? 1 : 0 };
}
