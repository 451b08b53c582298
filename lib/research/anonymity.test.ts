import fc from "fast-check";
import { expect, test } from "vitest";
import { K, type Key, type KeyClass, recodingFor } from "./anonymity.ts";

const key = (change: Partial<Key> = {}): Key => ({
  space: "hangar-k",
  ageBand: "25-29",
  gender: "woman",
  labourStatus: "employed",
  ...change,
});
const lines = (count: number, change: Partial<Key> = {}, region = "vlaanderen"): KeyClass => ({
  key: key(change),
  region,
  lines: count,
});

test.each([
  ["nothing at all", [], [], 0],
  ["five alike", [lines(5)], [], 0],
  [
    "long unemployed among unemployed",
    [lines(4, { labourStatus: "unemployed" }), lines(3, { labourStatus: "unemployed_long" })],
    ["labour"],
    0,
  ],
  [
    "neighbouring ages",
    [lines(3, { ageBand: "18-24" }), lines(4, { ageBand: "25-29" })],
    ["labour", "age"],
    0,
  ],
  [
    "two spaces of one region",
    [lines(3), lines(4, { space: "bibliotheek-ieper" })],
    ["labour", "age", "region"],
    0,
  ],
  ["a woman among men", [lines(4), lines(4, { gender: "man" })], ["labour", "age", "region", "gender"], 0],
  [
    "one of a hundred takes the smallest others along",
    [lines(100), lines(5, { gender: "man" }), lines(1, { gender: "non_binary" })],
    ["labour", "age", "region", "gender"],
    0,
  ],
  [
    "one of five hundred loses its key, with the smallest others",
    [lines(500), lines(5, { gender: "man" }), lines(1, { gender: "non_binary" })],
    [],
    6,
  ],
] as [string, KeyClass[], string[], number][])("%s", (_, classes, steps, withheld) => {
  expect(recodingFor(classes)).toMatchObject({ steps, withheld });
});

test("four people in all do not leave", () => {
  expect(recodingFor([lines(4)])).toBeNull();
});

const classes = fc.array(
  fc.record({
    key: fc.record({
      space: fc.constantFrom("one", "two", "three"),
      ageBand: fc.constantFrom("u18", "25-29", "35-44", "65+", "not_asked", "asked_refused"),
      gender: fc.constantFrom("woman", "man", "not_asked"),
      labourStatus: fc.constantFrom("employed", "unemployed", "unemployed_long", "asked_unknown"),
    }),
    region: fc.constantFrom("vlaanderen", "wallonie"),
    lines: fc.integer({ min: 1, max: 12 }),
  }),
  { maxLength: 40 },
);

test("every line that leaves has at least four like it, and none is lost", () => {
  fc.assert(
    fc.property(classes, (given) => {
      const recoding = recodingFor(given);
      const total = given.reduce((sum, one) => sum + one.lines, 0);
      if (!recoding) {
        expect(total).toBeLessThan(K);
        return;
      }
      const sizes = new Map<string, number>();
      for (const one of given) {
        const name = JSON.stringify(recoding.recode(one.key, one.region));
        sizes.set(name, (sizes.get(name) ?? 0) + one.lines);
      }
      for (const size of sizes.values()) expect(size).toBeGreaterThanOrEqual(K);
      expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBe(total);
    }),
    { numRuns: 500 },
  );
});
