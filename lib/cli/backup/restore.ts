import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { chmod, cp, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { migrate } from "#db/migrate.ts";
import { ERASURES_FILE } from "#lib/evidence/privacy/erasure-list.ts";
import { makeFolder } from "#lib/foundation/platform/files/folder.ts";
import { type RunningDatabase, startDatabase } from "#scripts/embedded-database.ts";
import { claim, unclaim } from "#scripts/postgres/leftover.ts";
import { SECRET_FILE } from "./make.ts";
import {
  ARCHIVE,
  FILE_LIST,
  FILES,
  type Manifest,
  readManifest,
  sha256Of,
  verifyFiles,
} from "./manifest.ts";
import { progressOf } from "./progress.ts";

const JOURNAL = new URL("../../../db/migrations/meta/_journal.json", import.meta.url);
const COMMANDS = join(import.meta.dirname, "../main.ts");
/** In DATA_DIR: what is not proven yet. */
const DRAFT = "restoring";
/** In DATA_DIR: what stood there before, by the moment it was moved. */
const ASIDE = "before-restore-";
const UNTOUCHED = /^(restoring|before-restore-.*|postgres-started-by|lost\+found)$/;

/**
 * Puts a backup back into DATA_DIR: unpacked and compared file by file, started on a port of its
 * own, brought to the schema of this version, asked for every promise and for its audit log; who
 * was erased since is erased again. Only then does it take its place.
 *
 * @param erasures a newer list of erasures than the backup has
 * @param force what stands in DATA_DIR is moved aside, inside it
 * @param despiteFaults a database that does not keep its promises is put back all the same
 * @throws Error in words, with DATA_DIR as it was
 */
export async function restore({
  from,
  dataDir,
  erasures,
  force = false,
  despiteFaults = false,
  signal = new AbortController().signal,
}: {
  from: string;
  dataDir: string;
  erasures?: string | undefined;
  force?: boolean;
  despiteFaults?: boolean;
  signal?: AbortSignal;
}): Promise<void> {
  const made = await readManifest(resolve(from));
  refuseNewer(made);
  const root = resolve(dataDir);
  refuseRunning(root);
  makeFolder(root, 0o700);
  if (process.getuid?.() === 0 && (await childrenOf(root)).length === 0) await chmod(root, 0o711);
  claim(root);
  try {
    await restoreInto(root, made, { from: resolve(from), erasures, force, despiteFaults, signal });
  } finally {
    unclaim(root);
  }
}

type Asked = {
  from: string;
  erasures: string | undefined;
  force: boolean;
  despiteFaults: boolean;
  signal: AbortSignal;
};

async function restoreInto(
  root: string,
  made: Manifest,
  { from, erasures, force, despiteFaults, signal }: Asked,
): Promise<void> {
  const present = await childrenOf(root);
  if (present.length > 0 && !force)
    throw new Error(
      `${root} is not empty. Name another folder with DATA_DIR, or add --force: what is there is then moved into ${ASIDE}… inside it, and nothing is deleted.`,
    );
  const lists = [join(root, ERASURES_FILE), ...(erasures ? [resolve(erasures)] : [])].filter(
    existsSync,
  );
  if (erasures && !existsSync(erasures)) throw new Error(`${erasures} is not there.`);

  const draft = join(root, DRAFT);
  await rm(draft, { recursive: true, force: true });
  try {
    await prove({ from, made, into: draft, lists, despiteFaults, signal });
    if (present.length > 0) {
      const aside = join(
        root,
        `${ASIDE}${Temporal.Now.instant().toString().slice(0, 19).replaceAll(":", "-")}`,
      );
      await mkdir(aside, { mode: 0o700 });
      for (const name of present) await rename(join(root, name), join(aside, name));
      console.log(`What was in ${root} is now in ${aside}.`);
    }
    // The password last: PostgreSQL is not started without it, should this be cut off in between.
    const names = (await readdir(draft)).sort((one, other) => rankOf(one) - rankOf(other));
    for (const name of names) await rename(join(draft, name), join(root, name));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  if (lists.length === 0)
    console.log(
      `No newer list of erasures was found. Whoever was erased after ${made.madeAt} is back: find ${ERASURES_FILE} of a newer backup or of the lost DATA_DIR, start, and run \`npm run cli -- erasures repeat <file>\`.`,
    );
  console.log(
    `Restored as of ${made.madeAt}. What was done since is gone; cards, tokens and sign-ins that were ended since work again. Start with \`npm start\`.`,
  );
}

/**
 * Restores into a folder of its own, asks everything, and forgets it again.
 *
 * @returns seconds that it took
 */
export async function drill({
  from,
  folder,
  signal,
}: {
  from: string;
  folder: string;
  signal: AbortSignal;
}): Promise<number> {
  const began = performance.now();
  const made = await readManifest(resolve(from));
  refuseNewer(made);
  try {
    await prove({
      from: resolve(from),
      made,
      into: folder,
      lists: [],
      despiteFaults: false,
      signal,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return (performance.now() - began) / 1000;
}

/** Unpacks, starts, asks, stops: the folder then holds what DATA_DIR should. */
async function prove({
  from,
  made,
  into,
  lists,
  despiteFaults,
  signal,
}: {
  from: string;
  made: Manifest;
  into: string;
  lists: string[];
  despiteFaults: boolean;
  signal: AbortSignal;
}): Promise<void> {
  await unpack(from, made, into, signal);
  const database = await startDatabase({ dataDir: into, signal });
  try {
    await migrate(database.url, { application: database.applicationUrl });
    signal.throwIfAborted();
    await ask(database, into, signal, ["verify", "--as-of", made.madeAt]).catch((error: Error) => {
      signal.throwIfAborted();
      if (!despiteFaults)
        throw new Error(
          `${error.message} Nothing was changed; add --despite-faults to put it back as it is.`,
        );
      console.error(error.message);
    });
    for (const list of [join(into, ERASURES_FILE), ...lists])
      if (existsSync(list)) await ask(database, into, signal, ["erasures", "repeat", list]);
  } finally {
    await database.stop();
    await rm(join(into, "postgres", "postmaster.pid"), { force: true });
  }
}

/** One of our own commands, on the restored database with the restored secrets. */
async function ask(
  { url }: RunningDatabase,
  dataDir: string,
  cutOff: AbortSignal,
  words: string[],
): Promise<void> {
  const command = spawn(process.execPath, [COMMANDS, ...words], {
    stdio: "inherit",
    signal: cutOff,
    env: {
      ...process.env,
      DATABASE_URL: url,
      DATABASE_PASSWORD: "",
      DATABASE_OWNER_URL: "",
      DATABASE_OWNER_PASSWORD: "",
      DATA_DIR: dataDir,
      AUTH_SECRET: await readFile(join(dataDir, SECRET_FILE), "utf8"),
      DEMO: "0",
      LOG_LEVEL: "warn",
      ENV_FILE: "",
    },
  });
  const [code, signal] = (await once(command, "exit")) as [number | null, NodeJS.Signals | null];
  if (code !== 0) throw new Error(`\`${words[0]}\` failed${signal ? ` (${signal})` : ""}.`);
}

async function unpack(
  from: string,
  made: Manifest,
  into: string,
  signal: AbortSignal,
): Promise<void> {
  const reading = progressOf(
    "checked",
    made.files.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  await verifyFiles(from, made, reading);
  reading.end();
  signal.throwIfAborted();

  const cluster = join(into, "postgres");
  // PostgreSQL's own user may pass through, where root starts it.
  makeFolder(into, 0o700);
  if (process.getuid?.() === 0) await chmod(into, 0o711);
  await mkdir(cluster, { mode: 0o700 });
  await untar(join(from, ARCHIVE), cluster, signal);
  await compareFiles(cluster, join(from, FILE_LIST));
  signal.throwIfAborted();
  giveToServer(cluster);
  for (const { path } of made.files.filter(({ path }) => path.startsWith(`${FILES}/`)))
    await cp(join(from, path), join(into, path.slice(FILES.length + 1)));
}

async function untar(archive: string, into: string, signal: AbortSignal): Promise<void> {
  const tar: ChildProcess = spawn("tar", ["-x", "--no-same-owner", "-f", "-", "-C", into], {
    stdio: ["pipe", "inherit", "pipe"],
    signal,
  });
  let words = "";
  tar.stderr?.on("data", (chunk: Buffer) => {
    words += chunk.toString();
  });
  const ended = once(tar, "close");
  if (!tar.stdin) throw new Error("tar takes no input.");
  const sent = pipeline(createReadStream(archive), createGunzip(), tar.stdin).catch(
    (error: unknown) => error,
  );
  const [code] = (await ended) as [number | null];
  await sent;
  if (code === 0) return;
  throw new Error(
    /No space left|quota/i.test(words)
      ? `The disk of ${into} is full.`
      : `The archive could not be unpacked.\n${words.trim()}`,
  );
}

type FileList = {
  Files: { Path: string; Size: number; "Checksum-Algorithm": string; Checksum: string }[];
};

/** Each file on the disk is what PostgreSQL sent. */
async function compareFiles(cluster: string, list: string): Promise<void> {
  const { Files } = JSON.parse(readFileSync(list, "utf8")) as FileList;
  const progress = progressOf(
    "unpacked",
    Files.reduce((sum, { Size }) => sum + Size, 0),
  );
  for (const { Path, Checksum } of Files)
    if ((await sha256Of(join(cluster, Path), progress).catch(() => null)) !== Checksum)
      throw new Error(`${Path} is not what the backup says: the disk may be full or broken.`);
  progress.end();
}

/** PostgreSQL does not run as root, and wants its files for itself. */
function giveToServer(cluster: string): void {
  if (process.getuid?.() !== 0) return;
  try {
    execFileSync("chown", ["-R", "postgres:", cluster], { stdio: "ignore" });
  } catch {
    // The user is made, and given the files, by the first start.
  }
}

function refuseNewer({ schema, madeAt }: Manifest): void {
  const { entries } = JSON.parse(readFileSync(JOURNAL, "utf8")) as { entries: { when: number }[] };
  if (schema > Math.max(...entries.map(({ when }) => when)))
    throw new Error(
      `The backup of ${madeAt} is of a newer version of Trivium: restore it with that one.`,
    );
}

function refuseRunning(root: string): void {
  const pid = Number(textOf(join(root, "postgres", "postmaster.pid")).split("\n")[0]);
  if (pid > 0 && isServer(pid))
    throw new Error(`The database in ${root} runs (process ${pid}): stop it first.`);
}

/** A number that another process has by now, after a restart of the machine, keeps nobody out. */
function isServer(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
  }
  const name = textOf(`/proc/${pid}/comm`);
  return name === "" || name.startsWith("postgres");
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

async function childrenOf(root: string): Promise<string[]> {
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => !UNTOUCHED.test(name));
}

function rankOf(name: string): number {
  return name === "postgres" ? 0 : name === "postgres-password" ? 2 : 1;
}
