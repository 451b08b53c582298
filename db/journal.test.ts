import { expect, test } from "vitest";
import { knownMigrations, type Migration, mayServe, standing, standingFault, startFault } from "./journal.ts";

const migration = (when: number, text = `${when}`): Migration => ({
  tag: `at_${when}`,
  when,
  hashes: [text, `${text}\r`],
});
const done = (when: number, hash = `${when}`) => ({ hash, when });
const known = [migration(10), migration(20), migration(30)];

test.each([
  ["nothing was done to", [], { is: "empty" }, false],
  ["as new as the program", [done(10), done(20), done(30)], { is: "same" }, true],
  ["made on a machine with other line endings", [done(10, "10\r"), done(20), done(30)], { is: "same" }, true],
  ["one migration behind", [done(10), done(20)], { is: "older", missing: 1 }, false],
  ["one migration ahead", [done(10), done(20), done(30), done(40)], { is: "newer", more: 1 }, true],
  ["whose first migration was rewritten", [done(10, "x"), done(20)], { is: "other", tag: "at_10" }, false],
  ["with the newest one only", [done(30)], { is: "other", tag: "at_10" }, false],
  ["that skipped one", [done(10), done(30)], { is: "other", tag: "at_20" }, false],
  ["with one between that nobody knows", [done(10), done(15), done(20)], { is: "other", tag: null }, false],
  ["that left the way before the end", [done(10), done(20), done(25)], { is: "other", tag: null }, false],
  ["that left the way and went on", [done(10), done(20), done(40)], { is: "other", tag: "at_30" }, false],
  ["of another history, earlier", [done(1), done(2)], { is: "other", tag: null }, false],
  ["of another history, later", [done(100)], { is: "other", tag: "at_10" }, false],
])("a database %s", (_, applied, expected, serves) => {
  const found = standing(known, applied);
  expect(found).toEqual(expected);
  expect(mayServe(found)).toBe(serves);
  expect(startFault(found) !== null).toBe(["newer", "other"].includes(found.is));
  expect(standingFault(found) !== null).toBe(found.is !== "same");
});

test("the migrations of this version are read in order of time, each with its text", () => {
  const migrations = knownMigrations();
  expect(migrations.map(({ when }) => when)).toEqual(migrations.map(({ when }) => when).toSorted());
  expect(new Set(migrations.map(({ when }) => when)).size).toBe(migrations.length);
  for (const { hashes } of migrations) expect(hashes).toHaveLength(2);
});
