import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";

const ADVISORY_LOCK = 7_431_969;

/** Brings the database to the newest schema. Two processes that start at once take turns. */
export async function migrate(
  url: string,
  folder = fileURLToPath(new URL("./migrations", import.meta.url)),
): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "trivium-migrate" });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}
