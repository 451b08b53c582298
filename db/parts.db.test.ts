import { type SQL, sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { migrate } from "./migrate.ts";

const GUARD =
  "EXCLUDE USING gist (space_id WITH =, resource_id WITH =, during WITH &&) WHERE ((active AND (NOT isempty(during))))";
const EXCLUDED = "23P01";
/**
 * How many entries lie before those that are looked at: fewer than half a page, so that their
 * numbers are there after it is split.
 */
const BEFORE = 12;

/**
 * The parts of the table of what is held, by name, each with the definition of its exclusion
 * constraint, or null.
 */
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

test("each part keeps two from one room, and no table has what a dump cannot put back", async ({
  ctx,
}) => {
  const guards = await guardsOf(ctx.db);
  expect(Object.keys(guards)).toHaveLength(8);
  expect(new Set(Object.values(guards))).toEqual(new Set([GUARD]));
  // pg_restore makes the index of a part with its constraint, and then cannot attach it to the
  // parent's.
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

/*
 * A query that starts over in a GiST index can make PostgreSQL forget what stands in it (migrations/60_guard_unread.sql). Here one looks
 * at one time twice: entries of rows that are gone lie there before it, and the index grows by a page between its two looks.
 */
test("no query reads the index that keeps two from one room, so that none can blunt it", async () => {
  const database = await freshDatabase();
  try {
    const [{ db }, reader, other] = [
      database.connect(1),
      database.connect(1).db,
      database.connect(1).db,
    ];
    const [{ id: spaceId }, ids] = [await givenOn(db).space(), [] as string[]];
    for (let each = 0; each < 3; each += 1) ids.push((await givenOn(db).room({ spaceId })).id);
    // In the order of the index: the times looked at, those that come meanwhile, and those that are
    // there before.
    const [looked, added, first] = ids.toSorted() as [string, string, string];
    const hour = (
      at: number,
    ) => sql`tstzrange('2026-03-02 08:00+00'::timestamptz + ${at} * interval '1 hour',
      '2026-03-02 09:00+00'::timestamptz + ${at} * interval '1 hour')`;
    const take = (resourceId: string, at: number) =>
      db.execute(
        sql`insert into allocation (space_id, resource_id, during) values (${spaceId}, ${resourceId}, ${hour(at)})`,
      );
    const pages = async () => {
      const { rows } = await db.execute<{ pages: number }>(sql`
        select sum(pg_relation_size(conindid) / 8192)::int as pages from pg_constraint where contype = 'x' and conname like 'allocation%'`);
      return rows[0]?.pages ?? 0;
    };

    // The one way that is left is the one that is looked for.
    await db.execute(sql`drop index allocation_resource_end`);
    for (let at = 0; at < BEFORE; at += 1) await take(first, at);
    for (let at = 0; at < 5; at += 1) {
      await take(looked, 0);
      await db.execute(sql`delete from allocation where resource_id = ${looked}`);
    }
    for (const off of ["seqscan", "bitmapscan", "hashjoin", "mergejoin", "material"])
      await reader.execute(sql.raw(`set enable_${off} = off`));
    await other.execute(sql`select pg_advisory_lock(1)`);
    const looking = Promise.resolve(
      reader.execute(sql`
      select count(*) from (values (0, 2), (0, 1)) look (at, lock)
        cross join lateral (select pg_advisory_lock_shared(look.lock)::text as locked offset 0) turn
        left join lateral (select held.id from allocation held where held.space_id = ${spaceId} and held.resource_id = ${looked}
          and held.active and held.during && ${hour(0)} and look.at = 0 offset 0) held on true
      where turn.locked is not null`),
    );
    await waitsForALock(db);
    const before = await pages();
    let times = 0;
    for (; (await pages()) === before; times += 1) await take(added, times);
    await other.execute(sql`select pg_advisory_unlock(1)`);
    await looking;

    const again = await Promise.allSettled(
      [...Array(times).keys()]
        .map((at) => take(added, at))
        .concat([...Array(BEFORE).keys()].map((at) => take(first, at))),
    );
    expect(again.filter(({ status }) => status === "fulfilled")).toEqual([]);
  } finally {
    await database.drop();
  }
}, 60_000);

async function waitsForALock(db: Database): Promise<void> {
  for (;;) {
    const { rowCount } =
      await db.execute(sql`select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`);
    if (rowCount) return;
  }
}
