import type { ExtractTablesWithRelations } from "drizzle-orm";
import { drizzle, type NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgDatabase } from "drizzle-orm/pg-core";
import type pg from "pg";
import { KeepingPool } from "./pool.ts";
import { PreparingClient } from "./prepared.ts";

/** The connection pool or a transaction on it: queries and commands do not mind which. */
export type Database = PgDatabase<
  NodePgQueryResultHKT,
  Record<string, never>,
  ExtractTablesWithRelations<Record<string, never>>
>;

/**
 * Our statements are many-jointed and asked again and again with other values: planned once, they are not planned for each
 * value anew, which took longer than they did; nothing is compiled for them, and no second process is started for one.
 */
const PLANNING = "-c plan_cache_mode=force_generic_plan -c jit=off -c max_parallel_workers_per_gather=0";

export type Connection = { db: Database; pool: pg.Pool; close: () => Promise<void> };

/** @param max connections at most; each process has its own pool */
export function connect(url: string, { max = 10 }: { max?: number } = {}): Connection {
  const pool = new KeepingPool({
    Client: PreparingClient,
    connectionString: url,
    max,
    application_name: "trivium",
    options: PLANNING,
  });
  // A connection that dies while idle is replaced, one that dies inside a transaction fails at its next statement. Without
  // listeners either would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    db: drizzle(pool, { casing: "snake_case" }) as unknown as Database,
    pool,
    close: () => pool.end(),
  };
}
