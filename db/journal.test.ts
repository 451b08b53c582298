import { expect, test } from "vitest";
import {
  areOurs,
  halfMigrated,
  knownMigrations,
  type Migration,
  mayServe,
  type Standing,
  standing,
  standingFault,
  startFault,
} from "./journal.ts";

const migration = (when: number, text = `${when}`): Migration => ({
  tag: `at_${when}`,
  when,
  hashes: [text, `${text}\r`],
  makes: [],
  drops: [],
});
const done = (when: number, hash = `${when}`) => ({ hash, when });
const known = [migration(10), migration(20), migration(30)];

test.each([
  ["nothing was done to", [], { is: "empty" }, false],
  ["as new as the program", [done(10), done(20), done(30)], { is: "same" }, true],
  [
    "made on a machine with other line endings",
    [done(10, "10\r"), done(20), done(30)],
    { is: "same" },
    true,
  ],
  ["one migration behind", [done(10), done(20)], { is: "older", missing: 1 }, false],
  ["one migration ahead", [done(10), done(20), done(30), done(40)], { is: "newer", more: 1 }, true],
  [
    "whose first migration was rewritten",
    [done(10, "x"), done(20)],
    { is: "other", tag: "at_10" },
    false,
  ],
  ["with the newest one only", [done(30)], { is: "other", tag: "at_10" }, false],
  ["that skipped one", [done(10), done(30)], { is: "other", tag: "at_20" }, false],
  [
    "with one between that nobody knows",
    [done(10), done(15), done(20)],
    { is: "other", tag: null },
    false,
  ],
  [
    "that left the way before the end",
    [done(10), done(20), done(25)],
    { is: "other", tag: null },
    false,
  ],
  [
    "that left the way and went on",
    [done(10), done(20), done(40)],
    { is: "other", tag: "at_30" },
    false,
  ],
  ["of another history, earlier", [done(1), done(2)], { is: "other", tag: null }, false],
  ["of another history, later", [done(100)], { is: "other", tag: "at_10" }, false],
])("a database %s", (_, applied, expected, serves) => {
  const found = standing(known, applied);
  expect(found).toEqual(expected);
  expect(mayServe(found)).toBe(serves);
  expect(startFault(found) !== null).toBe(["newer", "other"].includes(found.is));
  expect(standingFault(found) !== null).toBe(found.is !== "same");
});

const making = (when: number, makes: string[], drops: string[] = []): Migration => ({
  ...migration(when),
  makes,
  drops,
});
const withTables = [
  making(10, ["room", "list"]),
  making(20, ["visit"], ["list"]),
  making(30, ["list", "card"]),
];

test.each([
  ["all of them, in the middle of its way", [10, 20], ["room", "visit"], null],
  ["all of them", [10, 20, 30], ["card", "list", "room", "visit"], null],
  ["others besides", [10], ["list", "own_notes", "room"], null],
  ["one too few", [10, 20], ["room"], { tag: "at_20", relation: "visit", isThere: false }],
  [
    "one that is due later",
    [10],
    ["card", "list", "room"],
    { tag: "at_30", relation: "card", isThere: true },
  ],
  [
    "one that was to go",
    [10, 20],
    ["list", "room", "visit"],
    { tag: "at_30", relation: "list", isThere: true },
  ],
])("of the tables that its journal speaks of, a database has %s", (_, whens, present, expected) => {
  const applied = whens.map((when) => done(when));
  const found = halfMigrated(withTables, applied, present);
  expect(found).toEqual(expected && { is: "half", ...expected });
});

const first = [
  making(5, []),
  making(10, ["person", "room", "booking", "list"]),
  making(20, [], ["list"]),
];

test.each([
  ["those that it began with", ["booking", "list", "person", "room"], true],
  ["those that it has by now", ["booking", "card", "person", "room"], true],
  ["of another product, one with a name of ours", ["customer", "invoice", "person"], false],
  ["of another product", ["wp_posts", "wp_users"], false],
  ["none", [], false],
])("tables without a journal: %s", (_, present, expected) => {
  expect(areOurs(first, present)).toBe(expected);
});

test.each<[string, Standing, RegExp]>([
  [
    "lacks a table",
    { is: "half", tag: "53_job_run", relation: "job_run", isThere: false },
    /half migrated \("job_run" of 53_job_run is missing/,
  ],
  [
    "has a table too early",
    { is: "half", tag: "53_job_run", relation: "job_run", isThere: true },
    /half migrated \("job_run" of 53_job_run is there/,
  ],
  [
    "is another product's",
    { is: "foreign", relations: ["wp_links", "wp_options", "wp_posts", "wp_users"] },
    /something else than Trivium \(it has wp_links, wp_options, wp_posts and 1 more\)/,
  ],
])("no start on a database that %s, in one sentence that names it", (_, found, sentence) => {
  expect(mayServe(found)).toBe(false);
  expect(startFault(found)).toMatch(sentence);
  expect(standingFault(found)).toBe(startFault(found));
});

test("the migrations of this version are read in order of time, each with its text", () => {
  const migrations = knownMigrations();
  expect(migrations.map(({ when }) => when)).toEqual(migrations.map(({ when }) => when).toSorted());
  expect(new Set(migrations.map(({ when }) => when)).size).toBe(migrations.length);
  for (const { hashes } of migrations) expect(hashes).toHaveLength(2);
  const made = migrations.flatMap(({ makes }) => makes);
  expect(made).toEqual(expect.arrayContaining(["person", "allocation", "closure_time", "job_run"]));
});
