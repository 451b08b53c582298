import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/** Asks the database of the running service itself: for what no page can bring about, such as an hour that is over. */
export async function withDatabase<T>(ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const dataDir = process.env.E2E_DATA_DIR ?? ".data-e2e";
  const client = new pg.Client(readFileSync(join(dataDir, "database-url"), "utf8").trim());
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
