import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { makeFolder } from "#lib/foundation/platform/files/folder.ts";
import { keptSecret } from "#lib/foundation/platform/secrets/kept-secret.ts";
import { binaries } from "./postgres/binaries.ts";
import type { Order, Report } from "./postgres/keeper.ts";
import { claim, endLeftover, unclaim } from "./postgres/leftover.ts";
import { type Launcher, launcherFor } from "./postgres/server-user.ts";
import { INITDB_FLAGS, POSTGRES_FLAGS } from "./postgres-flags.ts";

/**
 * @property url of the owner of the tables. Programs of this machine come by its socket where there
 *   is one; who leaves out what follows the question mark comes by the port
 * @property applicationUrl of the login that serves people, made when the tables are
 * @property ended resolves when it has ended, by itself or told to, with the signal or code
 * @property lastLines what it said last, newest at the end
 * @property serves names the processes that work with it: should this process be killed, they are
 *   waited for
 * @property stop in order: what runs is undone, and what is written is safe. Twice: without order,
 *   but still without loss
 */
export type RunningDatabase = {
  url: string;
  applicationUrl: string;
  port: number;
  ended: Promise<string>;
  lastLines: () => string[];
  serves: (clients: number[]) => void;
  stop: () => Promise<void>;
};

const DATABASE = "trivium";
const OWNER_LOGIN = "trivium";
const APPLICATION_LOGIN = "trivium_web";
const KEEPER = join(import.meta.dirname, "postgres/keeper.ts");
/** Ports that somebody else takes between the question and the start. */
const PORT_TRIES = 3;
const READY_TRY_MS = 50;
/** How long it may take to stop in order, and then without. */
const STOP_MS = 15_000;
const LINES = 20;

const FLAGS = [
  ["listen_addresses", "127.0.0.1"],
  // In its own folder, which it works in and nobody else may enter: nothing is left in /tmp.
  ["unix_socket_directories", "."],
  ["lc_messages", "C"],
  ...POSTGRES_FLAGS,
].flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/**
 * Starts the PostgreSQL that came with the dependencies, on a port of its own, and makes sure of
 * its database. It ends with this process, however that ends.
 *
 * @param dataDir where the cluster and its passwords are kept between starts
 * @param port where it listens; a free one when not given
 * @param signal gives up the start
 * @throws Error with the server's last lines when it does not start, and in words when somebody
 *   else works in that folder
 */
export async function startDatabase({
  dataDir,
  port,
  signal,
}: {
  dataDir: string;
  port?: number;
  signal?: AbortSignal;
}): Promise<RunningDatabase> {
  const root = resolve(dataDir);
  const cluster = join(root, "postgres");
  const launcher = launcherFor(await binaries(), root);
  makeRoot(root, launcher);
  claim(root);
  await endLeftover(cluster, signal);
  signal?.throwIfAborted();

  const passwordFile = join(root, "postgres-password");
  if (existsSync(join(cluster, "PG_VERSION")) && !existsSync(passwordFile))
    throw new Error(
      `The password of the database is not there: put ${passwordFile} back beside the folder "postgres".`,
    );
  const password = keptSecret(passwordFile, 18);
  await makeCluster({ root, cluster, password, launcher });

  const address = (at: number, name: string, login = `${OWNER_LOGIN}:${password}`) =>
    `postgresql://${login}@127.0.0.1:${at}/${name}${bySocket(cluster, at)}`;
  const server = await listening(port, (at) =>
    run({ root, cluster, launcher, port: at, signal }, address(at, "postgres")),
  );
  await createDatabase(address(server.port, "postgres"));
  const application = `${APPLICATION_LOGIN}:${keptSecret(join(root, "application-password"), 18)}`;
  return {
    ...server,
    url: address(server.port, DATABASE),
    applicationUrl: address(server.port, DATABASE, application),
  };
}

/** The path of a socket may not be longer anywhere, in bytes. */
const LONGEST_SOCKET = 100;

/**
 * The end of an address: a socket costs a program a sixth less than the port does. Empty where the
 * system has none, or takes no path as long as this one.
 */
function bySocket(cluster: string, port: number): string {
  const isShort = Buffer.byteLength(join(cluster, `.s.PGSQL.${port}`)) <= LONGEST_SOCKET;
  return isShort && process.platform !== "win32" ? `?host=${encodeURIComponent(cluster)}` : "";
}

/** The same by the port: for whoever may not enter the folder of the socket. */
export function byPort(address: string): string {
  const url = new URL(address);
  url.search = "";
  return url.href;
}

/**
 * A folder that is not there yet is made for its owner alone; PostgreSQL's own user may pass
 * through it.
 */
function makeRoot(root: string, { owner }: Launcher): void {
  const mask = process.umask(0);
  try {
    makeFolder(root, owner ? 0o711 : 0o700);
  } finally {
    process.umask(mask);
  }
}

/**
 * Makes the files of an empty cluster: all of them, or none. What a start that was killed has left
 * is removed.
 */
async function makeCluster({
  root,
  cluster,
  password,
  launcher,
}: {
  root: string;
  cluster: string;
  password: string;
  launcher: Launcher;
}): Promise<void> {
  const { owner, commandFor } = launcher;
  const draft = join(root, "postgres.new");
  rmSync(draft, { recursive: true, force: true });
  if (existsSync(join(cluster, "PG_VERSION"))) {
    // Put back from a copy by root, for instance: PostgreSQL wants to own its files.
    if (owner && statSync(cluster).uid !== owner.uid)
      execFileSync("chown", ["-R", `${owner.uid}:${owner.gid}`, cluster]);
    return;
  }
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(join(draft, "password"), `${password}\n`, { mode: 0o600 });
    if (owner)
      for (const path of [draft, join(draft, "password")]) chownSync(path, owner.uid, owner.gid);
    const { program, args, ...user } = commandFor("initdb", draft, (seen) => [
      ...["-D", join(seen, "cluster"), "--pwfile", join(seen, "password")],
      ...["--username", OWNER_LOGIN, "--auth=scram-sha-256", ...INITDB_FLAGS],
    ]);
    const lines = newLines();
    const made = spawn(program, args, {
      ...user,
      cwd: "/",
      detached: true,
      env: environment(root),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [made.stdout, made.stderr]) stream.on("data", lines.add);
    const [code, signal] = await once(made, "close");
    if (code !== 0)
      throw new Error(
        `The database was not made (${signal ?? `initdb ended with ${code}`}).\n${lines.last().join("\n")}`,
      );
    renameSync(join(draft, "cluster"), cluster);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

type Server = Omit<RunningDatabase, "url" | "applicationUrl">;

/** On the port that is wanted, or on one that is free. */
async function listening(
  wanted: number | undefined,
  runAt: (port: number) => Promise<Server>,
): Promise<Server> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await runAt(wanted ?? (await freePort()));
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes("could not bind");
      if (wanted || !isTaken || attempt === PORT_TRIES) throw error;
    }
}

type Where = {
  root: string;
  cluster: string;
  launcher: Launcher;
  port: number;
  signal: AbortSignal | undefined;
};

/** Runs it under a keeper of its own (postgres/keeper.ts), and waits until it answers. */
async function run({ root, cluster, launcher, port, signal }: Where, url: string): Promise<Server> {
  const command = launcher.commandFor("postgres", cluster, (seen) => [
    "-D",
    seen,
    "-p",
    `${port}`,
    ...FLAGS,
  ]);
  const env = environment(root);
  const keeper = spawn(process.execPath, [KEEPER, JSON.stringify({ ...command, env })], {
    detached: true,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const lines = newLines();
  for (const stream of [keeper.stdout, keeper.stderr]) stream?.on("data", lines.add);
  let how = "its keeper was killed";
  keeper.on("message", (report: Report) => {
    how = report.ended;
  });
  // A keeper that is gone hears nothing; its end is seen below.
  keeper.on("error", () => {});
  let isOver = false;
  const ended = once(keeper, "exit").then(() => {
    isOver = true;
    return how;
  });
  const notify = (order: Order) => void (keeper.connected && keeper.send(order, () => {}));
  const stop = stopperOf({ root, ended, isOver: () => isOver, notify });

  try {
    while (!(await answers(url))) {
      if (isOver) throw new Error(`PostgreSQL did not start (${how}).\n${lines.last().join("\n")}`);
      await wait(READY_TRY_MS);
      signal?.throwIfAborted();
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, ended, lastLines: lines.last, serves: (clients) => notify({ clients }), stop };
}

type Running = {
  root: string;
  ended: Promise<string>;
  isOver: () => boolean;
  notify: (order: Order) => void;
};

/** Ends it in order, and after a while without. Asked for twice, the order is left out. */
function stopperOf({ root, ended, isOver, notify }: Running): () => Promise<void> {
  const endsWithin = (ms: number) =>
    Promise.race([ended.then(() => true), wait(ms, false, { ref: false })]);
  let isStopping = false;
  return async () => {
    if (isStopping) notify({ stop: "SIGQUIT" });
    isStopping = true;
    for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
      if (isOver()) break;
      notify({ stop: signal });
      await endsWithin(STOP_MS);
    }
    await ended;
    unclaim(root);
  };
}

/**
 * @throws Error when it answers and refuses: the password of the folder is not that of the cluster
 */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "28P01") throw error;
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Nothing of what the product is set to, and of its secrets, is passed on. */
function environment(root: string): NodeJS.ProcessEnv {
  const { PATH = "", SYSTEMROOT } = process.env;
  return {
    ...{ PATH, TZ: "UTC", LANG: "C.UTF-8", NODE_ENV: "production", DATA_DIR: root },
    ...(SYSTEMROOT ? { SYSTEMROOT } : {}),
  };
}

function newLines() {
  const lines: string[] = [];
  return {
    add: (chunk: Buffer) => {
      lines.push(...chunk.toString().split("\n").filter(Boolean));
      lines.splice(0, lines.length - LINES);
    },
    last: () => [...lines],
  };
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, "127.0.0.1", listening));
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (!address || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/** Forgets a database that was made for one run. */
export function removeDatabase(dataDir: string): void {
  rmSync(resolve(dataDir), { recursive: true, force: true });
}
