import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { readingOrder } from "#lib/foundation/platform/text/reading-order.ts";
import { test } from "#testing/database.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { inReadingOrder } from "./expressions.ts";
import { migrate } from "./migrate.ts";
import { rowsOf } from "./rows.ts";

const NAMES = [
  "Zoë",
  "Élodie",
  "eva",
  "Ali",
  "école",
  "Zaal",
  "Room 10",
  "Room 2",
  "Eva",
  "Ecole",
  "côté",
  "cote",
  "Œuvre",
  "oeuvre",
  "IJzer",
  "ijzer",
  "De Krook",
  "Dekrook",
  "'t Hof",
  "d'Ascq",
];

const IN_ORDER = [
  "'t Hof",
  "Ali",
  "cote",
  "côté",
  "d'Ascq",
  "De Krook",
  "Dekrook",
  "Ecole",
  "école",
  "Élodie",
  "eva",
  "Eva",
  "ijzer",
  "IJzer",
  "oeuvre",
  "Œuvre",
  "Room 2",
  "Room 10",
  "Zaal",
  "Zoë",
];

test("names stand in the order of the alphabet, accents and capitals after, numbers by what they count: the same in the database and in the program", async ({
  ctx,
}) => {
  const named = sql`unnest(${sql.param(NAMES)}::text[]) as name`;
  const rows = await rowsOf<{ name: string }>(
    ctx.db,
    sql`select name from ${named} order by ${inReadingOrder(sql`name`)}`,
  );
  expect(rows.map(({ name }) => name)).toEqual(IN_ORDER);
  expect(NAMES.toSorted(readingOrder)).toEqual(IN_ORDER);
});

test("what is the same is told by byte: two names that differ by a capital or an accent are two", async ({
  ctx,
}) => {
  const rows = await rowsOf<{ same: boolean }>(
    ctx.db,
    sql`select one = other collate reading_order as same
      from (values ('Eva', 'eva'), ('cote', 'coté'), ('Zaal 2', 'Zaal 02')) as pair(one, other)`,
  );
  expect(rows.map(({ same }) => same)).toEqual([false, false, false]);
});

test("indexes with this order are made anew at a start with another library of alphabets", async ({
  serverUrl,
}) => {
  const database = await freshDatabase(serverUrl);
  try {
    const { db } = database.connect(1);
    const standing = () =>
      rowsOf<{ isNewest: boolean; index: string; file: string }>(
        db,
        sql`select collversion = pg_collation_actual_version(pg_collation.oid) as is_newest,
            index.relname as index, pg_relation_filenode(index.oid)::text as file
          from pg_collation join pg_index on pg_collation.oid = any(indcollation::oid[])
            join pg_class index on index.oid = indexrelid
          where collname = 'reading_order' order by index`,
      );
    const made = await standing();
    expect(made.map(({ index }) => index)).toEqual(["listed_place_by_name", "resource_capacity"]);
    await migrate(database.url);
    expect(await standing()).toEqual(made);

    await db.execute(sql`drop collation reading_order cascade`);
    await db.execute(sql`
      create collation reading_order (provider = icu, locale = 'und-u-kn-true', version = '58.0')`);
    await db.execute(sql`
      create index listed_place_by_name on listed_place (name collate reading_order, id)`);
    const [old] = await standing();
    expect(old?.isNewest).toBe(false);
    await migrate(database.url);
    const [renewed] = await standing();
    expect(renewed?.isNewest).toBe(true);
    expect(renewed?.file).not.toBe(old?.file);
  } finally {
    await database.drop();
  }
});
