import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
/** Something that is built, and is not the same in the next version. */
const STYLES = "app/globals.css";
const CHANGE = "\n:root {\n  --version: 2;\n}\n";

/**
 * Makes the next version of the program in a folder of its own, as an administrator puts it beside
 * the one that runs: the sources of this checkout with one change, built there.
 *
 * @param folder is made
 * @throws Error when it is not built
 */
export function makeNextVersion(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const files = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    {
      cwd: ROOT,
      maxBuffer: 100_000_000,
    },
  );
  execFileSync(
    "sh",
    ["-c", `tar --create --null --files-from=- | tar --extract --directory='${folder}'`],
    {
      cwd: ROOT,
      input: files,
    },
  );
  // By links, as nothing is written there.
  const isLinked = tried("cp", ["--archive", "--link", join(ROOT, "node_modules"), folder]);
  if (!isLinked) execFileSync("cp", ["--archive", join(ROOT, "node_modules"), folder]);
  appendFileSync(join(folder, STYLES), CHANGE);
  execFileSync(process.execPath, ["scripts/supervisor.ts", "build"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ENV_FILE: "", NODE_ENV: "production" },
  });
}

function tried(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * Names by which pages ask for the actions of forms, and the name of the build itself.
 *
 * @param program the folder of a program that is built
 */
export function namesIn(program: string): { actions: string[]; build: string } {
  const built = join(program, ".next");
  const { node } = JSON.parse(
    readFileSync(join(built, "server/server-reference-manifest.json"), "utf8"),
  ) as {
    node: Record<string, unknown>;
  };
  return {
    actions: Object.keys(node).sort(),
    build: readFileSync(join(built, "BUILD_ID"), "utf8"),
  };
}
