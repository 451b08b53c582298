import { readFileSync } from "node:fs";
import pg from "pg";

const JOURNAL = new URL("./migrations/meta/_journal.json", import.meta.url);

/** @property isNewest whether the tables are those of this version or of a later one; mayMigrate: whether this login may bring them there */
export type Migrated = { isNewest: boolean; mayMigrate: boolean };

/** How far the tables of a database are, as one login sees it. */
export async function migrated(url: string): Promise<Migrated> {
  const client = new pg.Client({ connectionString: url, application_name: "trivium-migrate" });
  // A connection that breaks fails at its next statement.
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ mayMigrate: boolean; isBegun: boolean }>(`
      SELECT has_database_privilege(current_database(), 'CREATE') AS "mayMigrate",
        to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS "isBegun"`);
    const mayMigrate = rows[0]?.mayMigrate === true;
    if (!rows[0]?.isBegun) return { isNewest: false, mayMigrate };
    const { rows: applied } = await client.query<{ newest: string | null }>(
      "SELECT max(created_at) AS newest FROM drizzle.__drizzle_migrations",
    );
    return { isNewest: Number(applied[0]?.newest ?? 0) >= newestMigration(), mayMigrate };
  } finally {
    await client.end();
  }
}

/** When the newest migration of this version was written, in milliseconds. */
function newestMigration(): number {
  const { entries } = JSON.parse(readFileSync(JOURNAL, "utf8")) as { entries: { when: number }[] };
  return Math.max(...entries.map(({ when }) => when));
}
