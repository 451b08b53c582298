import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Progress } from "./progress.ts";

/** Written last: a folder without it, or whose list does not fit, is no backup. */
const MANIFEST = "backup.json";
/** The cluster as PostgreSQL sends it. */
export const ARCHIVE = "postgres.tar.gz";
/**
 * PostgreSQL's own list of the files in the archive, each with its checksum; `pg_verifybackup`
 * reads it too.
 */
export const FILE_LIST = "backup_manifest";
/** Everything else of DATA_DIR. */
export const FILES = "files";

const content = z.object({
  format: z.literal("trivium backup 1"),
  madeAt: z.string(),
  /** Of the server, as "18.4". */
  postgres: z.string(),
  /**
   * When the newest migration of its schema was written, in milliseconds, as the journal of
   * migrations has it.
   */
  schema: z.number(),
  /** Between which places of the write-ahead log the copy was made. */
  log: z.object({ from: z.string(), to: z.string() }),
  /** Of the cluster before it was compressed. */
  bytes: z.number(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});
const manifest = content.extend({ sha256: z.string() });

export type Manifest = z.infer<typeof content>;

/** Path, size and checksum of a file of the backup. */
export async function described(folder: string, path: string): Promise<Manifest["files"][number]> {
  const { size } = await stat(join(folder, path));
  return { path, bytes: size, sha256: await sha256Of(join(folder, path)) };
}

/** From here on the folder is a backup. Everything in it is on the disk by then. */
export async function writeManifest(folder: string, made: Manifest): Promise<void> {
  const draft = join(folder, `.${MANIFEST}`);
  const file = await open(draft, "wx", 0o600);
  await file.writeFile(`${JSON.stringify({ ...made, sha256: hashOf(made) }, null, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(draft, join(folder, MANIFEST));
  await synced(folder);
}

/** Puts a file or folder on the disk. */
export async function synced(path: string): Promise<void> {
  const file = await open(path, "r");
  await file.sync().finally(() => file.close());
}

/** @throws Error in words when the folder is no backup, or its list was changed or cut off */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
      throw new Error(
        `${folder} holds no whole backup: ${MANIFEST}, which is written last, is not there.`,
      );
    },
  );
  const broken = new Error(
    `${join(folder, MANIFEST)} is damaged, or of a version that this one does not know.`,
  );
  let parsed: z.infer<typeof manifest>;
  try {
    parsed = manifest.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(broken.message, { cause: error });
  }
  const { sha256, ...made } = parsed;
  if (sha256 !== hashOf(made)) throw broken;
  return made;
}

/** Reads every file again. @throws Error naming the first that is missing or other than it was */
export async function verifyFiles(
  folder: string,
  { files }: Manifest,
  progress: Progress,
): Promise<void> {
  for (const { path, bytes, sha256 } of files) {
    const size = await stat(join(folder, path)).then(
      (found) => found.size,
      () => null,
    );
    if (size === null) throw new Error(`The backup is not whole: ${path} is missing.`);
    if (size !== bytes || (await sha256Of(join(folder, path), progress)) !== sha256)
      throw new Error(`The backup is damaged: ${path} is not what it was when it was made.`);
  }
}

function hashOf(made: Manifest): string {
  return createHash("sha256")
    .update(JSON.stringify(content.parse(made)))
    .digest("hex");
}

export async function sha256Of(path: string, progress?: Progress): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    progress?.add(chunk.length);
  }
  return hash.digest("hex");
}
