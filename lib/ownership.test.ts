import { readdirSync } from "node:fs";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { beforeAll, expect, test } from "vitest";
import { knownMigrations } from "#db/journal.ts";
import { homeOf, OWNED, ownerOf } from "./fixtures/house.ts";
import { sources } from "./fixtures/source-text.ts";
import { type TableNames, type TableUse, tableUses } from "./fixtures/table-uses.ts";

/** Who may use tables of others all the same, by the beginning of a path, and why. Ten at most. */
const EXCEPTIONS: Record<string, { may: TableUse["how"][]; why: string }> = {
  "lib/fixtures/": { may: ["reads", "writes"], why: "makes the worlds of tests and the demonstration" },
  "scripts/": { may: ["reads", "writes"], why: "measures and breaks networks of its own" },
  "server/doors/world.ts": { may: ["reads", "writes"], why: "makes the world in which every door is tried" },
  "lib/cli/invariants.ts": {
    may: ["reads"],
    why: "asks the tables themselves for every promise, past the code that should keep them",
  },
  "lib/cli/rotate.ts": {
    may: ["reads", "writes"],
    why: "one transaction seals anew whatever is sealed, while nothing else runs",
  },
  "lib/privacy/": {
    may: ["reads", "writes"],
    why: "one transaction takes a person out of every table; person-columns.ts names what becomes of each column",
  },
  "lib/platform/outbox.ts": {
    may: ["writes", "reads"],
    why: "every domain queues letters in its own transaction, also those that notifications stands on",
  },
};

/**
 * Reads of tables of others that are left, by reader and owner, counted in statements. None may be added, and who takes some away
 * writes the smaller number.
 */
const LEFT: Record<string, number> = {
  "attendance → consent": 1,
  "attendance → identity": 1,
  "attendance → sessions": 3,
  "booking → identity": 34,
  "booking → series": 1,
  "booking → sessions": 14,
  "booking → spaces": 81,
  "calendars → booking": 8,
  "calendars → identity": 3,
  "calendars → notifications": 1,
  "calendars → series": 1,
  "calendars → sessions": 2,
  "calendars → spaces": 17,
  "cli → identity": 1,
  "consent → booking": 1,
  "consent → identity": 3,
  "consent → sessions": 3,
  "consent → spaces": 2,
  "identity → spaces": 6,
  "notifications → identity": 2,
  "occupancy → attendance": 3,
  "occupancy → booking": 8,
  "occupancy → presence": 2,
  "occupancy → sessions": 4,
  "occupancy → spaces": 25,
  "operations → identity": 1,
  "operations → spaces": 2,
  "presence → identity": 2,
  "presence → sessions": 1,
  "presence → spaces": 9,
  "research → attendance": 11,
  "research → consent": 1,
  "research → sessions": 7,
  "research → spaces": 6,
  "series → booking": 9,
  "series → identity": 1,
  "series → sessions": 1,
  "series → spaces": 8,
  "sessions → booking": 8,
  "sessions → identity": 4,
  "sessions → spaces": 13,
  "spaces → booking": 11,
  "spaces → identity": 4,
  "spaces → sessions": 1,
  "webhooks → spaces": 2,
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
  const owned = Object.values(OWNED).flat();
  expect(owned.filter((table) => !names.sql.includes(table))).toEqual([]);
  expect(owned.filter((table, at) => owned.indexOf(table) !== at)).toEqual([]);
});

test("a table is written by its owner", () => {
  expect(
    foreign(uses)
      .filter(({ how }) => how === "writes")
      .map(worded),
  ).toEqual([]);
});

test("no read of another's table is added", () => {
  const more = Object.entries(pairsOf(foreign(uses))).filter(([pair, count]) => count > (LEFT[pair] ?? 0));
  expect(
    Object.fromEntries(more),
    "ask a query of the owner; who has taken reads away writes the smaller number in LEFT",
  ).toEqual({});
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
              use.path.startsWith(begins) && use.how === how && homeOf(use.path) !== ownerOf(use.table),
          ),
      )
      .map((how) => `${begins} ${how}`),
  );
  expect(unused).toEqual([]);
});

test.each([
  ["SQL that reads", "lib/spaces/x.ts", "sql`select from booking where id = 1`", "reads booking"],
  [
    "a join on a line of its own",
    "lib/spaces/x.ts",
    "sql`select 1 from space\n  left join lateral session on true`",
    "reads session",
  ],
  [
    "a second table after a comma",
    "lib/spaces/x.ts",
    "sql`select 1 from space s, booking b where true`",
    "reads booking",
  ],
  ["a part of a statement", "lib/spaces/x.ts", "sql`visit join space on true`", "reads visit"],
  [
    "SQL inside SQL",
    "lib/spaces/x.ts",
    "sql`select 1 $<on ? sql`join visit on true` : sql``>`",
    "reads visit",
  ],
  [
    "a table placed into SQL",
    "lib/spaces/x.ts",
    "sql`select from $<bookings> where $<bookings.id> = 1`",
    "reads booking",
  ],
  ["SQL that adds", "lib/spaces/x.ts", "sql`insert into booking (id) values (1)`", "writes booking"],
  ["SQL that changes", "app/x/route.ts", "const text = 'update booking set people = 1';", "writes booking"],
  ["SQL that takes away", "proxy.ts", 'const text = "delete from booking where true";', "writes booking"],
  ["the builder that reads", "server/x.ts", "await db.select().from(bookings)", "reads booking"],
  [
    "the builder that joins",
    "lib/spaces/x.ts",
    "db.select().from(spaces).leftJoin(bookings, on)",
    "reads booking",
  ],
  [
    "the builder that adds",
    "lib/spaces/x.ts",
    "await db\n  .insert(bookings)\n  .values(row)",
    "writes booking",
  ],
  ["the builder that counts", "components/x.tsx", "await db.$count(bookings)", "reads booking"],
])("%s is found where it is another's", (_, path, written, found) => {
  const text = written.replaceAll(/\$<(.*?)>/g, (_whole, placed) => `$\{${placed}}`);
  expect(foreign(tableUses({ path, text }, names)).map(({ how, table }) => `${how} ${table}`)).toEqual([
    found,
  ]);
});

test.each([
  ["a part of the statement that has a table's name", "sql`with booking as (select 1) select from booking`"],
  ["a comment", "// reads from booking\n/* update booking */ const a = 1;"],
  ["a sentence", 'const words = "A letter from booking.";\nconst more = "an update of booking";'],
  ["a type", "type Row = typeof bookings.$inferSelect;"],
  ["its own", "sql`update space set name = 'x' where exists (select from resource)`"],
])("%s is none", (_, text) => {
  expect(foreign(tableUses({ path: "lib/spaces/x.ts", text }, names))).toEqual([]);
});
