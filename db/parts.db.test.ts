import { type SQL, sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { test } from "#lib/fixtures/database.ts";
import { givenOn } from "#lib/fixtures/given.ts";
import { freshDatabase } from "#lib/fixtures/postgres-database.ts";
import { migrate } from "./migrate.ts";

const GUARD = "EXCLUDE USING gist (space_id WITH =, resource_id WITH =, during WITH &&) WHERE (active)";
const EXCLUDED = "23P01";

/** The parts of the table of what is held, by name, each with the definition of its exclusion constraint, or null. */
async function guardsOf(db: Database): Promise<Record<string, string | null>> {
  const { rows } = await db.execute<{ part: string; guard: string | null }>(sql`
    select tree.relid::regclass::text as part, pg_get_constraintdef(con.oid) as guard from pg_partition_tree('allocation') tree
    left join pg_constraint con on con.conrelid = tree.relid and con.contype = 'x' where tree.isleaf`);
  return Object.fromEntries(rows.map(({ part, guard }) => [part, guard]));
}

/** Two parts in place of one, as when a network grows. */
async function split(db: Database): Promise<void> {
  const statements: SQL[] = [
    sql`alter table allocation detach partition allocation_3`,
    sql`drop table allocation_3`,
    sql`create table allocation_low partition of allocation for values with (modulus 16, remainder 3)`,
    sql`create table allocation_high partition of allocation for values with (modulus 16, remainder 11)`,
  ];
  for (const statement of statements) await db.execute(statement);
}

test("each part keeps two from one room, and no table has what a dump cannot put back", async ({ ctx }) => {
  const guards = await guardsOf(ctx.db);
  expect(Object.keys(guards)).toHaveLength(8);
  expect(new Set(Object.values(guards))).toEqual(new Set([GUARD]));
  // pg_restore makes the index of a part with its constraint, and then cannot attach it to the parent's.
  const { rows } = await ctx.db.execute(sql`
    select conname from pg_constraint join pg_class on pg_class.oid = conrelid where contype = 'x' and relkind = 'p'
    union all select indexrelid::regclass::text from pg_index where not indisvalid`);
  expect(rows).toEqual([]);
});

test("a part that was made later is guarded from the next start on, and two who want one room at once get it once", async () => {
  const database = await freshDatabase();
  try {
    const connections = [database.connect(1).db, database.connect(1).db] as const;
    const [db] = connections;
    await split(db);
    const unguarded = await guardsOf(db);
    expect(unguarded).toMatchObject({ allocation_low: null, allocation_high: null });

    await migrate(database.url);
    expect(Object.values(await guardsOf(db))).toEqual(Array.from({ length: 9 }, () => GUARD));

    for (const part of ["allocation_low", "allocation_high"]) {
      const { id: resourceId } = await givenOn(db).room();
      const spaceId = await spaceIn(db, part);
      const take = (at: Database) =>
        at.execute(sql`insert into allocation (space_id, resource_id, during)
          values (${spaceId}::uuid, ${resourceId}::uuid, '[2026-03-02 08:00+00, 2026-03-02 09:00+00)')`);
      const outcomes = await Promise.allSettled(connections.map(take));
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const refused = outcomes.find((outcome) => outcome.status === "rejected");
      expect(refused?.reason.cause).toMatchObject({ code: EXCLUDED, table: part });
    }
  } finally {
    await database.drop();
  }
});

/** An id of a space whose rows go into this part. */
async function spaceIn(db: Database, part: string): Promise<string> {
  const remainder = part === "allocation_low" ? 3 : 11;
  const { rows } = await db.execute<{ id: string }>(sql`
    select id::text from (select gen_random_uuid() as id from generate_series(1, 1000)) ids
    where satisfies_hash_partition('allocation'::regclass, 16, ${sql.raw(String(remainder))}, id) limit 1`);
  return rows[0]?.id ?? "";
}
