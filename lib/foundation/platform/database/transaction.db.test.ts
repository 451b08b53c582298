import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connect, type Database } from "#db/client.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
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
    .db.execute(
      sql`select deadlocks::int from pg_stat_database where datname = current_database()`,
    );
  expect(counted).toEqual([{ deadlocks: 1 }]);
  await database.drop();
});

test("a connection that dies between two statements fails its transaction, and nothing else", async () => {
  const database = await freshDatabase();
  const { db } = database.connect(2);
  const cut = transaction(db, async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await db.execute(sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`);
    await setTimeout(50);
    await tx.execute(sql`select 1`);
  });
  await expect(cut).rejects.toThrow();
  expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  await database.drop();
});
