import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { openAnswer } from "#lib/foundation/consent/answers.ts";
import { type Progress, progressOf } from "../backup/progress.ts";
import { inNewFolder } from "../folder.ts";
import { COLUMNS_LEFT_OUT, TABLES_LEFT_OUT } from "./left-out.ts";
import { readmeOf } from "./readme.ts";

/** Rows that are held in memory at once; fewer where they hold pictures. */
const AT_ONCE = 1_000;
const PICTURES_AT_ONCE = 10;

type Column = { name: string; type: string; isNullable: boolean };
type Table = { name: string; columns: Column[]; key: string[]; rows: number };
/** A file of the export as `datapackage.json` lists it. */
export type Resource = {
  name: string;
  path: string;
  rows: number;
  bytes: number;
  hash: string;
  schema: { fields: { name: string; type: string }[]; primaryKey: string[] };
};

/**
 * Writes everything that the network knows, for a system that comes after: a file of JSON Lines for
 * each table, all of one moment, files for what is a file, and `datapackage.json`, which describes
 * them and is written last. Secrets are left out, and named.
 *
 * @throws Error in words when the folder is not empty or inside DATA_DIR, or when the disk is full;
 *   nothing of it stays then
 */
export async function exportAll(
  db: Database,
  { target, dataDir, now }: { target: string; dataDir: string; now: Temporal.Instant },
): Promise<Resource[]> {
  return inNewFolder({ target, dataDir, what: "export" }, (folder) =>
    db.transaction(
      async (moment) => {
        await moment.execute(sql`set local timezone = 'UTC'`);
        const tables = (await tablesOf(moment)).filter(({ name }) => !(name in TABLES_LEFT_OUT));
        const progress = progressOf(
          "export",
          tables.reduce((sum, { rows }) => sum + rows, 0),
          { unit: "rows" },
        );
        const resources: Resource[] = [];
        for (const table of tables)
          resources.push(await writeTable(moment, table, folder, progress));
        await writeAlone(join(folder, "README.md"), readmeOf(resources, now));
        await writeAlone(join(folder, "datapackage.json"), packageOf(resources, now));
        progress.end();
        return resources;
      },
      { isolationLevel: "repeatable read", accessMode: "read only" },
    ),
  );
}

/** Every table of the network, its parts counted with it, with its columns and its key. */
export async function tablesOf(db: Database): Promise<Table[]> {
  return rowsOf<Table>(
    db,
    sql`
      select relname as name, greatest(0, (select sum(leaf.reltuples)
      from pg_partition_tree(class.oid) tree join pg_class leaf on leaf.oid = tree.relid
          where tree.isleaf), class.reltuples)::float8 as rows,
        (select jsonb_agg(jsonb_build_object('name', attname, 'type', format_type(atttypid, null),
        'isNullable', not attnotnull) order by attnum)
          from pg_attribute where attrelid = class.oid and attnum > 0
            and not attisdropped) as columns,
        coalesce((select array_agg(attname::text order by position) from pg_index
        cross join unnest(indkey) with ordinality as part(number, position)
          join pg_attribute on attrelid = class.oid and attnum = number where indrelid = class.oid
            and indisprimary), '{}') as key
      from pg_class class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by relname`,
  );
}

export function exportedColumns({ name, columns }: Table): Column[] {
  return columns.filter((column) => !(`${name}.${column.name}` in COLUMNS_LEFT_OUT));
}

async function writeTable(
  db: Database,
  table: Table,
  folder: string,
  progress: Progress,
): Promise<Resource> {
  const columns = exportedColumns(table);
  const files = columns.filter(({ type }) => type === "bytea").map(({ name }) => name);
  const path = join("tables", `${table.name}.jsonl`);
  const out = await newFile(join(folder, path));
  const hash = createHash("sha256");
  let [rows, bytes] = [0, 0];
  try {
    for await (const some of exportedRows(
      db,
      table,
      columns,
      files.length > 0 ? PICTURES_AT_ONCE : AT_ONCE,
    )) {
      const lines: string[] = [];
      for (const row of some) lines.push(`${await lineOf(row, table, files, folder)}\n`);
      const text = Buffer.from(lines.join(""));
      await out.write(text);
      hash.update(text);
      bytes += text.length;
      rows += some.length;
      progress.add(some.length);
    }
  } finally {
    await out.close();
  }
  const fields = columns.map(({ name, type }) => ({ name, type: typeOf(type) }));
  return {
    name: table.name,
    path,
    rows,
    bytes,
    hash: `sha256:${hash.digest("hex")}`,
    schema: { fields, primaryKey: table.key },
  };
}

type Row = Record<string, unknown>;

/**
 * A row as a line of its table: sealed answers opened, bytes as the files they are written to.
 *
 * @param files names of the columns of bytes
 */
async function lineOf(
  text: string,
  table: Table,
  files: string[],
  folder: string,
): Promise<string> {
  const isSealed = table.name === "profile_answer";
  // As PostgreSQL wrote it: no number is rounded on the way.
  if (files.length === 0 && !isSealed) return text;
  const row = JSON.parse(text) as Row;
  for (const column of files) row[column] = await writeBytes(folder, table, row, column);
  return JSON.stringify(isSealed ? opened(row) : row);
}

/** Rows as JSON in the order of their key, some at a time. */
async function* exportedRows(
  db: Database,
  { name, key }: Table,
  columns: Column[],
  atOnce: number,
): AsyncGenerator<string[]> {
  const list = (names: string[]) =>
    sql.join(
      names.map((column) => sql.identifier(column)),
      sql`, `,
    );
  const names = columns.map((column) => column.name);
  const wanted = name === "profile_answer" ? [...names, "sealed"] : names;
  await db.execute(sql`declare exported no scroll cursor for select row_to_json(whole_line)::text as text from (
    select ${list(wanted)} from ${sql.identifier(name)} ${key.length > 0 ? sql`order by ${list(key)}` : sql``}) whole_line`);
  for (;;) {
    const rows = await rowsOf<{ text: string }>(
      db,
      sql`fetch ${sql.raw(String(atOnce))} from exported`,
    );
    if (rows.length === 0) break;
    yield rows.map(({ text }) => text);
  }
  await db.execute(sql`close exported`);
}

/** Sealed under the key of this service, an answer would be lost to the next. */
function opened({ sealed, ...row }: Row): Row {
  const {
    person_id: personId,
    field,
    code,
  } = row as { person_id: string; field: string; code: string | null };
  return { ...row, code: openAnswer({ personId, field, code, sealed: sealed as string | null }) };
}

/** @returns the path of the file that the bytes were written to, or null */
async function writeBytes(
  folder: string,
  { name, key }: Table,
  row: Row,
  column: string,
): Promise<string | null> {
  const text = row[column];
  if (typeof text !== "string") return null;
  const bytes = Buffer.from(text.replace(/^\\x/, ""), "hex");
  const path = join(
    "files",
    name,
    `${key.map((part) => row[part]).join("-")}-${column}${endingOf(bytes)}`,
  );
  await writeAlone(join(folder, path), bytes);
  return path;
}

/** By the first bytes of the formats that are stored here. */
function endingOf(bytes: Buffer): string {
  const text = bytes.subarray(0, 12).toString("latin1");
  if (text.startsWith("RIFF") && text.endsWith("WEBP")) return ".webp";
  if (text.slice(4, 12) === "ftypavif") return ".avif";
  if (text.startsWith("\u00ff\u00d8")) return ".jpg";
  if (text.slice(1, 4) === "PNG") return ".png";
  return ".bin";
}

function packageOf(resources: Resource[], now: Temporal.Instant): string {
  const data = {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: "trivium-export",
    created: now.toString(),
    resources: resources.map(({ rows, schema, ...resource }) => ({
      ...resource,
      format: "jsonl",
      mediatype: "application/jsonl",
      encoding: "utf-8",
      rowCount: rows,
      schema,
    })),
    leftOut: { tables: TABLES_LEFT_OUT, columns: COLUMNS_LEFT_OUT },
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** The type of a field as Table Schema names it. */
function typeOf(type: string): string {
  if (type.endsWith("[]")) return "array";
  if (/^(smallint|integer|bigint)$/.test(type)) return "integer";
  if (/^(double precision|real|numeric)/.test(type)) return "number";
  if (type === "boolean") return "boolean";
  if (type === "timestamp with time zone") return "datetime";
  if (type === "date") return "date";
  return type === "jsonb" ? "any" : "string";
}

async function newFile(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return open(path, "wx", 0o600);
}

async function writeAlone(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, content, { mode: 0o600, flag: "wx" });
}
