import type pg from "pg";
import { expect } from "vitest";
import { test } from "#testing/database.ts";
import { stateOf } from "./state.ts";

/** Others use the same server: between two questions, one of them may have written something. */
const TRIES = 200;

async function opened(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  await client.query("begin");
  return client;
}

test("every commit changes the name of the state", async ({ database }) => {
  const { pool } = database.connect(1);
  await pool.query("create table thing (n int)");
  const names = new Set([await stateOf(pool)]);
  for (let n = 0; n < 20; n += 1) {
    await pool.query("insert into thing values ($1)", [n]);
    names.add(await stateOf(pool));
  }
  await pool.query("delete from thing");
  names.add(await stateOf(pool));
  expect(names.size).toBe(22);
});

test("a transaction changes it when it is committed, however long it was open", async ({
  database,
}) => {
  const { pool } = database.connect(4);
  await pool.query("create table other (n int)");
  const [early, late] = [await opened(pool), await opened(pool)];
  await early.query("insert into other values (1)");
  await late.query("savepoint one");
  await late.query("insert into other values (2)");
  for (const writer of [late, early]) {
    const before = await stateOf(pool);
    await writer.query("commit");
    expect(await stateOf(pool)).not.toBe(before);
  }
  early.release();
  late.release();
});

test("what only reads changes nothing in it", async ({ database }) => {
  const { pool } = database.connect(1);
  for (let tried = 0; tried < TRIES; tried += 1) {
    const before = await stateOf(pool);
    await pool.query("select count(*) from space");
    if ((await stateOf(pool)) === before) return;
  }
  expect.unreachable("reading alone changed it, each time");
});
