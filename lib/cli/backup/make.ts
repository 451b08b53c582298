import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { PassThrough, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { inNewFolder } from "../folder.ts";
import { baseBackup } from "./base-backup.ts";
import {
  ARCHIVE,
  described,
  FILE_LIST,
  FILES,
  type Manifest,
  synced,
  writeManifest,
} from "./manifest.ts";
import { type Progress, progressOf } from "./progress.ts";

/**
 * In DATA_DIR, and of this moment or this machine alone: the cluster itself, drafts, locks, and
 * what a restore moved aside.
 */
const NOT_COPIED =
  /^(postgres|postgres\.new|postgres-started-by|database-url|restoring|before-restore-.*|lost\+found|\..*|.*\.(new|lock|pid|sock))$/;
/** The key behind every keyed hash. It is set by AUTH_SECRET or made by the first start. */
export const SECRET_FILE = "auth-secret";

/**
 * Writes a backup of the embedded database while it runs, and of everything else that DATA_DIR
 * holds: secrets, the witness of the audit log, the list of erasures, mail that lies there. The
 * list of it all is written last: until then it is no backup.
 *
 * @param target a folder that is empty, or is not there yet
 * @param authSecret as the service has it, which need not stand in DATA_DIR
 * @param ownerUrl of the owner of the cluster
 * @throws Error in words when the folder is not empty or inside DATA_DIR, when the disk is full, or
 *   when the server fails; nothing of what was written stays
 */
export async function makeBackup({
  dataDir,
  target,
  authSecret,
  ownerUrl,
}: {
  dataDir: string;
  target: string;
  authSecret: string;
  ownerUrl: string;
}): Promise<Manifest> {
  return inNewFolder({ target, dataDir, what: "backup" }, (folder) =>
    write({ dataDir, folder, authSecret, ownerUrl }),
  );
}

async function write({
  dataDir,
  folder,
  authSecret,
  ownerUrl,
}: {
  dataDir: string;
  folder: string;
  authSecret: string;
  ownerUrl: string;
}): Promise<Manifest> {
  // First, so that the witness of the audit log never knows more than the database that comes with
  // it.
  const paths = await copyFiles(dataDir, join(folder, FILES));
  if (!paths.includes(SECRET_FILE)) paths.push(SECRET_FILE);
  await writeNew(join(folder, FILES, SECRET_FILE), authSecret);

  const { progress, bytes, ...copied } = await copyCluster(folder, ownerUrl);
  await writeNew(join(folder, FILE_LIST), copied.fileList);
  const others = [FILE_LIST, ...paths.map((path) => join(FILES, path))];
  const made: Manifest = {
    format: "trivium backup 1",
    madeAt: Temporal.Now.instant().toString(),
    ...(await versionsOf(ownerUrl)),
    log: { from: copied.from, to: copied.to },
    bytes,
    files: [copied.archive, ...(await Promise.all(others.map((path) => described(folder, path))))],
  };
  for (const { path } of made.files) await synced(join(folder, path));
  for (const each of foldersOf(made.files.map(({ path }) => path)))
    await synced(join(folder, each));
  await writeManifest(folder, made);
  progress.end();
  return made;
}

type Copied = Awaited<ReturnType<typeof baseBackup>> & {
  archive: Manifest["files"][number];
  bytes: number;
  progress: Progress;
};

/** The cluster, compressed while it comes; its checksum is worked out on the way to the disk. */
async function copyCluster(folder: string, ownerUrl: string): Promise<Copied> {
  let progress: Progress = { add: () => {}, end: () => {} };
  let bytes = 0;
  let written = 0;
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk);
      written += chunk.length;
      done(null, chunk);
    },
  });
  const archive = new PassThrough({ highWaterMark: 1 << 20 });
  const stored = pipeline(
    archive,
    createGzip({ level: 1 }),
    hashing,
    createWriteStream(join(folder, ARCHIVE), { flags: "wx", mode: 0o600 }),
  );
  // Whichever fails first is the reason; the other then fails because of it.
  const copied = await Promise.all([
    baseBackup(ownerUrl, {
      archive,
      onSize: (size) => {
        progress = progressOf("backup", size);
      },
      onBytes: (size) => {
        bytes += size;
        progress.add(size);
      },
    }).catch((error: unknown) => {
      archive.destroy(error instanceof Error ? error : undefined);
      throw error;
    }),
    stored,
  ]).catch(async (error: unknown) => {
    await stored.catch(() => {});
    throw error;
  });
  return {
    ...copied[0],
    archive: { path: ARCHIVE, bytes: written, sha256: hash.digest("hex") },
    bytes,
    progress,
  };
}

/** @returns paths of what was copied, from the folder */
async function copyFiles(dataDir: string, into: string): Promise<string[]> {
  await mkdir(into, { mode: 0o700 });
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const paths: string[] = [];
  for (const entry of entries) {
    const path = relative(dataDir, join(entry.parentPath, entry.name));
    if (!entry.isFile() || path.split("/").some((name) => NOT_COPIED.test(name))) continue;
    await mkdir(dirname(join(into, path)), { recursive: true, mode: 0o700 });
    // A letter that makes room for newer ones meanwhile is not missed.
    const text = await readFile(join(dataDir, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      return null;
    });
    if (text === null || path === SECRET_FILE) continue;
    await writeNew(join(into, path), text);
    paths.push(path);
  }
  return paths;
}

async function writeNew(path: string, text: string | Buffer): Promise<void> {
  const file = await open(path, "wx", 0o600);
  await file.writeFile(text).finally(() => file.close());
}

async function versionsOf(url: string): Promise<{ postgres: string; schema: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ postgres: string; schema: string }>(
      `SELECT split_part(current_setting('server_version'), ' ', 1) AS postgres,
        (SELECT max(created_at) FROM drizzle.__drizzle_migrations)::text AS schema`,
    );
    return { postgres: rows[0]?.postgres ?? "", schema: Number(rows[0]?.schema ?? 0) };
  } finally {
    await client.end();
  }
}

function foldersOf(paths: string[]): string[] {
  return [...new Set(paths.map((path) => dirname(path)))];
}
