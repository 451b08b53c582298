import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect } from "vitest";
import type { Database } from "#db/client.ts";
import { brokenPromises } from "#lib/cli/invariants.ts";
import { test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { migrate } from "./migrate.ts";

/**
 * The tools of PostgreSQL 18 or later: in PG_BIN, in PATH, or where Debian has them. Null where
 * there are none.
 */
function tools(): string | null {
  const folders = [
    process.env.PG_BIN,
    ...(process.env.PATH ?? "").split(":"),
    "/usr/lib/postgresql/18/bin",
  ];
  return folders.find((folder) => folder && isNew(join(folder, "pg_dump"))) ?? null;
}

function isNew(program: string): boolean {
  if (!existsSync(program)) return false;
  const version = /\) (\d+)/.exec(execFileSync(program, ["--version"], { encoding: "utf8" }))?.[1];
  return Number(version) >= 18;
}

const bin = tools();

describe.skipIf(bin === null)("pg_dump and pg_restore", () => {
  test("a dump by a login of the backup role is put back in one transaction, and everything is there", async ({
    serverUrl,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), "trivium-dump-"));
    const [database, empty] = [await freshDatabase(serverUrl), await freshDatabase(serverUrl)];
    try {
      const { db } = database.connect(2);
      await migrate(database.url, { application: asLogin(database.url, "trivium_tested") });
      await db.execute(sql`do $$ begin create role trivium_nightly login password 'of the tests' in role trivium_backup;
        exception when duplicate_object then end $$`);
      await someBookings(db);
      const file = join(folder, "dump");
      const run = (program: string, args: string[]) =>
        execFileSync(join(bin ?? "", program), args, { stdio: ["ignore", "ignore", "pipe"] });

      run("pg_dump", [
        "--format=custom",
        "--enable-row-security",
        `--file=${file}`,
        asLogin(database.url, "trivium_nightly"),
      ]);
      await empty
        .connect(1)
        .db.execute(sql`drop schema public cascade; drop schema if exists drizzle cascade;
        drop schema if exists pgboss cascade; create schema public`);
      run("pg_restore", ["--single-transaction", "--exit-on-error", `--dbname=${empty.url}`, file]);

      const back = empty.connect(2).db;
      expect(await counts(back)).toEqual(await counts(db));
      expect(await shape(back)).toEqual(await shape(db));
      expect(Object.entries(await brokenPromises(back)).filter(([, count]) => count > 0)).toEqual(
        [],
      );
      // The next start finds nothing to do.
      await migrate(empty.url, { application: asLogin(empty.url, "trivium_tested") });
    } finally {
      await database.drop();
      await empty.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

test("what a dump says of a partitioned table can be said: tables, parts, then each index and its attachment", async ({
  ctx,
}) => {
  const { db } = ctx;
  const before = await shapeOfParts(db);
  const { rows: parents } = await db.execute<{
    index: string;
    constraint: string | null;
    made: string;
  }>(sql`
    select class.relname as index, con.conname as constraint,
      coalesce('alter table only again.allocation add constraint ' || quote_ident(con.conname) || ' ' || pg_get_constraintdef(con.oid),
        replace(pg_get_indexdef(indexrelid), ' public.', ' again.')) as made
    from pg_index join pg_class class on class.oid = indexrelid left join pg_constraint con on con.conindid = indexrelid and con.contype in ('p', 'u', 'x')
    where indrelid = 'allocation'::regclass`);
  const { rows: own } = await db.execute<{ made: string; attached: string | null }>(sql`
    select coalesce('alter table only again.' || part.relname || ' add constraint ' || quote_ident(con.conname) || ' ' || pg_get_constraintdef(con.oid),
        replace(pg_get_indexdef(indexrelid), ' public.', ' again.')) as made,
      'alter index again.' || parent.relname || ' attach partition again.' || class.relname as attached
    from pg_index join pg_class class on class.oid = indexrelid join pg_class part on part.oid = indrelid
    join pg_inherits on inhrelid = indrelid and inhparent = 'allocation'::regclass
    left join pg_constraint con on con.conindid = indexrelid and con.contype in ('p', 'u', 'x')
    left join pg_inherits above on above.inhrelid = indexrelid left join pg_class parent on parent.oid = above.inhparent`);
  const { rows: parts } = await db.execute<{ part: string; bound: string }>(sql`
    select relname as part, pg_get_expr(relpartbound, pg_class.oid) as bound from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'allocation'::regclass`);
  const statements = [
    "create schema again",
    "create table again.allocation (like public.allocation) partition by hash (space_id)",
    ...parts.flatMap(({ part, bound }) => [
      `create table again.${part} (like public.allocation)`,
      `alter table only again.allocation attach partition again.${part} ${bound}`,
    ]),
    ...parents.map(({ made }) => made),
    ...own.map(({ made }) => made),
    ...own.flatMap(({ attached }) => attached ?? []),
  ];
  for (const statement of statements) await db.execute(sql.raw(statement));
  const after = await shapeOfParts(db, "again");
  expect(after).toEqual(before);
  expect(after.length).toBeGreaterThan(30);
});

/** Each index of the table and of its parts, and whether it is whole. */
async function shapeOfParts(db: Database, schema = "public"): Promise<unknown[]> {
  const { rows } = await db.execute(sql`
    select class.relname as index, indisvalid as whole, parent.relname as of from pg_index join pg_class class on class.oid = indexrelid
    left join pg_inherits on inhrelid = indexrelid left join pg_class parent on parent.oid = inhparent
    where class.relnamespace = ${schema}::regnamespace and class.relname like 'allocation%' order by 1`);
  return rows;
}

/**
 * Constraints, indexes, triggers, policies. A chain of "and" comes back with other brackets, which
 * say nothing.
 */
async function shape(db: Database): Promise<unknown[]> {
  const { rows } = await db.execute<{ at: string; name: string; says: string }>(sql`
    select conrelid::regclass::text as at, conname as name, pg_get_constraintdef(oid) as says from pg_constraint where connamespace = 'public'::regnamespace
    union all select indrelid::regclass::text, indexrelid::regclass::text, indisvalid::text from pg_index
      join pg_class on pg_class.oid = indexrelid where relnamespace = 'public'::regnamespace
    union all select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select polrelid::regclass::text, polname, pg_get_expr(polqual, polrelid) from pg_policy
    union all select oid::regclass::text, 'forced', (relrowsecurity and relforcerowsecurity)::text from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    order by 1, 2, 3`);
  return rows.map(({ at, name, says }) => `${at} ${name} ${says.replaceAll(/[()]/g, "")}`);
}

async function counts(db: Database): Promise<unknown[]> {
  const { rows } = await db.execute(sql`
    select table_name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from public.%I', table_name), false, true, '')))[1]::text as n
    from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
  return rows;
}

async function someBookings(db: Database): Promise<void> {
  const given = givenOn(db);
  for (let at = 0; at < 4; at += 1) {
    const { id, spaceId } = await given.room();
    const { personId } = await given.person();
    await db.execute(sql`
      with booked as (insert into booking (space_id, room_id, during, people, booked_by, status)
        values (${spaceId}::uuid, ${id}::uuid, '[2026-03-02 08:00+00, 2026-03-02 09:00+00)', 2, ${personId}::uuid, 'confirmed') returning *),
      noted as (insert into audit_entry (actor, action, space_id, subject, data) select 'system:test', 'booking.requested', space_id, id::text, '{}' from booked)
      insert into allocation (space_id, resource_id, booking_id, during) select space_id, room_id, id, during from booked`);
  }
}

function asLogin(url: string, login: string): string {
  const address = new URL(url);
  address.username = login;
  address.password = "of the tests";
  return address.href;
}
