import { setTimeout as wait } from "node:timers/promises";
import { PgTransaction, type PgTransactionConfig } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { databaseFault } from "./errors.ts";

const ATTEMPTS = 8;
const DEADLOCK = "40P01";
const SERIALIZATION_FAILURE = "40001";

/**
 * Runs a transaction; two that stood in each other's way are tried again after a short random wait. Inside another one it is
 * a savepoint, and the outermost is tried again: only that gives back what it holds.
 */
export async function transaction<T>(
  db: Database,
  run: (db: Database) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> {
  if ((db as object) instanceof PgTransaction) return db.transaction((tx) => run(tx));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction((tx) => run(tx), config);
    } catch (error) {
      const code = databaseFault(error)?.code;
      const passing = code === DEADLOCK || code === SERIALIZATION_FAILURE;
      if (!passing || attempt === ATTEMPTS) throw error;
      await wait(Math.random() * 30 * attempt);
    }
  }
}
