import { spawn } from "node:child_process";
import { join } from "node:path";
import { environment, installDependencies, node } from "./install.mjs";

/** How often it is looked whether npm is still there. */
const LOOK_MS = 500;

installDependencies();

// Should this process be killed, the supervisor sees the channel between them close, and stops.
const supervisor = spawn(node, [join(import.meta.dirname, "supervisor.ts"), ...process.argv.slice(2)], {
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: environment(),
});
// Handed on as often as it comes: a second one hastens. Of a terminal's Ctrl-C the supervisor hears by itself as well, and takes
// what comes at the same moment for one.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => supervisor.kill(signal));
supervisor.on("exit", (code) => process.exit(code ?? 1));

// `npm start` that is killed without a word takes neither its shell nor us along.
if (process.env.npm_lifecycle_event) {
  const npm = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(look);
    supervisor.kill("SIGTERM");
  }, LOOK_MS);
}
