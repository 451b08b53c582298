import { readFileSync } from "node:fs";
import pg from "pg";

const ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const ROWS_AT_ONCE = 200;
const SEALED = ["audit_entry", "audit_seal", "audit_head"];

/** As the migrator makes it, before its first migration. */
const JOURNAL = `CREATE SCHEMA drizzle;
CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);`;

type Table = { name: string; columns: string[] };

/**
 * A database as plain SQL: the migrations as they were done, then all rows, as they are, past every
 * trigger. A partitioned table is filled as one. Only a superuser can load it.
 *
 * @param tags of the migrations that it has had, in order of time
 * @param kept ids that mean something to the code, and stay as they are
 */
export async function dumpOf(
  url: string,
  tags: readonly string[],
  kept: readonly string[],
): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const statements = tags.map((tag) =>
      readFileSync(`db/migrations/${tag}.sql`, "utf8").replaceAll("--> statement-breakpoint", ";"),
    );
    const rows = [];
    for (const table of await tablesIn(client)) rows.push(await rowsOf(client, table));
    const schema = [
      JOURNAL,
      ...statements,
      "SELECT guard_parts();",
      "SET session_replication_role = replica;",
    ];
    const end = [...(await sequencesIn(client)), "RESET session_replication_role;"];
    return [...schema, ...withShortIds(rows, kept), ...end].join("\n");
  } finally {
    await client.end();
  }
}

async function tablesIn(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    SELECT pg_class.oid::regclass::text AS name, array_agg(quote_ident(attname) ORDER BY attnum) AS columns
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    WHERE relnamespace IN ('public'::regnamespace, 'drizzle'::regnamespace) AND relkind IN ('r', 'p') AND NOT relispartition
    GROUP BY pg_class.oid ORDER BY 1`);
  return rows;
}

/**
 * Statements that put a table's rows back, in order of what follows the id: rows that are alike
 * pack better side by side.
 */
async function rowsOf(client: pg.Client, { name, columns }: Table): Promise<string> {
  const [first = "", ...others] = columns.map((column) => `quote_nullable(${column}::text)`);
  const { rows } = await client.query<{ line: string }>(`
    SELECT '(' || ${[first, ...others].join(" || ',' || ")} || ')' AS line
    FROM ${name} ORDER BY ${[...others, first].join(", ")}`);
  const pieces = Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, at) =>
    rows.slice(at * ROWS_AT_ONCE, (at + 1) * ROWS_AT_ONCE).map(({ line }) => line),
  );
  return pieces
    .map(
      (lines) =>
        `INSERT INTO ${name} (${columns.join(", ")}) OVERRIDING SYSTEM VALUE VALUES\n${lines.join(",\n")};`,
    )
    .join("\n");
}

async function sequencesIn(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>(`
    SELECT format('SELECT setval(%L, %s);', format('%I.%I', schemaname, sequencename), last_value) AS statement
    FROM pg_sequences WHERE schemaname IN ('public', 'drizzle') AND last_value IS NOT NULL ORDER BY 1`);
  return rows.map(({ statement }) => statement);
}

/**
 * Gives the rows ids that pack well: random ones are most of what is left after packing. An id
 * keeps its first four digits and its place in the order of all; what the audit log names stays as
 * it is, for its seals are over it.
 *
 * @param rows statements, by table
 */
export function withShortIds(rows: readonly string[], kept: readonly string[]): string[] {
  const sealed = rows
    .filter((text) => SEALED.some((name) => text.startsWith(`INSERT INTO ${name} `)))
    .flatMap((text) => text.match(ID) ?? []);
  const fixed = new Set([...kept, ...sealed]);
  const ids = [...new Set(rows.flatMap((text) => text.match(ID) ?? []))];
  const count = new Map<string, number>();
  const short = new Map(
    ids
      .filter((id) => !fixed.has(id))
      .toSorted()
      .map((id) => {
        const begins = id.slice(0, 4);
        const nth = (count.get(begins) ?? 0) + 1;
        count.set(begins, nth);
        return [id, `${begins}0000-0000-4000-8000-${nth.toString(16).padStart(12, "0")}`];
      }),
  );
  return rows.map((text) => text.replaceAll(ID, (id) => short.get(id) ?? id));
}
