import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Connection } from "#db/client.ts";
import { type FreshDatabase, freshDatabase } from "#lib/fixtures/postgres-database.ts";
import { recordAudit, verifyAudit } from "./audit.ts";

const HERE = "00000000-0000-4000-8000-000000000001";
const actor = { kind: "system", name: "test" } as const;
let database: FreshDatabase;
let connection: Connection;

beforeEach(async () => {
  database = await freshDatabase();
  connection = database.connect(16);
});
afterEach(() => database.drop());

const record = (spaceId: string | null, subject: string) =>
  recordAudit(connection.db, { actor, action: "booking.requested", spaceId, subject });

test("entries written at once form one unbroken chain per space", async () => {
  await Promise.all(Array.from({ length: 60 }, (_, at) => record(at % 3 === 0 ? null : HERE, `thing-${at}`)));

  expect(await verifyAudit(connection.db)).toEqual({ entries: 60, firstBroken: null });
});

test.each([
  ["changed", sql`update audit_entry set subject = 'another' where subject = 'thing-1'`],
  ["removed", sql`delete from audit_entry where subject = 'thing-1'`],
])("a row that was %s behind the log's back is found", async (_, tampering) => {
  for (const at of [0, 1, 2]) await record(HERE, `thing-${at}`);
  await connection.db.transaction(async (tx) => {
    await tx.execute(sql`alter table audit_entry disable trigger audit_entry_append_only`);
    await tx.execute(tampering);
    await tx.execute(sql`alter table audit_entry enable trigger audit_entry_append_only`);
  });

  expect((await verifyAudit(connection.db)).firstBroken).toEqual({ chain: HERE, position: 2 });
});

test("the log refuses to be changed", async () => {
  await record(HERE, "thing");

  for (const statement of [
    sql`update audit_entry set subject = ''`,
    sql`delete from audit_entry`,
    sql`truncate audit_seal`,
  ])
    await expect(connection.db.execute(statement)).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("the newest entries cannot be cut off together with the end of their chain", async () => {
  for (const at of [0, 1, 2]) await record(HERE, `thing-${at}`);
  await expect(connection.db.execute(sql`delete from audit_head`)).rejects.toMatchObject({
    cause: { code: "42501" },
  });

  await connection.db.transaction(async (tx) => {
    for (const table of ["audit_entry", "audit_seal", "audit_head"])
      await tx.execute(sql.raw(`alter table ${table} disable trigger ${table}_append_only`));
    await tx.execute(sql`delete from audit_entry where subject = 'thing-2'`);
    await tx.execute(sql`delete from audit_seal where position = 3`);
    await tx.execute(sql`delete from audit_head`);
  });
  expect((await verifyAudit(connection.db)).firstBroken).toMatchObject({ chain: HERE });
});
