import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SQL, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Connection } from "#db/client.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import { recordAudit, sealAudit, verifyAudit } from "./audit.ts";

const HERE = "00000000-0000-4000-8000-000000000001";
const actor = { kind: "system", name: "test" } as const;
const NOW = Temporal.Now.instant();
let database: FreshDatabase;
let connection: Connection;
let folder: string;
let witness: typeof import("./audit-witness.ts");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "witness-"));
  vi.stubEnv("DATA_DIR", folder);
  vi.stubEnv("AUTH_SECRET", "a secret that is long enough for a test");
  vi.resetModules();
  witness = await import("./audit-witness.ts");
  database = await freshDatabase();
  connection = database.connect(4);
  for (const at of [0, 1, 2]) await record(HERE, `thing-${at}`);
  await record(null, "network");
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

const record = async (spaceId: string | null, subject: string) => {
  await recordAudit(connection.db, { actor, action: "booking.requested", spaceId, subject });
  await sealAudit(connection.db);
};
const look = () => witness.witnessAudit(connection.db, NOW);
const verdict = (now = NOW) => witness.verifyWitness(connection.db, now);
const file = () => join(folder, "audit-witness.jsonl");
const lines = async () => (await readFile(file(), "utf8")).trim().split("\n");

/**
 * As somebody does who owns the tables: no trigger stands in the way, and the chain fits again
 * afterwards.
 */
async function behindTheLog(...statements: SQL[]) {
  await connection.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const statement of statements) await tx.execute(statement);
  });
}

/** Works out every seal and head of a chain anew, as the database itself would have. */
const sealedAnew = sql`do $$
  declare entry audit_entry; before text := ''; nth int := 0;
  begin
    delete from audit_seal where chain = ${sql.raw(`'${HERE}'`)};
    for entry in select * from audit_entry where space_id = ${sql.raw(`'${HERE}'`)} order by id loop
      nth := nth + 1;
      insert into audit_seal (entry_id, chain, position, previous_hash, hash)
        values (entry.id, ${sql.raw(`'${HERE}'`)}, nth, before, audit_hash(before, entry));
      before := audit_hash(before, entry);
    end loop;
    update audit_head set position = nth, hash = before where chain = ${sql.raw(`'${HERE}'`)};
  end $$`;

test.each([
  ["changed", sql`update audit_entry set subject = 'another' where subject = 'thing-1'`, 3],
  ["removed", sql`delete from audit_entry where subject = 'thing-1'`, 3],
  ["removed at its end", sql`delete from audit_entry where subject = 'thing-2'`, 3],
])("a chain that was %s and sealed anew throughout is found", async (_, tampering, position) => {
  expect(await look()).toBe(2);
  await behindTheLog(tampering, sealedAnew);

  expect((await verifyAudit(connection.db)).firstBroken).toBeNull();
  expect(await verdict()).toEqual({
    is: "rewritten",
    chain: HERE,
    position,
    seenAt: NOW.toString(),
  });
});

test("entries that are put in their place again afterwards do not hide it", async () => {
  await look();
  await behindTheLog(
    sql`update audit_entry set subject = 'another' where subject = 'thing-1'`,
    sealedAnew,
  );
  await record(HERE, "thing-3");
  await look();
  expect(await verdict()).toMatchObject({ is: "rewritten", position: 3 });
});

test("a chain that is wholly gone is missed", async () => {
  await look();
  await behindTheLog(
    sql`delete from audit_entry where space_id is null`,
    sql`delete from audit_seal where entry_id not in (select id from audit_entry)`,
    sql`delete from audit_head where chain not in (select chain from audit_seal)`,
  );
  expect((await verifyAudit(connection.db)).firstBroken).toBeNull();
  expect(await verdict()).toMatchObject({ is: "rewritten", position: 1 });
});

test("what grew is witnessed once, also by two workers at once, in a file of this user alone", async () => {
  expect((await Promise.all([look(), look()])).sort()).toEqual([0, 2]);
  await record(HERE, "thing-3");
  expect(await look()).toBe(1);
  expect(await look()).toBe(0);
  expect(await lines()).toHaveLength(2);
  expect((await stat(file())).mode & 0o077).toBe(0);
  expect(await verdict()).toMatchObject({ is: "whole", lines: 2 });
});

test("a witness follows on what another process wrote, and begins anew where the file is gone", async () => {
  await look();
  vi.resetModules();
  const other = await import("./audit-witness.ts");
  await record(HERE, "thing-3");
  await other.witnessAudit(connection.db, NOW);
  await record(HERE, "thing-4");
  await look();
  expect(await verdict()).toMatchObject({ is: "whole", lines: 3 });
  await rm(file());
  expect(await look()).toBe(2);
  expect(await verdict()).toMatchObject({ is: "whole", lines: 1 });
});

test("a line of the file that was changed, slipped in or taken out is found", async () => {
  for (const at of [3, 4, 5]) {
    await look();
    await record(HERE, `thing-${at}`);
  }
  const [one, two, three] = (await lines()) as [string, string, string];
  const forged = two.replace(/"position":\d+/, '"position":1');
  for (const [text, at] of [
    [[one, forged, three], 2],
    [[one, three], 2],
    [[two, three], 1],
    [[one, "{}", three], 2],
  ] as const) {
    await writeFile(file(), `${text.join("\n")}\n`);
    expect(await verdict()).toEqual({ is: "forged", line: at });
  }
});

test("without the key nobody can write a line", async () => {
  await look();
  vi.stubEnv("AUTH_SECRET", "another secret that is just as long as it");
  vi.resetModules();
  witness = await import("./audit-witness.ts");
  expect(await verdict()).toEqual({ is: "forged", line: 1 });
});

test("entries that nobody witnesses are noticed after two hours, with or without a file", async () => {
  expect(await verdict(NOW.add({ hours: 1 }))).toMatchObject({ is: "whole", lines: 0, seal: null });
  expect(await verdict(NOW.add({ hours: 3 }))).toMatchObject({ is: "late" });
  await look();
  expect(await verdict(NOW.add({ hours: 3 }))).toMatchObject({ is: "whole" });
  await record(HERE, "thing-3");
  expect(await verdict(NOW.add({ hours: 3 }))).toEqual({ is: "late", chain: HERE });
});
