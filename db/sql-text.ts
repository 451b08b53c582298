import { Name, Param, type Query, SQL, StringChunk } from "drizzle-orm";
import type { PgDialect } from "drizzle-orm/pg-core";

/**
 * Has a dialect write what `sql` templates say in one pass. Drizzle asks of each piece what it is
 * some fifteen times and copies its configuration for each template inside another: of a booking
 * that was a tenth of what the web process did. Whatever is more than words, values and names
 * (tables, columns, lists, placeholders) is written by the dialect itself, as a whole.
 */
export function writeQuickly(dialect: PgDialect): void {
  const write = dialect.sqlToQuery.bind(dialect);
  dialect.sqlToQuery = (query, invokeSource) =>
    textOf(query, dialect) ?? write(query, invokeSource);
}

/**
 * The text and parameters of a statement; null where it says something that only the dialect can
 * write.
 */
export function textOf(query: SQL, dialect: PgDialect): Query | null {
  const written: Written = { sql: "", params: [] };
  return append(written, query, dialect) ? written : null;
}

type Written = { sql: string; params: unknown[] };

/** @returns false when it meets what it does not know */
function append(written: Written, query: SQL, dialect: PgDialect): boolean {
  if ((query as unknown as { shouldInlineParams: boolean }).shouldInlineParams) return false;
  for (const chunk of query.queryChunks as unknown[])
    if (chunk instanceof StringChunk) {
      for (const words of chunk.value) written.sql += words;
    } else if (chunk instanceof SQL) {
      if (!append(written, chunk, dialect)) return false;
    } else if (chunk instanceof Param) {
      const value = chunk.value === null ? null : chunk.encoder.mapToDriverValue(chunk.value);
      // A list is one parameter here; an object may be a placeholder, or SQL that its column made
      // of it.
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return false;
      written.sql += dialect.escapeParam(written.params.push(value) - 1);
    } else if (chunk instanceof Name) written.sql += dialect.escapeName(chunk.value);
    else if (chunk === undefined) continue;
    else if (typeof chunk === "object" ? chunk === null : typeof chunk !== "function")
      written.sql += dialect.escapeParam(written.params.push(chunk) - 1);
    else return false;
  return true;
}
