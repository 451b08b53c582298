import { eq, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { bookings } from "./schema/booking.ts";
import { textOf, writeQuickly } from "./sql-text.ts";

const dialect = new PgDialect({ casing: "snake_case" });
const inner = sql`lower(${"2026-01-01"}::timestamptz)`;

const WRITTEN = {
  "words and values": sql`select ${1}, ${"two"}, ${true}, ${null}, ${12n}`,
  "one inside another": sql`select * from (${sql`select ${inner} where ${"x"} = ${sql``}`}) held where ${inner} > now()`,
  joined: sql.join([sql`a = ${1}`, inner, sql.raw("true")], sql` and `),
  "a list as one value": sql`select any(${sql.param(["a", "b"])}::uuid[])`,
  names: sql`select ${sql.identifier('odd "name"')}.id, ${sql.identifier("room")}`,
  "what is left out": sql`select 1 ${undefined}`,
};

test.each(Object.entries(WRITTEN))("%s: written as the dialect writes it", (_, query) => {
  const { sql: text, params } = dialect.sqlToQuery(query);
  expect(textOf(query, dialect)).toEqual({ sql: text, params });
});

const LEFT = {
  "a column": sql`select ${bookings.spaceId}`,
  "a table inside": sql`select exists (${sql`select from ${bookings}`})`,
  "a condition of Drizzle": sql`select 1 where ${eq(bookings.id, "x")}`,
  "a placeholder": sql`select ${sql.placeholder("id")}`,
  "a placeholder as a value": sql`select ${sql.param(sql.placeholder("id"))}`,
  "a list of values": sql`select 1 where 1 in ${[1, 2]}`,
  "values as words": sql`select ${1}`.inlineParams(),
  "an object as a value": sql`select ${sql.param({ toString: () => "x" })}`,
};

test.each(Object.entries(LEFT))("%s: left to the dialect, as a whole", (_, query) => {
  expect(textOf(query, dialect)).toBeNull();
  const quick = new PgDialect({ casing: "snake_case" });
  writeQuickly(quick);
  expect(quick.sqlToQuery(query)).toEqual(dialect.sqlToQuery(query));
});
