import { sql } from "drizzle-orm";
import { bigint, integer, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../types.ts";

/**
 * The last run of each job and of each loop of the worker, with how often it succeeded and failed.
 * One row a name, written over.
 */
export const jobRuns = pgTable("job_run", {
  name: text().primaryKey(),
  /** Since when a worker knows it: what is younger than its first turn is not late. */
  knownSince: instant().notNull().default(sql`now()`),
  startedAt: instant(),
  succeededAt: instant(),
  failedAt: instant(),
  /** Why the last one that failed did, without anybody's words. */
  fault: text(),
  /** How long the last run took, in milliseconds. */
  tookMs: integer(),
  /** How often, since the row was made. */
  succeeded: bigint({ mode: "number" }).notNull().default(0),
  failed: bigint({ mode: "number" }).notNull().default(0),
  failedInARow: integer().notNull().default(0),
});
