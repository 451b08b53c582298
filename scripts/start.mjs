import { spawn } from "node:child_process";
import { join } from "node:path";
import { environment, installDependencies, node } from "./install.mjs";

installDependencies();

const supervisor = spawn(node, [join(import.meta.dirname, "supervisor.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
  env: environment(),
});
// Ctrl-C reaches both through the terminal; a signal sent to this process alone is handed on.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => supervisor.kill("SIGTERM"));
supervisor.on("exit", (code) => process.exit(code ?? 1));
