import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { standingOf, startFault } from "./journal.ts";
import { limitStatement } from "./limits.ts";
import { renewReadingOrder } from "./reading-order.ts";
import { grantRoles, shareJobs } from "./roles.ts";

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
const ADVISORY_LOCK = 7_431_969;

/**
 * Brings the database to the newest schema, guards each part of a partitioned table, and gives the
 * roles what they may do there. Two processes that start at once take turns.
 *
 * @param url of the owner of the tables
 * @param application with which login everything else signs in; without one, the owner is used for
 *   everything
 * @throws Error in one sentence, and nothing is changed, when the database is of a newer version or
 *   of another history
 */
export async function migrate(
  url: string,
  { application, folder = MIGRATIONS }: { application?: string | undefined; folder?: string } = {},
): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "trivium-migrate" });
  // A connection that breaks fails at its next statement; without a listener it would end the
  // process.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    const fault = startFault(await standingOf(client, folder));
    if (fault) throw new Error(fault);
    // From here on, and not for the turn above: whoever migrates now may take long.
    await client.query(limitStatement("migration"));
    await patiently(() => applyMigrations(drizzle(client), { migrationsFolder: folder }));
    await patiently(() => client.query("SELECT guard_parts()"));
    await patiently(() => renewReadingOrder(client));
    if (!application) return;
    await patiently(() => grantRoles(client, loginOf(application)));
    await asApplication(application);
  } finally {
    await client.end();
  }
}

/**
 * How often a change whose table is in use is tried again, and how long after: about ten minutes in
 * all.
 */
const ATTEMPTS = 60;
const BETWEEN_MS = 7_000;
const LOCK_TIMEOUT = "55P03";

/**
 * Runs a change of tables until it gets its locks. While it waits for one, all who come later wait
 * behind it: so it waits shortly, lets them pass and tries again.
 *
 * @throws Error when a table is in use for ten minutes on end
 */
export async function patiently<T>(
  change: () => Promise<T>,
  { attempts = ATTEMPTS, betweenMs = BETWEEN_MS } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (attempt === attempts)
        throw new Error(
          "The tables could not be changed: something holds one of them (a dump, or a transaction left open; see pg_stat_activity). Nothing was changed.",
          { cause: error },
        );
      if (attempt === 1)
        process.stdout.write("A table is in use: it is changed as soon as it is free.\n");
      await wait(betweenMs * (0.5 + Math.random() / 2));
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  for (let fault = error; fault instanceof Error; fault = fault.cause)
    if ("code" in fault && fault.code === LOCK_TIMEOUT) return true;
  return false;
}

/** What only the application's login can give: rights on what it made. */
async function asApplication(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "trivium-migrate" });
  // A connection that breaks fails at its next statement; without a listener it would end the
  // process.
  client.on("error", () => {});
  await client.connect();
  try {
    await shareJobs(client);
  } finally {
    await client.end();
  }
}

function loginOf(url: string): { user: string; password: string } {
  const { username, password } = new URL(url);
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
}
