import { readdir, rm, rmdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { makeFolder } from "#lib/foundation/platform/files/folder.ts";

const FULL = ["ENOSPC", "EDQUOT"];

/**
 * Fills a folder that belongs to this user alone: it is empty or not there yet, and outside
 * DATA_DIR. When the work fails, nothing of it stays.
 *
 * @param what is written there, for the sentence when the disk is full
 * @throws Error in words when the folder is not empty, inside DATA_DIR or on a full disk
 */
export async function inNewFolder<T>(
  { target, dataDir, what }: { target: string; dataDir: string; what: string },
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = resolve(target);
  if (!relative(resolve(dataDir), folder).startsWith(".."))
    throw new Error(
      `${folder} is inside DATA_DIR, which it should outlive: choose a folder elsewhere.`,
    );
  const wasThere = await isThereAndEmpty(folder, what);
  try {
    if (!wasThere) makeFolder(folder, 0o700);
    return await fill(folder);
  } catch (error) {
    await clear(folder, wasThere).catch(() => {});
    if (error instanceof Error && "code" in error && FULL.includes(String(error.code)))
      throw new Error(`The disk of ${folder} is full: nothing was kept of this ${what}.`, {
        cause: error,
      });
    throw error;
  }
}

async function isThereAndEmpty(folder: string, what: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    if (error.code === "ENOTDIR") throw new Error(`${folder} is a file: name a folder.`);
    throw error;
  });
  if (names && names.length > 0)
    throw new Error(
      `${folder} is not empty: each ${what} has a folder of its own. Name a new one.`,
    );
  return names !== null;
}

async function clear(folder: string, wasThere: boolean): Promise<void> {
  for (const name of await readdir(folder))
    await rm(join(folder, name), { recursive: true, force: true });
  if (!wasThere) await rmdir(folder);
}
