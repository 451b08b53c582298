import { readdirSync } from "node:fs";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { beforeAll, expect, test } from "vitest";
import { knownMigrations } from "#db/journal.ts";
import { homeOf, modules, ownerOf } from "#lib/modules.ts";
import { sources } from "./source-text.ts";
import { type TableNames, type TableUse, tableUses } from "./table-uses.ts";

/** Who may use tables of others all the same, by the beginning of a path, and why. Ten at most. */
const EXCEPTIONS: Record<string, { may: TableUse["how"][]; why: string }> = {
  "lib/demonstration/": { may: ["reads", "writes"], why: "makes the world of the demonstration" },
  "scripts/": { may: ["reads", "writes"], why: "measures and breaks networks of its own" },
  "server/doors/world/": {
    may: ["reads", "writes"],
    why: "makes the world in which every door is tried",
  },
  "lib/cli/invariants.ts": {
    may: ["reads"],
    why: "asks the tables themselves for every promise, past the code that should keep them",
  },
  "lib/cli/rotate.ts": {
    may: ["reads", "writes"],
    why: "one transaction seals anew whatever is sealed, while nothing else runs",
  },
  "lib/evidence/privacy/": {
    may: ["reads", "writes"],
    why: "one transaction takes a person out of every table; person-columns.ts names what becomes of each column",
  },
  "lib/foundation/platform/outbox.ts": {
    may: ["writes", "reads"],
    why: "every domain queues letters in its own transaction, also those that notifications stands on",
  },
};

/**
 * Reads of tables of others that are left, by reader and owner, counted in statements. None may be
 * added, and who takes some away writes the smaller number.
 */
const LEFT: Record<string, number> = {
  "booking/allocation → booking/bookings": 4,
  "booking/allocation → booking/closures": 3,
  "booking/allocation → foundation/identity": 8,
  "booking/allocation → learning/sessions": 4,
  "booking/allocation → places/spaces": 19,
  "booking/bookings → booking/allocation": 1,
  "booking/bookings → booking/closures": 4,
  "booking/bookings → booking/guests": 2,
  "booking/bookings → booking/series": 1,
  "booking/bookings → foundation/identity": 22,
  "booking/bookings → learning/sessions": 9,
  "booking/bookings → places/spaces": 32,
  "booking/calendars → booking/allocation": 1,
  "booking/calendars → booking/bookings": 7,
  "booking/calendars → booking/series": 1,
  "booking/calendars → foundation/identity": 3,
  "booking/calendars → foundation/notifications": 1,
  "booking/calendars → learning/sessions": 2,
  "booking/calendars → places/spaces": 17,
  "booking/closures → booking/allocation": 2,
  "booking/closures → booking/bookings": 3,
  "booking/closures → foundation/identity": 4,
  "booking/closures → learning/sessions": 1,
  "booking/closures → places/spaces": 10,
  "booking/guests → booking/bookings": 1,
  "booking/search → places/spaces": 20,
  "booking/series → booking/allocation": 1,
  "booking/series → booking/bookings": 7,
  "booking/series → booking/closures": 1,
  "booking/series → foundation/identity": 1,
  "booking/series → learning/sessions": 1,
  "booking/series → places/spaces": 9,
  "cli → foundation/identity": 1,
  "evidence/research → foundation/consent": 1,
  "evidence/research → learning/attendance": 11,
  "evidence/research → learning/sessions": 7,
  "evidence/research → places/spaces": 6,
  "foundation/consent → booking/bookings": 1,
  "foundation/consent → foundation/identity": 3,
  "foundation/consent → learning/sessions": 3,
  "foundation/consent → places/spaces": 2,
  "foundation/identity → places/spaces": 9,
  "foundation/notifications → foundation/identity": 2,
  "foundation/platform → places/spaces": 1,
  "foundation/webhooks → places/spaces": 2,
  "learning/attendance → foundation/consent": 1,
  "learning/attendance → foundation/identity": 1,
  "learning/attendance → learning/sessions": 4,
  "learning/sessions → booking/bookings": 5,
  "learning/sessions → booking/closures": 3,
  "learning/sessions → foundation/identity": 4,
  "learning/sessions → places/spaces": 12,
  "learning/visits → foundation/identity": 2,
  "learning/visits → learning/sessions": 1,
  "learning/visits → places/spaces": 11,
  "operations → foundation/identity": 1,
  "operations → places/spaces": 2,
  "places/occupancy → booking/allocation": 2,
  "places/occupancy → booking/bookings": 6,
  "places/occupancy → learning/attendance": 3,
  "places/occupancy → learning/sessions": 4,
  "places/occupancy → learning/visits": 2,
  "places/occupancy → places/spaces": 24,
  "places/spaces → booking/allocation": 5,
  "places/spaces → booking/bookings": 3,
  "places/spaces → booking/closures": 3,
  "places/spaces → foundation/identity": 4,
  "places/spaces → learning/sessions": 1,
};

let names: TableNames;
let uses: TableUse[];

beforeAll(async () => {
  names = await tableNames();
  uses = sources().flatMap((source) => tableUses(source, names));
});

async function tableNames(): Promise<TableNames> {
  const files = readdirSync("db/schema").filter((name) => name.endsWith(".ts"));
  const modules = await Promise.all(files.map((name) => import(`#db/schema/${name}`)));
  const exported = modules
    .flatMap((module) => Object.entries(module as Record<string, unknown>))
    .flatMap(([name, table]) =>
      table instanceof PgTable ? [[name, getTableConfig(table).name] as const] : [],
    );
  return { sql: tablesOfMigrations(), exported: new Map(exported) };
}

/** Every table and view that is there when the migrations of this version are done. */
function tablesOfMigrations(): string[] {
  const there = new Set<string>();
  for (const { makes, drops } of knownMigrations()) {
    for (const name of drops) there.delete(name);
    for (const name of makes) there.add(name);
  }
  return [...there];
}

/** Uses of a table by somebody who does not own it, without the exceptions. */
function foreign(all: readonly TableUse[]): TableUse[] {
  return all.filter(({ path, table, how }) => {
    if (homeOf(path) === ownerOf(table)) return false;
    return !Object.entries(EXCEPTIONS).some(
      ([begins, { may }]) => path.startsWith(begins) && may.includes(how),
    );
  });
}

const worded = ({ path, table, how }: TableUse) => `${path} ${how} ${table} (of ${ownerOf(table)})`;

/** Reads by reader and owner. */
function pairsOf(all: readonly TableUse[]): Record<string, number> {
  const pairs: Record<string, number> = {};
  for (const { path, table, times } of all.filter(({ how }) => how === "reads")) {
    const pair = `${homeOf(path)} → ${ownerOf(table)}`;
    pairs[pair] = (pairs[pair] ?? 0) + times;
  }
  return pairs;
}

test("every table has one owner, and every owner has its tables", () => {
  expect(names.sql.filter((table) => !ownerOf(table))).toEqual([]);
  const owned = modules().flatMap(({ tables = [] }) => tables);
  expect(owned.filter((table) => !names.sql.includes(table))).toEqual([]);
  expect(owned.filter((table, at) => owned.indexOf(table) !== at)).toEqual([]);
});

/** What is found where tables are used by others: writes, and more reads than are left. */
function faultsIn(all: readonly TableUse[]): { writes: string[]; reads: Record<string, number> } {
  const found = foreign(all);
  const more = Object.entries(pairsOf(found)).filter(([pair, count]) => count > (LEFT[pair] ?? 0));
  return {
    writes: found.filter(({ how }) => how === "writes").map(worded),
    reads: Object.fromEntries(more),
  };
}

test("a table is written by its owner", () => {
  expect(faultsIn(uses).writes).toEqual([]);
});

test("no read of another's table is added", () => {
  expect(
    faultsIn(uses).reads,
    "ask a query of the owner; who has taken reads away writes the smaller number in LEFT",
  ).toEqual({});
});

test.each([
  [
    "upward, by a module that read nothing there",
    { path: "lib/places/spaces/planted.ts", text: "sql`select from visit`" },
    { writes: [], reads: { "places/spaces → learning/visits": 1 } },
  ],
  [
    "upward, by a module that reads there already",
    { path: "lib/places/spaces/planted.ts", text: "sql`select from closure` ".repeat(100) },
    { writes: [], reads: { "places/spaces → booking/closures": expect.any(Number) } },
  ],
  [
    "downward, past the owner's queries",
    { path: "lib/practice/journal/planted.ts", text: "db.select().from(spaces)" },
    { writes: [], reads: { "practice/journal → places/spaces": 1 } },
  ],
  [
    "by a write",
    { path: "lib/booking/series/planted.ts", text: "sql`update booking set people = 1`" },
    { writes: ["lib/booking/series/planted.ts writes booking (of booking/bookings)"], reads: {} },
  ],
])("a use that is planted beside all others is found: %s", (_, planted, faults) => {
  expect(faultsIn([...uses, ...tableUses(planted, names)])).toEqual(faults);
});

test("exceptions are ten at most, each is used and says why", () => {
  expect(Object.keys(EXCEPTIONS).length).toBeLessThanOrEqual(10);
  const unused = Object.entries(EXCEPTIONS).flatMap(([begins, { may, why }]) =>
    may
      .filter(
        (how) =>
          why.length < 20 ||
          !uses.some(
            (use) =>
              use.path.startsWith(begins) &&
              use.how === how &&
              homeOf(use.path) !== ownerOf(use.table),
          ),
      )
      .map((how) => `${begins} ${how}`),
  );
  expect(unused).toEqual([]);
});

test.each([
  [
    "SQL that reads",
    "lib/places/spaces/x.ts",
    "sql`select from booking where id = 1`",
    "reads booking",
  ],
  [
    "a join on a line of its own",
    "lib/places/spaces/x.ts",
    "sql`select 1 from space\n  left join lateral session on true`",
    "reads session",
  ],
  [
    "a second table after a comma",
    "lib/places/spaces/x.ts",
    "sql`select 1 from space s, booking b where true`",
    "reads booking",
  ],
  [
    "a part of a statement",
    "lib/places/spaces/x.ts",
    "sql`visit join space on true`",
    "reads visit",
  ],
  [
    "SQL inside SQL",
    "lib/places/spaces/x.ts",
    "sql`select 1 $<on ? sql`join visit on true` : sql``>`",
    "reads visit",
  ],
  [
    "a table placed into SQL",
    "lib/places/spaces/x.ts",
    "sql`select from $<bookings> where $<bookings.id> = 1`",
    "reads booking",
  ],
  [
    "SQL that adds",
    "lib/places/spaces/x.ts",
    "sql`insert into booking (id) values (1)`",
    "writes booking",
  ],
  [
    "SQL that changes",
    "app/x/route.ts",
    "const text = 'update booking set people = 1';",
    "writes booking",
  ],
  [
    "SQL that takes away",
    "proxy.ts",
    'const text = "delete from booking where true";',
    "writes booking",
  ],
  ["the builder that reads", "server/x.ts", "await db.select().from(bookings)", "reads booking"],
  [
    "the builder that joins",
    "lib/places/spaces/x.ts",
    "db.select().from(spaces).leftJoin(bookings, on)",
    "reads booking",
  ],
  [
    "the builder that adds",
    "lib/places/spaces/x.ts",
    "await db\n  .insert(bookings)\n  .values(row)",
    "writes booking",
  ],
  ["the builder that counts", "components/x.tsx", "await db.$count(bookings)", "reads booking"],
])("%s is found where it is another's", (_, path, written, found) => {
  const text = written.replaceAll(/\$<(.*?)>/g, (_whole, placed) => `$\{${placed}}`);
  expect(
    foreign(tableUses({ path, text }, names)).map(({ how, table }) => `${how} ${table}`),
  ).toEqual([found]);
});

test.each([
  [
    "a part of the statement that has a table's name",
    "sql`with booking as (select 1) select from booking`",
  ],
  ["a comment", "// reads from booking\n/* update booking */ const a = 1;"],
  ["a sentence", 'const words = "A letter from booking.";\nconst more = "an update of booking";'],
  ["a type", "type Row = typeof bookings.$inferSelect;"],
  ["its own", "sql`update space set name = 'x' where exists (select from resource)`"],
])("%s is none", (_, text) => {
  expect(foreign(tableUses({ path: "lib/places/spaces/x.ts", text }, names))).toEqual([]);
});
