// Plain JavaScript that Node 20 understands: it runs before our own Node is here.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const stamp = join(root, "node_modules", ".trivium-installed");

/** The Node that came with the dependencies, whatever the machine has. */
export const node = join(
  root,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** Installs the locked dependencies, unless they are here already. */
export function installDependencies() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package.json")))
    .digest("hex");
  const have = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (have === wanted && existsSync(node)) return;

  console.log("Installing dependencies (a minute or two, once)…");
  // Not `npm ci`: the lock file lacks other platforms' builds (docs/decisions/0004-npm-install.md).
  // Nothing is saved: a lock file that differs from the fetched one would stop `git pull`.
  execFileSync("npm", ["install", "--no-save", "--include=dev", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  writeFileSync(stamp, wanted);
}

/** Each Node that is started imports quickly. */
const QUICK = `--import=${pathToFileURL(join(import.meta.dirname, "quick-imports.mjs")).href}`;

/** The environment in which our tools find each other and our Node comes first. */
export function environment(extra = {}) {
  const path = [
    join(root, "node_modules", "node", "bin"),
    join(root, "node_modules", ".bin"),
    process.env.PATH,
  ];
  const options = (process.env.NODE_OPTIONS ?? "").split(" ").filter((one) => one && one !== QUICK);
  return {
    ...process.env,
    PATH: path.join(process.platform === "win32" ? ";" : ":"),
    NODE_OPTIONS: [...options, QUICK].join(" "),
    TZ: "UTC",
    NEXT_TELEMETRY_DISABLED: "1",
    ...extra,
  };
}
