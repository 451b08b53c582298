import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";

/**
 * Every column of every table, and of the job queue, that holds one of these strings: as text in
 * either case, as bytes, or inside base64 as a token has it.
 *
 * @returns lines like `public.person.email: noor@example.org`
 */
export async function foundIn(db: Database, sought: readonly string[]): Promise<string[]> {
  const { rows } = await db.execute<{ schema: string; table: string; column: string }>(sql`
    select table_schema as schema, table_name as table, column_name as column from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
      and (data_type in ('text', 'character varying', 'jsonb', 'json', 'ARRAY', 'bytea', 'uuid') or data_type = 'USER-DEFINED')`);
  const found: string[] = [];
  for (const { schema, table, column } of rows) {
    const place = sql`${sql.identifier(schema)}.${sql.identifier(table)}`;
    const value = sql`${sql.identifier(column)}::text`;
    for (const text of sought) {
      const hits = await db.execute(sql`
        select from ${place} where position(lower(${text}) in lower(${value})) > 0
          or ${value} ~ ${coded(text).join("|")} limit 1`);
      if (hits.rowCount) found.push(`${schema}.${table}.${column}: ${text}`);
    }
  }
  return found;
}

/**
 * A text as it stands in bytes that are shown as hex, and in base64 wherever it begins: without the
 * signs that its neighbours change.
 */
function coded(text: string): string[] {
  const bytes = Buffer.from(text);
  const inBase64 = [0, 1, 2].map((before) => {
    const signs = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64url");
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return signs.slice(Math.ceil((before * 8) / 6), whole);
  });
  return [bytes.toString("hex"), ...inBase64];
}
