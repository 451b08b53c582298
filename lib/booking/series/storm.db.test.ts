import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connect } from "#db/client.ts";
import { ALL_KEPT, brokenPromises, untold } from "#lib/cli/invariants.ts";
import { cases } from "#testing/cases.ts";
import { NOW } from "#testing/database.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { storm } from "#testing/storm.ts";

/*
 * Everything at once, on connections of its own each. `STORM_STEPS=200 vitest run --project database lib/booking/series/storm.db.test.ts`
 * lets every client go on for longer.
 */

const CLIENTS = 64;
const CONNECTIONS = 32;
const STEPS = Number(process.env.STORM_STEPS ?? cases(15, 60));

test(`${CLIENTS} clients do what comes to mind: every promise is kept, and no two wait for each other`, {
  timeout: 60_000 + STEPS * 8_000,
}, async () => {
  const database = await freshDatabase();
  try {
    const connection = connect(database.url, { max: CONNECTIONS });
    const { db } = connection;
    const { done, refused, faults } = await storm(connection, {
      clients: CLIENTS,
      steps: STEPS,
      now: NOW,
    });
    if (process.env.STORM_STEPS)
      process.stdout.write(`${JSON.stringify({ done, refused }, null, 1)}\n`);

    expect(faults).toEqual([]);
    expect(await brokenPromises(db)).toEqual(ALL_KEPT);
    expect(await untold(db)).toEqual([]);
    expect(Object.values(done).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
    // What only staff do is tried often and refused often: whether one went through is chance.
    for (const deed of ["planSession", "close", "bookSeries"])
      expect((done[deed] ?? 0) + (refused[deed] ?? 0), deed).toBeGreaterThan(0);
    const { rows } = await db.execute<Record<string, number>>(sql`
      select (select count(*)::int from booking) as bookings, (select count(*)::int from booking_wait) as waits,
        (select count(*)::int from visit) as visits`);
    for (const [name, count] of Object.entries(rows[0] ?? {}))
      expect(count, name).toBeGreaterThan(0);

    // Not one that was tried again either: locks are taken in one order
    // (lib/booking/allocation/turns.ts). Connections report when they end.
    await connection.close();
    const { rows: counted } = await database
      .connect(1)
      .db.execute(
        sql`select deadlocks::int from pg_stat_database where datname = current_database()`,
      );
    expect(counted).toEqual([{ deadlocks: 0 }]);
  } finally {
    await database.drop();
  }
});

test("the look at the tables can fail: without the constraint and the trigger, it finds what they kept out", async () => {
  const database = await freshDatabase();
  try {
    const connection = database.connect(CONNECTIONS);
    const { db } = connection;
    const { rows: guards } = await db.execute<{ part: string; name: string }>(sql`
      select conrelid::regclass::text as part, conname as name from pg_constraint where conname like 'allocation%no_overlap'`);
    expect(guards.length).toBeGreaterThan(0);
    for (const { part, name } of guards)
      await db.execute(sql`alter table ${sql.raw(part)} drop constraint ${sql.identifier(name)}`);
    await db.execute(sql`drop trigger stock_not_exceeded on stock_allocation`);
    await storm(connection, { clients: CLIENTS, steps: 4, now: NOW });
    const { overlaps, oversold } = await brokenPromises(db);
    expect(overlaps).toBeGreaterThan(0);
    expect(oversold).toBeGreaterThan(0);
  } finally {
    await database.drop();
  }
}, 120_000);
