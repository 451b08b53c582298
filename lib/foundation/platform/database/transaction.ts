import { setTimeout as wait } from "node:timers/promises";
import { PgTransaction, type PgTransactionConfig } from "drizzle-orm/pg-core";
import type { Database } from "#db/client.ts";
import { databaseFault } from "../errors/errors.ts";

const ATTEMPTS = 8;
const DEADLOCK = "40P01";
const SERIALIZATION_FAILURE = "40001";

/**
 * Runs a transaction; two that stood in each other's way are tried again. Inside another one it is
 * a savepoint, and the outermost is tried again: only that gives back what it holds.
 */
export async function transaction<T>(
  db: Database,
  run: (db: Database) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> {
  if ((db as object) instanceof PgTransaction) return db.transaction((tx) => run(tx));
  return retried(() => db.transaction((tx) => run(tx), config));
}

/** Runs a single statement, which is its own transaction; tried again like one. */
export async function atOnce<T>(db: Database, run: (db: Database) => Promise<T>): Promise<T> {
  return (db as object) instanceof PgTransaction ? transaction(db, run) : retried(() => run(db));
}

/** Tries again, after a short random wait, when two met each other in their way. */
async function retried<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const code = databaseFault(error)?.code;
      const passing = code === DEADLOCK || code === SERIALIZATION_FAILURE;
      if (!passing || attempt === ATTEMPTS) throw error;
      await wait(Math.random() * 30 * attempt);
    }
  }
}
