import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

const dataDir = process.env.E2E_DATA_DIR ?? ".data-e2e";

/**
 * Asks the database of the running service itself: for what no page can bring about, such as an
 * hour that is over.
 */
export async function withDatabase<T>(ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(readFileSync(join(dataDir, "database-url"), "utf8").trim());
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

/** The address of the same database for the owner of its tables. */
export function ownerUrl(): string {
  const url = new URL(readFileSync(join(dataDir, "database-url"), "utf8").trim());
  url.username = "trivium";
  url.password = readFileSync(join(dataDir, "postgres-password"), "utf8").trim();
  return url.href;
}
