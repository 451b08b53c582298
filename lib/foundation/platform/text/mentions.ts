import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/**
 * Whether a text names an address, a number or an id as a whole: `n@x.be` is not named by
 * `admin@x.be`, by `n@x.be.org` or by `tag+n@x.be`. Letters count alike in capitals or not. Kept in
 * one form for PostgreSQL and for JavaScript, whose classes of letters are written differently.
 */
export function mentions(text: string, trace: string): boolean {
  return new RegExp(patternOf(trace, "\\p{L}\\p{N}"), "iu").test(text);
}

/** Whether a text column names any of several addresses, numbers or ids as a whole. */
export function mentionedIn(text: SQLWrapper, traces: readonly string[]): SQL {
  return sql`${text} ~* any(${sql.param(traces.map((trace) => patternOf(trace, "[:alnum:]")))}::text[])`;
}

/**
 * Whether any text in a `jsonb` column names one of them: each as it was before it was written as
 * JSON.
 */
export function mentionedInJson(json: SQLWrapper, traces: readonly string[]): SQL {
  return sql`exists (select from jsonb_path_query(${json}, 'strict $.**') as part(value)
    where jsonb_typeof(part.value) = 'string' and ${mentionedIn(sql`part.value #>> '{}'`, traces)})`;
}

/** Whether a column holds one of several addresses. Letters count alike in capitals or not. */
export function isOneAddress(address: SQLWrapper, addresses: readonly string[]): SQL {
  return sql`lower(${address}) in (select lower(one) from unnest(${sql.param(addresses)}::text[]) as one)`;
}

/**
 * What may stand next to an address as a part of it: before it letters, digits and `_ + - .`, or an
 * apostrophe after one of these; after it letters, digits, `_`, `-`, or a dot and more of its
 * domain. A quotation mark around it is none.
 */
function patternOf(trace: string, letters: string): string {
  const before = `[${letters}_+.\\-]`;
  const quoted = trace.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return `(?<!${before})(?<!${before}')${quoted}(?![${letters}_\\-])(?!\\.[${letters}])`;
}
