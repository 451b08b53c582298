import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { grantRoles, shareJobs } from "./roles.ts";

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
const ADVISORY_LOCK = 7_431_969;

/**
 * Brings the database to the newest schema, guards each part of a partitioned table, and gives the roles what they may do there.
 * Two processes that start at once take turns.
 *
 * @param url of the owner of the tables
 * @param application with which login everything else signs in; without one, the owner is used for everything
 */
export async function migrate(
  url: string,
  { application, folder = MIGRATIONS }: { application?: string | undefined; folder?: string } = {},
): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "trivium-migrate" });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
    await client.query("SELECT guard_parts()");
    if (!application) return;
    await grantRoles(client, loginOf(application));
    await asApplication(application);
  } finally {
    await client.end();
  }
}

/** What only the application's login can give: rights on what it made. */
async function asApplication(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "trivium-migrate" });
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
