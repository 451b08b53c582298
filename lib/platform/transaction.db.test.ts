import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connect, type Database } from "#db/client.ts";
import { freshDatabase } from "#lib/fixtures/postgres-database.ts";
import { transaction } from "./transaction.ts";

test("two that wait for each other are both done: the one sent back tries again, from its outermost step", async () => {
  const database = await freshDatabase();
  const connection = connect(database.url, { max: 2 });
  const { db } = connection;
  await db.execute(sql`create table thing (id int primary key, changes int not null default 0)`);
  await db.execute(sql`insert into thing values (1), (2)`);
  const change = (tx: Database, id: number) =>
    tx.execute(sql`update thing set changes = changes + 1 where id = ${id}`);
  let started = 0;
  const both = Promise.withResolvers<void>();
  const inOrder = (first: number, second: number) =>
    transaction(db, async (outer) => {
      await change(outer, first);
      started += 1;
      if (started === 2) both.resolve();
      await both.promise;
      await transaction(outer, (inner) => change(inner, second));
    });

  await Promise.all([inOrder(1, 2), inOrder(2, 1)]);

  const { rows } = await db.execute(sql`select id, changes from thing order by id`);
  expect(rows).toEqual([
    { id: 1, changes: 2 },
    { id: 2, changes: 2 },
  ]);
  expect(started).toBe(3);
  await connection.close();
  // What the storm relies on: a deadlock is counted, also one that nobody saw.
  const { rows: counted } = await database
    .connect(1)
    .db.execute(sql`select deadlocks::int from pg_stat_database where datname = current_database()`);
  expect(counted).toEqual([{ deadlocks: 1 }]);
  await database.drop();
});
