import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeMapBase } from "./map-base.ts";

const SOURCES = [
  "app",
  "components",
  "db",
  "lib",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "scripts/map-base.ts",
];

/** The web process: it serves what was built. */
export const WEB = join(import.meta.dirname, "../server/main.ts");

/** Builds the pages when their sources changed since the last build. */
export function buildWeb(distDir = process.env.NEXT_DIST_DIR ?? ".next"): void {
  const out = resolve(distDir);
  const stamp = join(out, "trivium-sources");
  const sources = hashOf(SOURCES);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return;

  console.log("Building (half a minute, when something changed)…");
  writeMapBase();
  execFileSync("next", ["build"], {
    stdio: ["ignore", "inherit", "inherit"],
    // The last is Next's own sign that it has read `.env`: ours is read by lib/platform/env-file.ts, where it is not switched off.
    env: { ...process.env, NODE_ENV: "production", __NEXT_PROCESSED_ENV: "true" },
  });
  writeFileSync(stamp, sources);
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
