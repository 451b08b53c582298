import { readdirSync } from "node:fs";
import { is } from "drizzle-orm";
import { getTableConfig, getViewConfig, PgTable, PgView } from "drizzle-orm/pg-core";
import { beforeAll, expect, test } from "vitest";
import { knownMigrations } from "#db/journal.ts";
import type { Module } from "#lib/module.ts";
import { homeOf, MODULES, modules, ownerOf } from "#lib/modules.ts";
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
  "lib/booking/allocation/": {
    may: ["reads"],
    why: "decides in one statement, under locks, what is free and what fits: measured, planned once",
  },
  "lib/booking/search/": {
    may: ["reads"],
    why: "searches thousands of rooms within milliseconds: measured, with plans made for the tables",
  },
  "lib/foundation/platform/queues/outbox.ts": {
    may: ["writes", "reads"],
    why: "every domain queues letters in its own transaction, also those that notifications stands on",
  },
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
    .flatMap(([name, relation]): [string, string][] => {
      if (relation instanceof PgTable) return [[name, getTableConfig(relation).name]];
      return is(relation, PgView) ? [[name, getViewConfig(relation).name]] : [];
    });
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

const views = modules().flatMap(({ views = [] }) => views);

/** Uses of a table by somebody who does not own it, without the exceptions. A view may be read. */
function foreign(all: readonly TableUse[]): TableUse[] {
  return all.filter(({ path, table, how }) => {
    if (homeOf(path) === ownerOf(table)) return false;
    if (how === "reads" && views.includes(table)) return false;
    return !Object.entries(EXCEPTIONS).some(
      ([begins, { may }]) => path.startsWith(begins) && may.includes(how),
    );
  });
}

const worded = ({ path, table, how }: TableUse) => `${path} ${how} ${table} (of ${ownerOf(table)})`;

test("every table and view has one owner, and every owner has its tables and views", () => {
  const ownerless = (tables: readonly string[]) => tables.filter((table) => !ownerOf(table));
  expect(ownerless(names.sql)).toEqual([]);
  expect(ownerless([...names.sql, "planted"])).toEqual(["planted"]);
  const owned = [...modules().flatMap(({ tables = [] }) => tables), ...views];
  expect(owned.filter((table) => !names.sql.includes(table))).toEqual([]);
  expect(owned.filter((table, at) => owned.indexOf(table) !== at)).toEqual([]);
});

/** Made by migration 34, before views were named so. */
const NAMED_OTHERWISE = ["closure_time"];

test("a view has the name of its module before its own", () => {
  const misnamed = Object.entries<Module>(MODULES).flatMap(([name, { views: own = [] }]) =>
    own.filter((view) => !view.startsWith(`${name.slice(name.lastIndexOf("/") + 1)}_`)),
  );
  expect(misnamed).toEqual(NAMED_OTHERWISE);
});

test("every view is read by another module", () => {
  const isRead = (view: string) =>
    uses.some(({ path, table }) => table === view && homeOf(path) !== ownerOf(view));
  expect(views.filter((view) => !isRead(view))).toEqual([]);
});

test("a table is read and written by its owner; others ask its queries or its views", () => {
  expect(foreign(uses).map(worded)).toEqual([]);
});

test.each([
  [
    "upward",
    { path: "lib/places/spaces/planted.ts", text: "sql`select from visit`" },
    "lib/places/spaces/planted.ts reads visit (of learning/visits)",
  ],
  [
    "downward, past the owner's queries",
    { path: "lib/practice/journal/planted.ts", text: "db.select().from(spaces)" },
    "lib/practice/journal/planted.ts reads space (of places/spaces)",
  ],
  [
    "by a write",
    { path: "lib/booking/series/planted.ts", text: "sql`update booking set people = 1`" },
    "lib/booking/series/planted.ts writes booking (of booking/bookings)",
  ],
  [
    "by a write to a view",
    { path: "lib/booking/series/planted.ts", text: "sql`delete from bookings_booking`" },
    "lib/booking/series/planted.ts writes bookings_booking (of booking/bookings)",
  ],
])("a use that is planted beside all others is found: %s", (_, planted, fault) => {
  expect(foreign([...uses, ...tableUses(planted, names)]).map(worded)).toEqual([fault]);
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
  ["a view", "sql`select from bookings_booking`; db.select().from(personView)"],
  ["its own", "sql`update space set name = 'x' where exists (select from resource)`"],
])("%s is none", (_, text) => {
  expect(foreign(tableUses({ path: "lib/places/spaces/x.ts", text }, names))).toEqual([]);
});
