import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import { type Connection, connect } from "./client.ts";
import { LIMITS, type Work } from "./limits.ts";
import { migrate } from "./migrate.ts";

let database: FreshDatabase;
const open: Connection[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await Promise.all(open.map(({ close }) => close()));
  await database.drop();
});

function opened(options: Parameters<typeof connect>[1]): Connection {
  const connection = connect(database.url, options);
  open.push(connection);
  return connection;
}

const limitsOf = async ({ db }: Pick<Connection, "db">) =>
  (
    await db.execute<{ statement: string; lock: string; idle: string }>(sql`
      select (select setting from pg_settings where name = 'statement_timeout') as statement,
        (select setting from pg_settings where name = 'lock_timeout') as lock,
        (select setting from pg_settings where name = 'idle_in_transaction_session_timeout') as idle`)
  ).rows[0];

const said = ({ statementMs, lockMs, idleMs }: (typeof LIMITS)[Work]) => ({
  statement: String(statementMs),
  lock: String(lockMs),
  idle: String(idleMs),
});

test("a connection has the time-outs of its work, and those of another while it does other work", async () => {
  for (const work of Object.keys(LIMITS) as Work[])
    expect(await limitsOf(opened({ work, max: 1 }))).toEqual(said(LIMITS[work]));

  let now: Work = "page";
  const one = opened({ work: "page", max: 1, taker: () => ({ work: now }) });
  expect(await limitsOf(one)).toEqual(said(LIMITS.page));
  now = "report";
  expect(await limitsOf(one)).toEqual(said(LIMITS.report));
  await one.db.transaction(async (db) =>
    expect(await limitsOf({ db })).toEqual(said(LIMITS.report)),
  );
  now = "page";
  expect(await limitsOf(one)).toEqual(said(LIMITS.page));
});

test("a door whose requests hang leaves connections to the others", async () => {
  let door: string | null = "slow";
  const { db, pool } = opened({ work: "page", max: 4, taker: () => ({ door }) });
  const sleepers = Array.from({ length: 6 }, () => db.execute(sql`select pg_sleep(0.5)`).execute());
  door = "quick";
  const began = performance.now();
  await db.execute(sql`select 1`);
  expect(performance.now() - began).toBeLessThan(400);
  expect(pool.waiting).toBeGreaterThan(0);
  await Promise.all(sleepers);
  expect(pool.waiting).toBe(0);
});

test("what waits for a connection longer than its work may is told so", async () => {
  const { db } = opened({ work: "probe", max: 1 });
  const held = db.transaction(async () => wait(LIMITS.probe.connectionMs + 300));
  await expect(db.execute(sql`select 1`)).rejects.toMatchObject({
    cause: { name: "NoConnection", why: "full" },
  });
  await held.catch(() => {});
  await expect(db.execute(sql`select 1`)).resolves.toBeTruthy();
});

test("a transaction that breaks off is told by what broke it, and its connection is not kept", async () => {
  const { db, pool } = opened({ work: "page", max: 1 });
  for (let attempt = 0; attempt < 3; attempt += 1)
    await expect(
      db.transaction((tx) => tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`)),
    ).rejects.toMatchObject({ cause: { code: "57P01" } });
  await expect(db.transaction((tx) => tx.execute(sql`select 1`))).resolves.toBeTruthy();
  expect(pool.totalCount).toBe(1);
});

test("a server that hangs is waited for no longer than a statement may take", async () => {
  const { db, pool } = opened({ work: "probe", max: 1 });
  // The server does not end it: what it ends is set higher than what we wait for.
  await expect(
    db.transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = 0`);
      await tx.execute(sql`select pg_sleep(30)`);
    }),
  ).rejects.toMatchObject({ cause: { message: "Query read timeout" } });
  await expect(db.execute(sql`select 1`)).resolves.toBeTruthy();
  expect(pool.totalCount).toBe(1);
});

test("a change of a table waits for a long reader without holding up the others, and is made in the end", async () => {
  // Our own migrations, and one more.
  const folder = mkdtempSync(join(tmpdir(), "trivium-migration-"));
  cpSync(join(import.meta.dirname, "migrations"), folder, { recursive: true });
  const journalFile = join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(journalFile, "utf8"));
  const added = {
    idx: journal.entries.length,
    version: "7",
    when: 4_000_000_000_000,
    tag: "99_probe",
  };
  journal.entries.push({ ...added, breakpoints: true });
  writeFileSync(journalFile, JSON.stringify(journal));
  writeFileSync(
    join(folder, "99_probe.sql"),
    "ALTER TABLE session_topic_probe ADD COLUMN more integer;",
  );
  const reader = new pg.Client({ connectionString: database.url });
  await reader.connect();
  await reader.query("CREATE TABLE session_topic_probe (id integer)");
  await reader.query("BEGIN; SELECT * FROM session_topic_probe");
  const migrated = migrate(database.url, { folder });
  await wait(500);
  const { db } = opened({ work: "page", max: 1 });
  // Behind the change, which gives up its turn within its lock time-out.
  await expect(db.execute(sql`select * from session_topic_probe`)).resolves.toBeTruthy();
  await reader.query("COMMIT");
  await reader.end();
  await migrated;
  await expect(db.execute(sql`select more from session_topic_probe`)).resolves.toBeTruthy();
  rmSync(folder, { recursive: true });
});
