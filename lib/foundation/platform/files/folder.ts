import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder, and what is missing above it. One that is there already is left as it is. Node's
 * own `recursive` is not used: it tries for ever where the system says of a folder that it cannot
 * be there (in /proc, or where a disk is to be mounted by itself).
 *
 * @param mode permissions of each folder that is made, without what the umask takes away
 * @throws Error in words when a file stands in its way or the file system takes no folders;
 *   NodeJS.ErrnoException otherwise
 */
export function makeFolder(path: string, mode = 0o777): void {
  const folder = resolve(path);
  const found = kindOf(folder);
  if (found === "folder") return;
  if (found === "file") throw new Error(`${folder} is a file: name a folder.`);
  if (dirname(folder) !== folder) makeFolder(dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    // Somebody else may have made it meanwhile.
    if (code === "EEXIST" && kindOf(folder) === "folder") return;
    if (code === "EEXIST") throw new Error(`${folder} points to a folder that is not there.`);
    if (code === "ENOENT")
      throw new Error(`${folder} cannot be made: the file system takes no folders there.`);
    throw error;
  }
}

/** @returns null when nothing is there; what stands behind a file cannot be there either */
function kindOf(path: string): "folder" | "file" | null {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      ["ENOENT", "ENOTDIR"].includes(String(error.code))
    )
      return null;
    throw error;
  }
}
