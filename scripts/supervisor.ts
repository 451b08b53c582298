import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { connect } from "#db/client.ts";
import { startFault } from "#db/journal.ts";
import { migrate } from "#db/migrate.ts";
import { migrated } from "#db/migrated.ts";
import { DEMONSTRATION_ACCOUNTS } from "#lib/foundation/identity/sign-in/demonstration.ts";
import { isDiskFull, machineFault } from "#lib/foundation/platform/errors/machine-fault.ts";
import { makeFolder } from "#lib/foundation/platform/files/folder.ts";
import { listenFault } from "#lib/foundation/platform/process/listen-fault.ts";
import { onStop } from "#lib/foundation/platform/process/stopping.ts";
import { isOwners } from "#lib/foundation/platform/settings/setting-list.ts";
import {
  authSecret,
  DATABASE_URL_FILE,
  type Settings,
  settings,
} from "#lib/foundation/platform/settings/settings.ts";
import { refreshOpenings } from "#lib/places/spaces/openings.ts";
import { buildWeb, WEB } from "./build.ts";
import { byPort } from "./embedded-database.ts";
import { tidyAway, writeWhole } from "./postgres/leftover.ts";
import { type KeptDatabase, keepDatabase } from "./supervisor/database.ts";
import { keepRunning, type Part } from "./supervisor/part.ts";

/**
 * What one command starts, in the order in which it is stopped: everything, or one kind of process
 * against a database that runs already.
 */
const PARTS = {
  all: ["web", "worker"],
  web: ["web"],
  worker: ["worker"],
  migrate: [],
  build: [],
  dev: ["dev", "worker"],
};
/**
 * How often what is done before the processes start is begun anew when PostgreSQL is killed
 * meanwhile.
 */
const PREPARE_TRIES = 5;
const NOTICE_MS = 300;
/** Said before minutes without another word. */
const FILLING =
  "The demonstration network is filled, once: half a minute, or some minutes on a busy machine…";
/** How long a login that may not migrate waits for one that may. */
const MIGRATED_MS = 120_000;
const MIGRATED_TRY_MS = 1_000;

const stopping = new AbortController();
/** Undefined while there is none to wait for: it is not started yet, or another server is used. */
let starting: Promise<KeptDatabase> | undefined;
let embedded: KeptDatabase | undefined;
const running: Part[] = [];
onStop((time) => {
  if (time === 1)
    console.log("Stopping: what runs is finished first. Once more, and it is cut short.");
  stopping.abort(new Error("told to stop"));
  if (time > 1) for (const part of [...running, embedded]) part?.hasten();
});
// Whoever read what is said here may be gone: a terminal that was closed.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const [, , command = "all"] = process.argv;
let exitCode = 0;
try {
  if (!(command in PARTS))
    throw new Error(`Unknown part "${command}": ${Object.keys(PARTS).join(", ")}`);
  // Told to stop, what was begun is not waited for: the database undoes it.
  await Promise.race([start(settings(), PARTS[command as keyof typeof PARTS]), untilStopped()]);
  if (PARTS[command as keyof typeof PARTS].length > 0)
    await Promise.race([untilStopped(), ...running.map(({ refused }) => refused)]);
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(fault(error, embedded?.lastLines()));
    exitCode = 1;
  }
}
await stop().catch((error: unknown) => {
  console.error(fault(error, embedded?.lastLines()));
  exitCode = 1;
});
process.exit(exitCode);

/** Database, then worker and web. */
async function start(wanted: Settings, parts: string[]): Promise<void> {
  if (command === "build") return buildWeb({ signal: stopping.signal });
  const serves = parts.some((part) => part !== "worker");
  if (serves) await refuseUnusablePort(wanted);
  if (parts.length === 1 && !wanted.databaseUrl)
    throw new Error(
      "DATABASE_URL is not set: a process started alone needs a database that runs already.",
    );
  if (!wanted.databaseUrl) {
    console.log("Starting the database…");
    starting = keepDatabase(wanted.dataDir, { signal: stopping.signal, fault });
    embedded = await starting;
  }
  makeFolder(wanted.dataDir, 0o700);
  const databaseUrl = wanted.databaseUrl ?? embedded?.applicationUrl ?? "";
  if (embedded) noteUrl(wanted.dataDir, databaseUrl);
  await prepare(wanted, databaseUrl);
  if (parts.length === 0) return;
  if (parts.includes("web")) await buildWeb({ signal: stopping.signal });
  stopping.signal.throwIfAborted();
  // Minutes may have gone by, in which somebody else took it.
  if (serves) await refuseUnusablePort(wanted);

  const env = environmentFor(wanted, parts, databaseUrl);
  const programs: Record<string, string> = {
    web: WEB,
    worker: join(import.meta.dirname, "../lib/worker/main.ts"),
    // The same server, which leaves everything but its headers to Next: what is written anew is
    // seen at once.
    dev: WEB,
  };
  for (const name of parts)
    running.push(
      keepRunning(name, [programs[name] ?? ""], env, {
        onLaunch: nameClients,
        portFault: () => portFault(wanted),
      }),
    );
  nameClients();

  if (serves) sayWhere(wanted);
}

/** What the programs are started with: all settings, as they are meant. */
function environmentFor(wanted: Settings, parts: string[], databaseUrl: string) {
  return {
    ...withoutOwner(process.env),
    NODE_ENV: parts.includes("dev") ? ("development" as const) : ("production" as const),
    TZ: "UTC",
    DATABASE_URL: databaseUrl,
    DATA_DIR: wanted.dataDir,
    HOST: wanted.host,
    PORT: String(wanted.port),
    AUTH_SECRET: authSecret(),
    DEMO: wanted.demo ? "1" : "0",
    ...(embedded ? { TRIVIUM_EMBEDDED: "1" } : {}),
  };
}

function sayWhere({ publicUrl, demo }: Settings): void {
  console.log(`\nTrivium: ${publicUrl}`);
  if (!demo) return;
  const accounts = DEMONSTRATION_ACCOUNTS.map((name) => `${name}@trivium.test`).join(", ");
  console.log(`Sign in at ${publicUrl}/en/sign-in, with one click, as ${accounts}.`);
}

/**
 * Web first, so that what was asked is still answered; then the worker; the database last, when
 * nobody needs it any more.
 */
async function stop(): Promise<void> {
  for (const part of running) await part.stop();
  const database = await starting?.catch(() => undefined);
  await database?.stop();
  if (database) tidyAway(join(settings().dataDir, DATABASE_URL_FILE));
}

function untilStopped(): Promise<void> {
  const { signal } = stopping;
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}

function fault(error: unknown, lines: string[] = []): string {
  try {
    const { dataDir, databaseUrl } = settings();
    return machineFault(error, { dataDir, database: databaseUrl ?? null, lines, next: "start" });
  } catch {
    // The settings themselves are wrong, and the error says how.
    return error instanceof Error ? error.message : String(error);
  }
}

/** Should this process be killed, the database waits for them. */
function nameClients(): void {
  embedded?.serves(running.map((part) => part.pid()).filter((pid) => pid !== null));
}

/**
 * Brings the tables to what this version needs, and fills an empty demonstration. Each step is done
 * whole or not at all.
 */
async function prepare(wanted: Settings, databaseUrl: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const deaths = embedded?.deaths();
    try {
      await migrateFor(wanted, databaseUrl);
      stopping.signal.throwIfAborted();
      if (wanted.demo) await fillDemonstration(databaseUrl);
      await lookAhead(databaseUrl);
      return;
    } catch (error) {
      const lines = embedded?.lastLines() ?? [];
      // The broken connection may be seen before the end of the server itself.
      await wait(NOTICE_MS);
      lines.push(...(embedded?.lastLines() ?? []));
      const isKilled = embedded?.deaths() !== deaths;
      if (!isKilled || isDiskFull(error, lines) || attempt === PREPARE_TRIES)
        throw new Error(fault(error, lines), { cause: error });
      await embedded?.running();
    }
  }
}

/** Read where it is wanted: most of what a start reads is the demonstration. */
async function fillDemonstration(databaseUrl: string): Promise<void> {
  const { seedDemonstration } = await import("#lib/demonstration/network.ts");
  if (await seedDemonstration(databaseUrl, () => console.log(FILLING)))
    console.log("The demonstration network is filled.");
}

/**
 * As the owner of the tables; without one named, as the application, where that is the owner
 * itself. A login that may not change tables waits until somebody who may has done it (`npm run
 * migrate`).
 */
async function migrateFor({ databaseOwnerUrl }: Settings, databaseUrl: string): Promise<void> {
  const ownerUrl = databaseOwnerUrl ?? embedded?.url;
  if (ownerUrl) return migrate(ownerUrl, { application: databaseUrl });
  for (let passed = 0; ; passed += MIGRATED_TRY_MS) {
    const { standing, mayMigrate } = await migrated(databaseUrl);
    if (mayMigrate) return migrate(databaseUrl);
    const refusal = startFault(standing);
    if (refusal) throw new Error(refusal);
    if (standing.is === "same") return;
    const sentence =
      "The database is not at this version yet, and the login of DATABASE_URL may not change tables: run `npm run migrate` with DATABASE_OWNER_URL.";
    if (passed >= MIGRATED_MS) throw new Error(sentence);
    if (passed === 0) console.log(`${sentence} Waiting for it.`);
    await wait(MIGRATED_TRY_MS, undefined, { signal: stopping.signal });
  }
}

/**
 * Where the command line finds the embedded database while it runs, whoever runs it: by the port,
 * as the socket is PostgreSQL's own. Never half written, and for nobody else to read.
 */
function noteUrl(dataDir: string, url: string): void {
  writeWhole(join(dataDir, DATABASE_URL_FILE), byPort(url));
}

/** Web and worker are started without what only the owner of the tables needs. */
function withoutOwner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !isOwners(name)),
  ) as NodeJS.ProcessEnv;
}

/** Yesterday's openings give way to those of the days ahead. */
async function lookAhead(url: string): Promise<void> {
  const { db, close } = connect(url, { max: 1 });
  try {
    await refreshOpenings(db, Temporal.Now.instant());
  } finally {
    await close();
  }
}

/** Before anything is started: a port or host that cannot be had is a matter of settings. */
async function refuseUnusablePort(wanted: Settings): Promise<void> {
  const fault = await portFault(wanted);
  if (fault) throw new Error(fault);
}

/** Why nothing can listen there now, or null. */
async function portFault({ host, port }: Settings): Promise<string | null> {
  const probe = createServer();
  const fault = await new Promise<string | null>((found) => {
    probe.once("error", (error) => found(listenFault(error, { host, port })));
    probe.listen(port, host, () => found(null));
  });
  if (!fault) await new Promise((closed) => probe.close(closed));
  return fault;
}
