import { expect, test } from "vitest";
import { frozenMigrations, thawed } from "./frozen.ts";
import { knownMigrations, type Migration } from "./journal.ts";

test("no migration that a database has had was changed, and new ones come after them", () => {
  expect(thawed(frozenMigrations(), knownMigrations())).toEqual([]);
  expect(frozenMigrations()[0]?.tag).toBe("09_extensions");
});

const FROZEN = [
  { tag: "1_rooms", when: 10, sha256: "a" },
  { tag: "2_visits", when: 20, sha256: "b" },
];
const migration = (tag: string, when: number, hash: string): Migration => ({
  tag,
  when,
  hashes: [hash],
  makes: [],
  drops: [],
});
const AS_THEY_WERE = [migration("1_rooms", 10, "a"), migration("2_visits", 20, "b")];

test.each([
  ["as they were", AS_THEY_WERE, null],
  ["as they were, and a new one", [...AS_THEY_WERE, migration("3_cards", 30, "c")], null],
  ["with another text", [migration("1_rooms", 10, "A"), AS_THEY_WERE[1]], /1_rooms .* was changed/],
  ["one too few", [AS_THEY_WERE[0]], /2_visits .* not there any more/],
  ["moved", [AS_THEY_WERE[0], migration("2_visits", 21, "b")], /2_visits .* another moment/],
  ["with one slipped in", [...AS_THEY_WERE, migration("0_late", 15, "c")], /0_late comes before/],
])("frozen migrations %s", (_, known, fault) => {
  const found = thawed(FROZEN, known as Migration[]);
  expect(found).toEqual(fault ? [expect.stringMatching(fault)] : []);
});
