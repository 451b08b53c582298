import type pg from "pg";

/**
 * A name of what a statement that begins now can see. When it is the same twice, nothing was
 * committed in between, by whichever process: every transaction that writes gets a number, and the
 * name says which of them have ended. Statements that only read change nothing in it.
 *
 * Source: PostgreSQL, "Transaction ID and Snapshot Information Functions", `pg_current_snapshot`.
 */
export async function stateOf(pool: Pick<pg.Pool, "query">): Promise<string> {
  const { rows } = await pool.query<{ state: string }>(
    "select pg_current_snapshot()::text as state",
  );
  return rows[0]?.state ?? "";
}
