import { readdirSync, readFileSync } from "node:fs";
import { getViewSelectedFields, is } from "drizzle-orm";
import { getTableConfig, getViewConfig, PgColumn, PgTable, PgView } from "drizzle-orm/pg-core";
import { expect } from "vitest";
import { test } from "#testing/database.ts";

const folder = new URL("./", import.meta.url);

async function declared(): Promise<unknown[]> {
  const files = readdirSync(new URL("schema/", folder)).filter((name) => name.endsWith(".ts"));
  const modules = await Promise.all(
    files.map((name) => import(new URL(`schema/${name}`, folder).href)),
  );
  return modules.flatMap((module) => Object.values(module));
}

/** The columns of the views that the builder reads, each under the name of its view. */
function columnsOfViews(exported: readonly unknown[]): string[] {
  return exported
    .filter((value) => is(value, PgView))
    .flatMap((view) =>
      Object.values(getViewSelectedFields(view)).map(
        (column) => `${getViewConfig(view).name}.${is(column, PgColumn) ? column.name : "?"}`,
      ),
    );
}

test("the migrations make the tables and views that the code declares: each column, with or without null, each index and check", async ({
  ctx,
}) => {
  const exported = await declared();
  const { rows: columns } = await ctx.db.execute<{ name: string }>(
    "select table_name || '.' || column_name || ' ' || is_nullable as name from information_schema.columns where table_schema = 'public'",
  );
  const { rows: named } = await ctx.db.execute<{ name: string }>(
    "select conname as name from pg_constraint union select indexname from pg_indexes where schemaname = 'public'",
  );
  const made = new Set([...columns, ...named].map(({ name }) => name));
  const inViews = new Set(columns.map(({ name }) => name.split(" ")[0]));
  expect(columnsOfViews(exported).length).toBeGreaterThan(10);
  expect(columnsOfViews(exported).filter((column) => !inViews.has(column))).toEqual([]);
  const inTables = exported
    .filter((value) => value instanceof PgTable)
    .map(getTableConfig)
    .flatMap((table) => [
      ...table.columns.map(
        (column) => `${table.name}.${snake(column.name)} ${column.notNull ? "NO" : "YES"}`,
      ),
      ...table.checks.map(({ name }) => name),
      ...table.indexes.flatMap(({ config }) => config.name ?? []),
    ]);
  expect(inTables.length).toBeGreaterThan(300);
  expect(inTables.filter((name) => !made.has(name))).toEqual([]);
});

test("what is read is read by B-trees: the indexes that could forget a row are known by name, and get fewer", async ({
  ctx,
}) => {
  const { rows } = await ctx.db.execute<{ name: string }>(`
    select index.relname as name from pg_index join pg_class index on index.oid = indexrelid join pg_am am on am.oid = index.relam
    where am.amname = 'gist' and not indisexclusion and relnamespace = 'public'::regnamespace order by 1`);
  expect(rows.map(({ name }) => name)).toEqual([
    "blocking_time_during",
    "booking_space_during",
    "booking_wait_space",
    "session_space_during",
  ]);
});

test("migrations stand in the journal in the order in which they are applied, each once", () => {
  const files = readdirSync(new URL("migrations/", folder)).filter((name) => name.endsWith(".sql"));
  const { entries } = JSON.parse(
    readFileSync(new URL("migrations/meta/_journal.json", folder), "utf8"),
  ) as {
    entries: { tag: string; when: number }[];
  };
  expect(entries.map(({ tag }) => `${tag}.sql`).toSorted()).toEqual(files.toSorted());
  expect(entries.map(({ when }) => when)).toEqual(
    entries.map(({ when }) => when).toSorted((a, b) => a - b),
  );
  expect(new Set(entries.map(({ when }) => when)).size).toBe(entries.length);
});

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
