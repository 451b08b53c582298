import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SQL, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type Connection, connect, type Database } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import { recordAudit, sealAudit, unsealedFault, unsealedState, verifyAudit } from "./audit.ts";

const HERE = "00000000-0000-4000-8000-000000000001";
const THERE = "00000000-0000-4000-8000-000000000002";
const actor = { kind: "system", name: "test" } as const;
let database: FreshDatabase;
let connection: Connection;

beforeEach(async () => {
  database = await freshDatabase();
  connection = database.connect(20);
});
afterEach(() => database.drop());

const record = (spaceId: string | null, subject: string, db: Database = connection.db) =>
  recordAudit(db, { actor, action: "booking.requested", spaceId, subject });
const seal = (most?: number) => sealAudit(connection.db, most);
const verified = () => verifyAudit(connection.db);
const waiting = async () => (await unsealedState(connection.db)).waiting;

/** The chain of a space from its beginning: what its entries were about. */
async function chainOf(spaceId: string): Promise<string[]> {
  const { rows } = await connection.db.execute<{ subject: string }>(sql`
    select subject from audit_seal seal join audit_entry entry on entry.id = seal.entry_id
    where seal.chain = ${spaceId} order by seal.position`);
  return rows.map(({ subject }) => subject);
}

/** As somebody does who owns the tables: no trigger stands in the way. */
async function behindTheLog(...statements: SQL[]) {
  await connection.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const statement of statements) await tx.execute(statement);
  });
}

/** Rows of the log, its seals and what waits that this transaction has looked at. */
async function rowsRead(db: Database): Promise<number> {
  const { rows } = await db.execute<{ read: number }>(sql`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_xact_user_tables
    where relname like 'audit_%'`);
  return rows[0]?.read ?? 0;
}

/** A transaction that stays open until its end is asked for. */
async function openTransaction() {
  const opened = Promise.withResolvers<Database>();
  const end = Promise.withResolvers<void>();
  const ended = connection.db.transaction(async (tx) => {
    opened.resolve(tx);
    await end.promise;
  });
  const db = await opened.promise;
  return {
    db,
    commit: () => {
      end.resolve();
      return ended;
    },
    rollBack: () => {
      end.reject(new Error("roll back"));
      return ended.catch(() => {});
    },
  };
}

test("entries written at once, while several seal, form one unbroken chain per space", async () => {
  let isWriting = true;
  const sealing = Array.from({ length: 3 }, async () => {
    while (isWriting) await seal(7);
  });
  await Promise.all(
    Array.from({ length: 120 }, (_, at) => record(at % 3 === 0 ? null : HERE, `thing-${at}`)),
  );
  isWriting = false;
  await Promise.all(sealing);
  while (await seal()) {}

  expect(await verified()).toEqual({ entries: 120, firstBroken: null });
  expect(await waiting()).toBe(0);
  expect(new Set(await chainOf(HERE)).size).toBe(80);
});

test("an entry is written while its chain is being sealed: nobody waits for anybody", async () => {
  await record(HERE, "first");
  const sealing = await openTransaction();
  await sealAudit(sealing.db);
  const other = await openTransaction();

  await record(HERE, "second");
  await record(HERE, "third", other.db);
  await other.commit();
  // Another worker that comes meanwhile does nothing, and waits for nothing.
  expect(await seal()).toBe(false);
  expect(await waiting()).toBe(3);
  await sealing.commit();
  await seal();

  expect(await chainOf(HERE)).toEqual(["first", "second", "third"]);
  expect(await verified()).toEqual({ entries: 3, firstBroken: null });
});

test("an entry that commits after one with a higher id gets its seal as well, and once", async () => {
  const [slow, slower, undone] = [
    await openTransaction(),
    await openTransaction(),
    await openTransaction(),
  ];
  await record(HERE, "slow", slow.db);
  await record(HERE, "slower", slower.db);
  await record(HERE, "undone", undone.db);
  await record(HERE, "quick");
  await record(THERE, "elsewhere");
  await seal();
  expect(await chainOf(HERE)).toEqual(["quick"]);

  await slow.commit();
  await undone.rollBack();
  await seal();
  await record(HERE, "late");
  await slower.commit();
  await seal();
  await seal();

  // Those that wait together are in order of id, which follows the order in which they were
  // written.
  expect(await chainOf(HERE)).toEqual(["quick", "slow", "slower", "late"]);
  expect(await chainOf(THERE)).toEqual(["elsewhere"]);
  expect(await verified()).toEqual({ entries: 5, firstBroken: null });
  expect(await waiting()).toBe(0);
});

test("what waits is looked up by its id, though the log was thought to be empty", async () => {
  const entries = 200;
  await connection.db.execute(sql`vacuum (analyze) audit_entry, audit_seal, audit_unsealed`);
  const read = await connection.db.transaction(async (tx) => {
    for (let number = 0; number < entries; number += 1) await record(HERE, `${number}`, tx);
    const before = await rowsRead(tx);
    await sealAudit(tx);
    return (await rowsRead(tx)) - before;
  });
  expect(await waiting()).toBe(0);
  // Each is met a few times: as an entry, as a seal, as what waited. One by one in the order they
  // lie in, it would be half of them each time.
  expect(read).toBeLessThan(10 * entries);
});

test("a long queue is sealed in runs, the oldest first", async () => {
  for (const at of [0, 1, 2, 3, 4]) await record(HERE, `thing-${at}`);

  expect(await seal(2)).toBe(true);
  expect(await chainOf(HERE)).toEqual(["thing-0", "thing-1"]);
  expect(await seal(2)).toBe(true);
  expect(await seal(2)).toBe(false);
  expect(await chainOf(HERE)).toHaveLength(5);
  expect(await verified()).toEqual({ entries: 5, firstBroken: null });
});

describe("before its seal", () => {
  beforeEach(async () => {
    for (const at of [0, 1, 2]) await record(HERE, `thing-${at}`);
  });

  test("an entry is whole, and counts as waiting", async () => {
    expect(await verified()).toEqual({ entries: 3, firstBroken: null });
    expect(await unsealedState(connection.db)).toMatchObject({ waiting: 3 });
  });

  test.each([
    [
      "an entry that was changed",
      sql`update audit_entry set subject = 'x' where subject = 'thing-1'`,
      HERE,
      2,
    ],
    ["an entry that was removed", sql`delete from audit_entry where subject = 'thing-1'`, null, 2],
    [
      "one of which nothing says any more how it was",
      sql`delete from audit_unsealed where entry_id = 2`,
      HERE,
      2,
    ],
    [
      "a digest that was changed",
      sql`update audit_unsealed set digest = '' where entry_id = 2`,
      HERE,
      2,
    ],
    [
      "one that was slipped in",
      sql`insert into audit_entry (space_id, actor, action, subject) values (${HERE}, 'person:1', 'x', 'y')`,
      HERE,
      4,
    ],
  ])(
    "%s is found, gets no seal, and stands in nobody's way",
    async (_, tampering, chain, entryId) => {
      await behindTheLog(tampering);
      const broken = { chain, position: null, entryId };
      expect((await verified()).firstBroken).toEqual(broken);

      await record(HERE, "later");
      await seal(10);
      expect(await chainOf(HERE)).not.toContain("x");
      expect((await chainOf(HERE)).at(-1)).toBe("later");
      expect((await verified()).firstBroken).toEqual(broken);
    },
  );

  test.each([
    sql`update audit_unsealed set digest = ''`,
    sql`delete from audit_unsealed`,
    sql`truncate audit_unsealed`,
  ])("what waits refuses to be changed", async (statement) => {
    await expect(connection.db.execute(statement)).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  });

  test("one that waits for minutes is told of, sealed or not", async () => {
    expect(unsealedFault(await unsealedState(connection.db))).toBeNull();
    await behindTheLog(
      sql`update audit_unsealed set noted_at = noted_at - interval '6 minutes' where entry_id = 2`,
    );
    expect(unsealedFault(await unsealedState(connection.db))).toMatch(/^3 entries wait.*6 minutes/);
    await seal();
    expect(unsealedFault(await unsealedState(connection.db))).toBeNull();
  });
});

test.each([
  ["changed", sql`update audit_entry set subject = 'another' where subject = 'thing-1'`],
  ["removed", sql`delete from audit_entry where subject = 'thing-1'`],
])("a row that was %s behind the log's back is found", async (_, tampering) => {
  for (const at of [0, 1, 2]) await record(HERE, `thing-${at}`);
  await seal();
  await behindTheLog(tampering);

  expect((await verified()).firstBroken).toEqual({ chain: HERE, position: 2, entryId: 2 });
});

test("the log refuses to be changed", async () => {
  await record(HERE, "thing");
  await seal();

  for (const statement of [
    sql`update audit_entry set subject = ''`,
    sql`delete from audit_entry`,
    sql`truncate audit_seal`,
    sql`update audit_seal set hash = ''`,
    sql`delete from audit_seal`,
    sql`delete from audit_head`,
  ])
    await expect(connection.db.execute(statement)).rejects.toMatchObject({
      cause: { code: "42501" },
    });
});

test("the newest entries cannot be cut off together with the end of their chain", async () => {
  for (const at of [0, 1, 2]) await record(HERE, `thing-${at}`);
  await seal();

  await behindTheLog(
    sql`delete from audit_entry where subject = 'thing-2'`,
    sql`delete from audit_seal where position = 3`,
    sql`delete from audit_head`,
  );
  expect((await verified()).firstBroken).toMatchObject({ chain: HERE });
});

/** Before entries were sealed by the worker. */
const EARLIER = "54_lent_stock";

test("a log whose entries were sealed at commit goes on in the same chains", async () => {
  const folder = mkdtempSync(join(tmpdir(), "trivium-migrations-"));
  const name = `test_earlier_${crypto.randomUUID().replaceAll("-", "")}`;
  const url = new URL(inject("serverUrl"));
  url.pathname = `/${name}`;
  const server = connect(inject("serverUrl"), { max: 1 });
  await server.pool.query(`CREATE DATABASE ${name}`);
  try {
    cpSync(join(import.meta.dirname, "../../../../db/migrations"), folder, { recursive: true });
    const journalFile = join(folder, "meta/_journal.json");
    const journal = JSON.parse(readFileSync(journalFile, "utf8")) as { entries: { tag: string }[] };
    const upTo = journal.entries.findIndex(({ tag }) => tag === EARLIER) + 1;
    writeFileSync(
      journalFile,
      JSON.stringify({ ...journal, entries: journal.entries.slice(0, upTo) }),
    );
    await migrate(url.href, { folder });
    const old = connect(url.href, { max: 2 });
    for (const at of [0, 1, 2]) await record(at === 2 ? null : HERE, `thing-${at}`, old.db);
    const { rows } = await old.pool.query("select count(*)::int as sealed from audit_seal");
    expect(rows).toEqual([{ sealed: 3 }]);
    await old.close();

    await migrate(url.href);
    const { db, close } = connect(url.href, { max: 2 });
    expect(await verifyAudit(db)).toEqual({ entries: 3, firstBroken: null });
    for (const at of [3, 4, 5]) await record(at === 5 ? null : HERE, `thing-${at}`, db);
    await sealAudit(db);
    expect(await verifyAudit(db)).toEqual({ entries: 6, firstBroken: null });
    const { rows: heads } = await db.execute(
      sql`select chain, position::int as position from audit_head order by position`,
    );
    expect(heads).toEqual([
      { chain: "network", position: 2 },
      { chain: HERE, position: 4 },
    ]);
    await close();
  } finally {
    rmSync(folder, { recursive: true });
    await server.pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.close();
  }
});
