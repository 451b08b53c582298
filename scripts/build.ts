import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const SOURCES = [
  "app",
  "components",
  "db",
  "lib",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "public",
];

/**
 * What Next hashes into the names of server actions. Random by default, which gives each build
 * other names: an open page then finds none of its actions after an upgrade, nor on another host.
 * Nothing secret is behind it, as the names stand in every page: what is encrypted is so with a key
 * made from AUTH_SECRET (server/action-key.ts).
 */
export const ACTION_NAMES_KEY = createHash("sha256")
  .update("trivium: names of server actions")
  .digest("base64");

/**
 * Next of this checkout: one that another checkout has on its PATH brings a React of its own, and
 * fails half-way.
 */
const NEXT = createRequire(import.meta.url).resolve("next/dist/bin/next");

/** The web process: it serves what was built. */
export const WEB = join(import.meta.dirname, "../server/main.ts");

/**
 * Builds the pages when their sources changed since the last build.
 *
 * @param signal ends the build that runs
 * @throws Error when there is a fault in the sources, or it was ended
 */
export async function buildWeb({
  distDir = process.env.NEXT_DIST_DIR ?? ".next",
  signal,
}: {
  distDir?: string;
  signal?: AbortSignal;
} = {}): Promise<void> {
  const out = resolve(distDir);
  const stamp = join(out, "trivium-sources");
  const sources = hashOf(SOURCES);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return;

  console.log("Building (half a minute, when something changed)…");
  await run(process.execPath, [NEXT, "build"], {
    signal,
    env: {
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: ACTION_NAMES_KEY,
      TRIVIUM_BUILD_ID: sources.slice(0, 20),
      // Who builds again reads what Next keeps of a build; whoever builds once would only write it.
      TRIVIUM_BUILD_AGAIN: existsSync(stamp) ? "1" : "0",
    },
  });
  writeFileSync(stamp, sources);
}

/** In a session of its own, so that all of its processes end with it. */
function run(
  program: string,
  args: string[],
  { signal, env }: { signal: AbortSignal | undefined; env: Record<string, string> },
): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "inherit", "inherit"],
      // The last is Next's own sign that it has read `.env`: ours is read by
      // lib/foundation/platform/settings/env-file.ts, where it is not switched off.
      env: { ...process.env, NODE_ENV: "production", __NEXT_PROCESSED_ENV: "true", ...env },
      detached: true,
    });
    const end = () => {
      if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    };
    signal?.addEventListener("abort", end, { once: true });
    process.once("exit", end);
    child.once("error", failed);
    child.once("exit", (code, how) => {
      signal?.removeEventListener("abort", end);
      process.removeListener("exit", end);
      if (code === 0) done();
      else failed(new Error(`The pages were not built (Next ended with ${how ?? code}).`));
    });
  });
}

function hashOf(paths: string[]): string {
  const hash = createHash("sha256");
  const files = paths
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      path.includes(".")
        ? [path]
        : readdirSync(path, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
            .map((entry) => join(entry.parentPath, entry.name)),
    );
  for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}
