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
  return (query.queryChunks as unknown[]).every((chunk) => appendChunk(written, chunk, dialect));
}

function appendChunk(written: Written, chunk: unknown, dialect: PgDialect): boolean {
  if (chunk instanceof StringChunk) {
    for (const words of chunk.value) written.sql += words;
    return true;
  }
  if (chunk instanceof SQL) return append(written, chunk, dialect);
  if (chunk instanceof Name) {
    written.sql += dialect.escapeName(chunk.value);
    return true;
  }
  if (chunk === undefined) return true;
  if (!(chunk instanceof Param)) return isPlain(chunk) && appendValue(written, chunk, dialect);
  const value = chunk.value === null ? null : chunk.encoder.mapToDriverValue(chunk.value);
  // A list is one parameter here; an object may be a placeholder, or SQL that its column made of it.
  return (isPlain(value) || Array.isArray(value)) && appendValue(written, value, dialect);
}

function appendValue(written: Written, value: unknown, dialect: PgDialect): true {
  written.sql += dialect.escapeParam(written.params.push(value) - 1);
  return true;
}

/** Whether a value is neither an object nor a function: text, a number, a truth value, or null. */
function isPlain(value: unknown): boolean {
  return value === null || !["object", "function"].includes(typeof value);
}
