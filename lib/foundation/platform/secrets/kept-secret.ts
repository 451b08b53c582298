import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../files/folder.ts";

/**
 * A secret that is made at first need and read from then on. Nobody else on the machine may read
 * it. It is there whole or not at all: on a full disk, or when this process is killed, no empty
 * file is left to be taken for one.
 *
 * @param file where it is kept; the folder is made
 * @param bytes how much chance it holds, 32 when not given
 */
export function keptSecret(file: string, bytes = 32): string {
  const known = secretIn(file);
  if (known) return known;
  makeFolder(dirname(file), 0o700);
  const draft = `${file}.${process.pid}.new`;
  try {
    // An empty file is what an older version left on a full disk.
    if (known === "") rmSync(file, { force: true });
    writeFileSync(draft, randomBytes(bytes).toString("base64url"), { mode: 0o600, flush: true });
    // Whoever was first has made it: unlike a rename, a link replaces nothing.
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return secretIn(file) ?? keptSecret(file, bytes);
}

function secretIn(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
