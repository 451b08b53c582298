// Runs PostgreSQL for the process that started this one (scripts/embedded-database.ts), and never
// lets it outlive that process for long: when the channel between them closes, the processes that
// work with the database get the time they need to end, and then PostgreSQL is stopped in order.
// Signals are not for this process: a terminal or a service manager that tells everybody at once
// would otherwise stop the database first.
import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { isRunning } from "./processes.ts";
import type { Command } from "./server-user.ts";

/** What the process that started this one says. */
export type Order = { clients: number[] } | { stop: "SIGINT" | "SIGQUIT" | "SIGKILL" };
/** What this one answers. */
export type Report = { ended: string };

/** How long the processes that work with the database may take to end once nobody leads them. */
const CLIENTS_MS = 45_000;
/** How long PostgreSQL may take to end in order, and then without order. */
const STOP_MS = 15_000;

const { program, args, uid, gid, env } = JSON.parse(process.argv[2] ?? "") as Command & {
  env: NodeJS.ProcessEnv;
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
// Whoever read what PostgreSQL says may be gone.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

let clients: number[] = [];
const server = spawn(program, args, {
  cwd: "/",
  env,
  stdio: ["ignore", "inherit", "inherit"],
  ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
});
server.on("error", (error) => end(error.message));
server.on("exit", (code, signal) => end(signal ?? `code ${code}`));

process.on("message", (order: Order) => {
  if ("clients" in order) clients = order.clients;
  else server.kill(order.stop);
});
process.once("disconnect", stopAlone);
if (!process.connected) void stopAlone();

async function stopAlone(): Promise<void> {
  const until = performance.now() + CLIENTS_MS;
  while (clients.some(isRunning) && performance.now() < until) await wait(100);
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    server.kill(signal);
    await wait(STOP_MS);
  }
}

function end(how: string): void {
  if (process.connected)
    return void process.send?.({ ended: how } satisfies Report, () => process.exit(0));
  process.exit(0);
}
