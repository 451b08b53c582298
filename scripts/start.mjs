import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environment, installDependencies, node } from "./install.mjs";

/** How often it is looked whether npm is still there. */
const LOOK_MS = 1_000;

installDependencies();

// Should this process be killed, the supervisor sees the channel between them close, and stops.
const supervisor = spawn(
  node,
  [join(import.meta.dirname, "supervisor.ts"), ...process.argv.slice(2)],
  {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: environment(),
  },
);
// Handed on as often as it comes: a second one hastens. Of a terminal's Ctrl-C the supervisor hears
// by itself as well, and takes what comes at the same moment for one.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => supervisor.kill(signal));
supervisor.on("exit", (code) => process.exit(code ?? 1));

// `npm start` that is killed without a word takes neither its shell nor us along.
if (process.env.npm_lifecycle_event) {
  const ours = parents();
  const look = setInterval(() => {
    if (parents() === ours) return;
    clearInterval(look);
    supervisor.kill("SIGTERM");
  }, LOOK_MS);
}

/**
 * Who started us and, where that is a shell which npm started, who started that: they change when
 * one of them is gone.
 */
function parents() {
  const parent = process.ppid;
  const [name, grandparent] = origin(parent);
  return /^-?(ba|da|a|z|k)?sh$|^busybox$/.test(name) ? `${parent} ${grandparent}` : `${parent}`;
}

/** The name of a process, and the one that started it. */
function origin(pid) {
  try {
    // The name is in brackets, and may hold some.
    const [, name, rest] = /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return [name, rest.split(" ")[1]];
  } catch {
    if (process.platform === "linux" || process.platform === "win32") return ["", ""];
    const { stdout } = spawnSync("ps", ["-o", "ppid=,comm=", "-p", `${pid}`], { encoding: "utf8" });
    const [, grandparent = "", name = ""] = /(\d+)\s+(?:.*\/)?(\S+)/.exec(stdout ?? "") ?? [];
    return [name, grandparent];
  }
}
