import type { SQL } from "drizzle-orm";
import type { Database } from "./client.ts";

/**
 * Reads the rows of a statement that is written by hand; the builder reads all others. A column
 * `starts_at` comes as `startsAt`, as our types have it; what is no column of its own gets its name
 * in the statement: `count(*)::int as free_rooms`. Names inside JSON stay as they are.
 *
 * @typeParam Row what the statement gives, which tests hold against PostgreSQL
 * @throws what PostgreSQL refuses, as `execute` does
 */
export async function rowsOf<Row extends Record<string, unknown>>(
  db: Pick<Database, "execute">,
  statement: SQL,
): Promise<Row[]> {
  const { rows } = await db.execute(statement);
  return rows.map((row) => namedAsInCode<Row>(row));
}

/**
 * A row with the names that it has in code: for the rows that a statement gives as JSON, inside a
 * row.
 */
export function namedAsInCode<Row>(row: Record<string, unknown>): Row {
  const named: Record<string, unknown> = {};
  for (const column in row) named[nameInCode(column)] = row[column];
  return named as Row;
}

const NAMES = new Map<string, string>();

/** `starts_at` as `startsAt`. Columns are few, and asked for again and again. */
function nameInCode(column: string): string {
  let name = NAMES.get(column);
  if (name === undefined) {
    name = column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    NAMES.set(column, name);
  }
  return name;
}
