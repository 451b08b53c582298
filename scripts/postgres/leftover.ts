import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { commandOf, identityOf, isRunning, isRunningAs, parentOf, serversOf } from "./processes.ts";

/** In DATA_DIR, while somebody works with the database in it. */
const STARTED_BY = "postgres-started-by";
/** A keeper waits for web and worker first, and then for PostgreSQL. */
const LONGEST_MS = 90_000;
/** What belongs to a PostgreSQL whose first process is gone notices that within moments. */
const NOTICE_MS = 5_000;
const TRY_MS = 100;

/**
 * Notes that this process works with the database of a DATA_DIR.
 *
 * @throws Error when another living process does
 */
export function claim(dataDir: string): void {
  const file = join(dataDir, STARTED_BY);
  const own = identityOf(process.pid);
  const known = existsSync(file) ? readFileSync(file, "utf8") : own;
  if (known !== own && isRunningAs(known))
    throw new Error(
      `The database in ${dataDir} is in use by another start (process ${known.split(" ")[0]}). Stop that one first, or choose another folder: DATA_DIR=… npm start`,
    );
  writeWhole(file, own);
}

/** A small file for this user alone, there whole or not at all. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.new`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

export function unclaim(dataDir: string): void {
  const file = join(dataDir, STARTED_BY);
  if (existsSync(file) && readFileSync(file, "utf8") === identityOf(process.pid)) tidyAway(file);
}

/**
 * Removes what is of use only while this process runs. Where it cannot be, on a disk that became
 * read-only, the next start does not mind it.
 */
export function tidyAway(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A stop goes on: what still runs matters more than a file.
  }
}

/**
 * Waits until nothing runs on a cluster any more, whose starter is gone: a PostgreSQL that its
 * keeper stops is waited for, one without keeper is stopped in order. What is then left of its lock
 * and of its sockets is removed.
 *
 * @throws Error when it still runs after a minute and a half
 */
export async function endLeftover(cluster: string, signal?: AbortSignal): Promise<void> {
  const lock = join(cluster, "postmaster.pid");
  const began = performance.now();
  let isStopping = false;
  for (let passed = 0; passed < LONGEST_MS; passed = performance.now() - began) {
    const servers = serversOf(cluster);
    const first = runningFirst(lock, servers);
    if (first === null && servers.length === 0) {
      forget(cluster, lock);
      return;
    }
    if (first === null) {
      if (passed > NOTICE_MS) for (const pid of servers) send(pid, "SIGKILL");
    } else if (!isStopping) {
      isStopping = true;
      askToStop(first);
    }
    await wait(TRY_MS, undefined, { signal });
  }
  throw new Error(
    `PostgreSQL still runs in ${cluster} from an earlier start (process ${firstOf(lock)}) and does not stop.`,
  );
}

/** A server that was killed leaves its lock, and its sockets with theirs. */
function forget(cluster: string, lock: string): void {
  rmSync(lock, { force: true });
  const names = existsSync(cluster) ? readdirSync(cluster) : [];
  for (const name of names.filter((each) => each.startsWith(".s.PGSQL.")))
    rmSync(join(cluster, name), { force: true });
}

/** A keeper stops its PostgreSQL itself. */
function askToStop(first: number): void {
  console.log("PostgreSQL still runs from an earlier start: it is stopped first.");
  if (!isKept(first)) send(first, "SIGINT");
}

/** The first process of the PostgreSQL that holds the lock, while it runs; else null. */
function runningFirst(lock: string, servers: number[]): number | null {
  const first = firstOf(lock);
  if (first === null || servers.includes(first)) return first;
  return process.platform !== "linux" && isRunning(first) ? first : null;
}

function isKept(server: number): boolean {
  const parent = parentOf(server);
  return parent !== null && commandOf(parent).includes("scripts/postgres/keeper.ts");
}

/** The first process of the PostgreSQL that holds the lock. */
function firstOf(lock: string): number | null {
  try {
    return Number(readFileSync(lock, "utf8").split("\n")[0]) || null;
  } catch {
    return null;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
