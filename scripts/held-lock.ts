// How the web process fares while one table is locked for 25 seconds: `npm run held-lock`. Prints a
// line for each kind of request.
import "./without-env-file.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { startService, stopService } from "#testing/service.ts";
import { startDatabase } from "./embedded-database.ts";

const HELD_MS = 25_000;
const BETWEEN_MS = 100;
const TOKEN = "a-token-for-the-metrics";

/** Who asks, how many at once, and whether what they ask for stands in the table that is locked. */
const ASKERS = [
  { name: "API, locked", path: "/api/v1/sessions", many: 24 },
  { name: "page, locked", path: "/fr/sessions", many: 6 },
  { name: "API, another table", path: "/api/v1/spaces", many: 2 },
  { name: "page, another table", path: "/nl", many: 1 },
  { name: "/readyz", path: "/readyz", many: 1 },
  { name: "/metrics", path: "/metrics", many: 1 },
];

const folder = mkdtempSync(join(tmpdir(), "trivium-lock-"));
const database = await startDatabase({ dataDir: folder });
const service = await startService({
  command: [process.execPath, "scripts/supervisor.ts", "web"],
  env: {
    DATABASE_URL: database.applicationUrl,
    DATABASE_OWNER_URL: database.url,
    METRICS_TOKEN: TOKEN,
  },
});

async function ask(path: string): Promise<{ status: number; ms: number }> {
  const began = performance.now();
  const answer = await fetch(`${service.url}${path}`, {
    headers: { authorization: headerFor(path) },
  });
  await answer.text();
  return { status: answer.status, ms: Math.round(performance.now() - began) };
}

// A page refuses whoever sends a token.
function headerFor(path: string): string {
  return path === "/metrics" || path === "/readyz" ? `Bearer ${TOKEN}` : "";
}

for (const { path } of ASKERS) await ask(path);
const holder = new pg.Client({ connectionString: database.url });
await holder.connect();
await holder.query("BEGIN; LOCK TABLE session IN ACCESS EXCLUSIVE MODE");
const began = performance.now();
await Promise.all(
  ASKERS.map(async ({ name, path, many }) => {
    const answers: { status: number; ms: number }[] = [];
    const go = async () => {
      while (performance.now() - began < HELD_MS) {
        answers.push(await ask(path));
        await wait(BETWEEN_MS);
      }
    };
    await Promise.all(Array.from({ length: many }, go));
    const times = answers.map(({ ms }) => ms).sort((one, other) => one - other);
    const at = (share: number) =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))];
    const statuses = Object.entries(Object.groupBy(answers, ({ status }) => status)).map(
      ([status, all = []]) => `${all.length} × ${status}`,
    );
    process.stdout.write(
      `${name}: ${statuses.join(", ")}; median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${times.at(-1)} ms\n`,
    );
  }),
);
await holder.query("ROLLBACK");
await holder.end();
const { status, ms } = await ask("/api/v1/sessions");
process.stdout.write(`afterwards: ${status} in ${ms} ms\n`);
await stopService(service);
await database.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
