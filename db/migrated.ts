import pg from "pg";
import { type Standing, standingOf } from "./journal.ts";

/**
 * How the tables stand to this version, as one login sees it.
 *
 * @returns mayMigrate: whether this login may make and change tables
 */
export async function migrated(url: string): Promise<{ standing: Standing; mayMigrate: boolean }> {
  const client = new pg.Client({ connectionString: url, application_name: "trivium-migrate" });
  // A connection that breaks fails at its next statement.
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ mayMigrate: boolean }>(
      `SELECT has_database_privilege(current_database(), 'CREATE') AS "mayMigrate"`,
    );
    return { standing: await standingOf(client), mayMigrate: rows[0]?.mayMigrate === true };
  } finally {
    await client.end();
  }
}
