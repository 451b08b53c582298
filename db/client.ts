import type { ExtractTablesWithRelations } from "drizzle-orm";
import { drizzle, type NodePgQueryResultHKT, NodePgSession } from "drizzle-orm/node-postgres";
import type { PgDatabase, PgDialect } from "drizzle-orm/pg-core";
import type pg from "pg";
import { LIMITS, startupOptions, type Work } from "./limits.ts";
import { isRefusal, KeepingPool, type Taker } from "./pool.ts";
import { PreparingClient } from "./prepared.ts";
import { writeQuickly } from "./sql-text.ts";

/** The connection pool or a transaction on it: queries and commands do not mind which. */
export type Database = PgDatabase<
  NodePgQueryResultHKT,
  Record<string, never>,
  ExtractTablesWithRelations<Record<string, never>>
>;

/**
 * Our statements are many-jointed and asked again and again with other values: planned once, they
 * are not planned for each value anew, which took longer than they did; nothing is compiled for
 * them, and no second process is started for one.
 */
const PLANNING =
  "-c plan_cache_mode=force_generic_plan -c jit=off -c max_parallel_workers_per_gather=0";

/**
 * Connections of one process that one door may take, of all it has: three doors whose requests hang
 * leave some for the rest.
 */
const PART_OF_ONE_DOOR = 0.3;

/** @property pool with how many wait for one of its connections */
export type Connection = {
  db: Database;
  pool: pg.Pool & { readonly waiting: number };
  close: () => Promise<void>;
};

/**
 * @param max connections at most; each process has its own pool
 * @param work what they are for, when `taker` says nothing else: which time-outs hold
 *   (`db/limits.ts`)
 * @param taker asked each time that one is taken
 */
export function connect(
  url: string,
  {
    max = 10,
    work = "job",
    taker,
  }: { max?: number; work?: Work; taker?: () => Partial<Taker> } = {},
): Connection {
  class Client extends PreparingClient {
    constructor(config?: pg.ClientConfig) {
      super(config);
      this.beginAs(work);
    }
  }
  const pool = new KeepingPool({
    Client,
    connectionString: url,
    max,
    application_name: "trivium",
    options: `${PLANNING} ${startupOptions(work)}`,
    connectionTimeoutMillis: LIMITS[work].connectionMs,
    keepAlive: true,
    taker: () => ({ work, door: null, ...taker?.() }),
    mostPerDoor: Math.max(1, Math.ceil(max * PART_OF_ONE_DOOR)),
  });
  // A connection that dies while idle is replaced, one that dies inside a transaction fails at its
  // next statement. Without listeners either would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = drizzle(pool, { casing: "snake_case" }) as unknown as Database;
  writeQuickly((db as unknown as { dialect: PgDialect }).dialect);
  db.transaction = transactionOn(pool, db);
  return {
    db,
    pool: pool as unknown as Connection["pool"],
    close: () => pool.end(),
  };
}

/**
 * Drizzle's own transaction keeps the connection for ever when its BEGIN fails, and tells of a
 * ROLLBACK that failed instead of what went wrong before: here the connection is always given back,
 * and the first fault is the one that is thrown.
 */
function transactionOn(pool: KeepingPool, db: Database): Database["transaction"] {
  const { dialect } = db as unknown as { dialect: PgDialect };
  return async (run, config) => {
    const client = (await (pool.connect() as unknown)) as pg.PoolClient;
    const faults: unknown[] = [];
    let isWhole = false;
    try {
      const result = await new NodePgSession(client, dialect, undefined).transaction(async (tx) => {
        try {
          return await run(tx as never);
        } catch (fault) {
          faults.push(fault);
          throw fault;
        }
      }, config);
      isWhole = true;
      return result;
    } catch (error) {
      // The ROLLBACK went through, or COMMIT alone was refused: the connection is as it was.
      isWhole = faults.length > 0 ? faults[0] === error : isRefusal((error as Error).cause);
      throw faults.length > 0 ? faults[0] : error;
    } finally {
      client.release(!isWhole);
    }
  };
}
