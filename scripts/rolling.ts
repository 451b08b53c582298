// A rolling restart behind a proxy: `npm run rolling -- --proxy caddy|nginx [--minutes 10] [--every
// 45]`.
//
// Two web and two worker processes, started as an administrator starts them, behind Caddy or nginx
// with the file of `deploy/`, TLS included. People read, book, send forms and photos of 3 MB and
// hold streams open, while one process after the other is told to stop and started again, each time
// from the other of two builds: the first round is an upgrade, the second one goes back. Forms and
// scripts of pages that were opened a minute ago are asked for as well. Nobody may notice: exit
// code 0 when no request failed.
import "./without-env-file.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { connect } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { openSession } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { type Service, startService } from "#testing/service.ts";
import { fillNetwork } from "./bench/network.ts";
import { buildWeb } from "./build.ts";
import { freePort, removeDatabase, startDatabase } from "./embedded-database.ts";
import { Load } from "./rolling/load.ts";
import { makeNextVersion, namesIn } from "./rolling/next-version.ts";
import { makeCertificate, type ProxyName, startProxy } from "./rolling/proxy.ts";

const { values } = parseArgs({
  options: {
    proxy: { type: "string", default: "caddy" },
    minutes: { type: "string", default: "10" },
    /** Seconds between one process that is back and the next that goes. */
    every: { type: "string", default: "30" },
  },
});
if (values.proxy !== "caddy" && values.proxy !== "nginx")
  throw new Error("--proxy caddy or --proxy nginx");
const proxyName: ProxyName = values.proxy;
const PHOTO_BYTES = 3_000_000;

const folder = mkdtempSync(join(tmpdir(), "trivium-rolling-"));
await buildWeb();
const versions = [process.cwd(), join(folder, "next-version")] as const;
makeNextVersion(versions[1]);
const [own, next] = [namesIn(versions[0]), namesIn(versions[1])];
const shared = own.actions.filter((name) => next.actions.includes(name)).length;
console.log(
  `Two builds (${own.build}, ${next.build}): ${shared} of ${own.actions.length} actions have the same name in both.`,
);
if (own.build === next.build || shared < own.actions.length)
  throw new Error("An upgrade would lose forms.");
const database = await startDatabase({ dataDir: folder });
await migrate(database.url, { application: database.applicationUrl });
const connection = connect(database.url, { max: 4 });
const network = await fillNetwork(connection.pool, 2_000);
await connection.pool.query(
  "insert into role_assignment (person_id, role) select $1, 'administrator'",
  [network.people[0]?.personId],
);
const { token } = await openSession(
  {
    actor: { kind: "system", name: "rolling" },
    now: Temporal.Now.instant(),
    db: connection.db,
    requestId: "rolling",
  },
  network.people[0]?.personId ?? "",
  "password",
);

const port = await freePort();
const ports = [await freePort(), await freePort()];
const env = {
  DATABASE_URL: database.applicationUrl,
  DATABASE_OWNER_URL: database.url,
  AUTH_SECRET: "of a rolling restart, on this machine alone",
  PUBLIC_URL: `https://localhost:${port}`,
  TRUST_PROXY: "1",
  // One machine asks for everybody.
  WORK_BUDGET_SECONDS: "1000000",
  LOG_LEVEL: "warn",
};
/** @property version which of the two runs */
type Part = {
  name: string;
  version: number;
  start: (program: string) => Promise<Service>;
  running: Service;
};
const parts: Part[] = [];
const restarts: {
  part: string;
  version: number;
  "seconds to stop": number;
  "seconds to be back": number;
}[] = [];
let failed = 1;
try {
  const dataDirs = [join(folder, "host-1"), join(folder, "host-2")];
  for (const [at, webPort] of ports.entries())
    await addPart(`web ${at + 1}`, (program) =>
      startService({
        program,
        command: [process.execPath, "scripts/supervisor.ts", "web"],
        dataDir: dataDirs[at] ?? folder,
        port: webPort,
        env,
      }),
    );
  for (const [at, dataDir] of dataDirs.entries())
    await addPart(`worker ${at + 1}`, (program) =>
      startService({
        program,
        command: [process.execPath, "scripts/supervisor.ts", "worker"],
        dataDir,
        env,
        isReady: false,
      }),
    );
  const certificate = makeCertificate(folder);
  const proxy = await startProxy(proxyName, {
    folder: join(folder, "proxy"),
    port,
    webs: ports,
    certificate,
  });
  const load = new Load({
    url: `https://localhost:${port}`,
    certificate: certificate.file,
    network,
    photo: await photoOf(PHOTO_BYTES),
    cookie: `__Host-trivium=${token}`,
  });
  for (let time = 0; time < 6; time += 1) {
    const fault = await load.askTooMuch();
    if (fault) throw new Error(fault);
  }
  const end = performance.now() + Number(values.minutes) * 60_000;
  load.start();
  await wait(10_000);
  for (let turn = 0; performance.now() < end; turn += 1) {
    await restart(parts[turn % parts.length]);
    await wait(Math.min(Number(values.every) * 1_000, Math.max(0, end - performance.now())));
  }
  await load.stop();
  await proxy.stop();

  console.table(restarts);
  const figures = load.figures();
  console.table(figures);
  failed = figures.reduce((sum, { errors }) => sum + errors, 0);
  const requests = figures.reduce((sum, { requests: each }) => sum + each, 0);
  console.log(
    `${proxyName}: ${requests} requests in ${values.minutes} minutes over ${restarts.length} restarts, ${failed} errors; ${load.streamsEnded} streams ended and were asked for anew.`,
  );
  for (const fault of load.faults.slice(0, 20)) console.log(`  ${fault}`);
  if (failed > 0) console.log(proxy.log().slice(-3_000));
} finally {
  for (const { running } of parts) running.signal("SIGTERM");
  await Promise.all(parts.map(({ running }) => running.ended));
  await connection.close();
  await database.stop();
  removeDatabase(folder);
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);

async function addPart(name: string, start: Part["start"]): Promise<void> {
  parts.push({ name, version: 0, start, running: await start(versions[0]) });
}

/**
 * Told to stop, awaited, started in the other version and ready before anything else happens: as an
 * administrator does.
 */
async function restart(part: Part | undefined): Promise<void> {
  if (!part) return;
  const began = performance.now();
  part.running.signal("SIGTERM");
  await part.running.ended;
  const stopped = performance.now();
  part.version = 1 - part.version;
  part.running = await part.start(versions[part.version] ?? versions[0]);
  const seconds = (from: number, to: number) => Math.round((to - from) / 100) / 10;
  restarts.push({
    part: part.name,
    version: part.version + 1,
    "seconds to stop": seconds(began, stopped),
    "seconds to be back": seconds(stopped, performance.now()),
  });
}

/** A picture of noise, about so heavy: noise is what a JPEG cannot make smaller. */
async function photoOf(bytes: number): Promise<Buffer> {
  const width = 1_600;
  for (let height = 400; ; height += 100) {
    const noise = Buffer.from(
      Uint8Array.from({ length: width * height * 3 }, () => Math.random() * 256),
    );
    const photo = await sharp(noise, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 95 })
      .toBuffer();
    if (photo.byteLength >= bytes) return photo;
  }
}
