import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeMapBase } from "./map-base.ts";

const SOURCES = [
  "app",
  "components",
  "db",
  "lib",
  "proxy.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "scripts/map-base.ts",
];

/** Builds the web process when its sources changed since the last build. @returns the server to run */
export function buildWeb(distDir = process.env.NEXT_DIST_DIR ?? ".next"): string {
  const out = resolve(distDir);
  const standalone = join(out, "standalone");
  const server = join(standalone, "server.js");
  const stamp = join(out, "trivium-sources");
  const sources = hashOf(SOURCES);
  if (existsSync(server) && existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return server;

  console.log("Building (half a minute, when something changed)…");
  rmSync(standalone, { recursive: true, force: true });
  writeMapBase();
  execFileSync("next", ["build"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  cpSync(join(out, "static"), join(standalone, distDir, "static"), { recursive: true });
  cpSync("public", join(standalone, "public"), { recursive: true });
  writeFileSync(stamp, sources);
  return server;
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
