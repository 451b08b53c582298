// What `kill -9` leaves behind: `npm run crash -- [--rounds 10] [--seconds 3]`.
//
// The product books through its API as fast as it can: single bookings with stock, and whole series. Then the web process or
// PostgreSQL is killed without a warning, in turn, and started again. Every booking that was acknowledged must be there, with
// all it holds; no series may be half; no pieces may be lost.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connect } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { ALL_KEPT, brokenPromises } from "#lib/fixtures/invariants.ts";
import { call } from "./bench/load.ts";
import { FREE_FROM, fillNetwork, HOURS } from "./bench/network.ts";
import { startWeb } from "./bench/web.ts";
import { buildWeb } from "./build.ts";
import { freePort, removeDatabase, startDatabase } from "./embedded-database.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "10" }, seconds: { type: "string", default: "3" } },
});
const AT_ONCE = 16;
const DATES = 4;

const dataDir = mkdtempSync(join(tmpdir(), "trivium-crash-"));
buildWeb();
const port = await freePort();
const databasePort = await freePort();
let database = await startDatabase({ dataDir, port: databasePort });
await migrate(database.url);
let connection = connect(database.url, { max: 2 });
const network = await fillNetwork(connection.pool, 3000);
await connection.pool.query(
  "insert into role_assignment (person_id, role) select id, 'administrator' from person where email like '%@bench.test'",
);
let web = await startWeb({ databaseUrl: database.url, dataDir, port });

const acknowledged = { bookings: new Set<string>(), series: new Map<string, number>() };
let asked = 0;
let failures = 0;
try {
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    let killed = false;
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      while (!killed) await ask(asked++).catch(() => wait(5));
    });
    await wait(1000 * Number(values.seconds) * (0.5 + Math.random()));
    const victim = round % 2 === 1 ? "web" : "postgresql";
    if (victim === "web") await web.stop("SIGKILL");
    else
      process.kill(
        Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]),
        "SIGKILL",
      );
    killed = true;
    await Promise.all(lanes);
    if (victim === "web") web = await startWeb({ databaseUrl: database.url, dataDir, port });
    else {
      await connection.close().catch(() => {});
      database = await restarted();
      connection = connect(database.url, { max: 2 });
    }
    failures += await check(round, victim);
  }
} finally {
  await web.stop();
  await connection.close();
  await database.stop();
  removeDatabase(dataDir);
}
console.log(
  failures === 0 ? "Nothing acknowledged was lost, nothing is half done." : `${failures} promises broken.`,
);
process.exitCode = failures === 0 ? 0 : 1;

/** One booking with two laptops, or every tenth time a series of some days; all in slots of their own. */
async function ask(index: number): Promise<void> {
  const room = network.rooms[index % network.rooms.length];
  const slot = Math.floor(index / network.rooms.length);
  const day = 2 + DATES * Math.floor(slot / HOURS);
  const hour = FREE_FROM + (slot % HOURS);
  const token = network.people[index % network.people.length]?.token;
  const date = Temporal.Now.plainDateISO("UTC").add({ days: day });
  const equipment = [{ kind: "laptop", quantity: 2 }];
  if (index % 10 === 0) {
    const firstStart = date.toPlainDateTime({ hour: hour + 1 }).toString({ smallestUnit: "minute" });
    const firstEnd = date.toPlainDateTime({ hour: hour + 2 }).toString({ smallestUnit: "minute" });
    const json = { roomId: room?.roomId, rule: `FREQ=DAILY;COUNT=${DATES}`, firstStart, firstEnd, people: 4 };
    const answer = await call({ url: `${web.url}/api/v1/series`, method: "POST", token, json });
    if (answer.status === 201) acknowledged.series.set(JSON.parse(answer.body).id, DATES);
    return;
  }
  const start = date.toZonedDateTime("UTC").add({ hours: hour }).toInstant();
  const json = {
    roomId: room?.roomId,
    start: start.toString(),
    end: start.add({ hours: 1 }).toString(),
    people: 4,
    equipment,
  };
  const answer = await call({ url: `${web.url}/api/v1/bookings`, method: "POST", token, json });
  if (answer.status === 201) acknowledged.bookings.add(JSON.parse(answer.body).id);
}

/** PostgreSQL's own recovery needs until the last of its processes has seen that the first is gone. */
async function restarted() {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await startDatabase({ dataDir, port: databasePort });
    } catch (error) {
      if (attempt === 20) throw error;
      await wait(500);
    }
}

async function check(round: number, victim: string): Promise<number> {
  const { pool, db } = connection;
  const { rows: kept } = await pool.query<{ id: string }>(
    "select id from booking where id = any($1::uuid[]) and status = 'confirmed'",
    [[...acknowledged.bookings]],
  );
  const { rows: series } = await pool.query<{ id: string; dates: number }>(
    "select series.id, (select count(*)::int from booking where series_id = series.id) as dates from series",
  );
  const datesOf = new Map(series.map(({ id, dates }) => [id, dates]));
  const faults: Record<string, number> = {
    lostBookings: acknowledged.bookings.size - kept.length,
    lostSeries: [...acknowledged.series.keys()].filter((id) => !datesOf.has(id)).length,
    halfSeries: series.filter(({ dates }) => dates !== DATES).length,
    ...(await brokenPromises(db)),
  };
  const broken = Object.entries(faults).filter(
    ([name, count]) => count !== (ALL_KEPT as Record<string, number>)[name] && count !== 0,
  );
  console.log(
    `${round}: kill -9 ${victim}: ${acknowledged.bookings.size} bookings and ${acknowledged.series.size} series acknowledged, ` +
      (broken.length === 0 ? "all there" : JSON.stringify(Object.fromEntries(broken))),
  );
  return broken.length;
}
