import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { connect } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { seedDemonstration } from "#lib/fixtures/demonstration/network.ts";
import { DEMONSTRATION_ACCOUNTS } from "#lib/identity/demonstration.ts";
import { isOwners } from "#lib/platform/setting-list.ts";
import { authSecret, DATABASE_URL_FILE, type Settings, settings } from "#lib/platform/settings.ts";
import { refreshOpenings } from "#lib/spaces/openings.ts";
import { buildWeb, WEB } from "./build.ts";
import { type RunningDatabase, startDatabase } from "./embedded-database.ts";
import { writeMapBase } from "./map-base.ts";

const RESTART_DELAY_MS = 1_000;
const STOP_MS = 8_000;

/** What one command starts: everything, or one kind of process against a database that runs already. */
const PARTS = { all: ["web", "worker"], web: ["web"], worker: ["worker"], dev: ["dev", "worker"] };

try {
  const [, , part = "all"] = process.argv;
  if (!(part in PARTS)) throw new Error(`Unknown part "${part}": ${Object.keys(PARTS).join(", ")}`);
  await run(settings(), PARTS[part as keyof typeof PARTS]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** Database, then worker and web; on Ctrl-C the other way round. */
async function run(wanted: Settings, parts: string[]): Promise<void> {
  const serves = !parts.every((part) => part === "worker");
  if (serves) await refuseTakenPort(wanted);
  if (parts.length === 1 && !wanted.databaseUrl)
    throw new Error("DATABASE_URL is not set: a process started alone needs a database that runs already.");
  mkdirSync(wanted.dataDir, { recursive: true });

  const embedded: RunningDatabase | null = wanted.databaseUrl
    ? null
    : await startDatabase({ dataDir: wanted.dataDir });
  const databaseUrl = wanted.databaseUrl ?? embedded?.applicationUrl ?? "";
  // With an owner's address the application has a login of its own; without one, it is the owner.
  const ownerUrl = wanted.databaseOwnerUrl ?? embedded?.url;
  const urlFile = join(wanted.dataDir, DATABASE_URL_FILE);
  if (embedded) writeFileSync(urlFile, databaseUrl, { mode: 0o600 });
  await migrate(ownerUrl ?? databaseUrl, { application: ownerUrl && databaseUrl });
  if (wanted.demo && (await seedDemonstration(databaseUrl)))
    console.log("The demonstration network is filled.");
  await lookAhead(databaseUrl);

  const env = {
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
  const commands: Record<string, () => string[]> = {
    web: () => {
      buildWeb();
      return [WEB];
    },
    worker: () => [join(import.meta.dirname, "../lib/worker/main.ts")],
    // The same server, which leaves everything but its headers to Next: what is written anew is seen at once.
    dev: () => [WEB],
  };
  if (parts.includes("dev")) writeMapBase();
  const running = parts.map((part) => keepRunning(part, commands[part]?.() ?? [], env));

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    for (const process of running) await process.stop();
    await embedded?.stop();
    if (embedded) rmSync(urlFile, { force: true });
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);

  if (serves) console.log(`\nTrivium: ${wanted.publicUrl}`);
  if (serves && wanted.demo)
    console.log(
      `Sign in at ${wanted.publicUrl}/en/sign-in, with one click, as ${DEMONSTRATION_ACCOUNTS.map((name) => `${name}@trivium.test`).join(", ")}.`,
    );
}

/** Web and worker are started without what only the owner of the tables needs. */
function withoutOwner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isOwners(name))) as NodeJS.ProcessEnv;
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

/** Starts a process again when it ends by itself, until told to stop. */
function keepRunning(name: string, args: string[], env: NodeJS.ProcessEnv) {
  let child: ChildProcess;
  let stopping = false;
  const launch = () => {
    child = spawn(process.execPath, args, { env, stdio: "inherit", detached: true });
    child.on("exit", (code, signal) => {
      if (stopping) return;
      console.error(`${name} ended (${signal ?? code}); starting it again`);
      setTimeout(launch, RESTART_DELAY_MS);
    });
  };
  launch();
  return {
    stop: () =>
      new Promise<void>((stopped) => {
        stopping = true;
        if (child.exitCode !== null || child.signalCode !== null) return stopped();
        child.on("exit", () => stopped());
        child.kill("SIGTERM");
        setTimeout(() => child.kill("SIGKILL"), STOP_MS).unref();
      }),
  };
}

async function refuseTakenPort({ host, port }: Settings): Promise<void> {
  const probe = createServer();
  await new Promise<void>((free, taken) => {
    probe.once("error", () =>
      taken(new Error(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`)),
    );
    probe.listen(port, host, free);
  });
  await new Promise((closed) => probe.close(closed));
}
