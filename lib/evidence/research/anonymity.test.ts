import fc from "fast-check";
import { expect, test } from "vitest";
import { K, type Key, type KeyClass, recodingFor } from "./anonymity.ts";
import { fewestPersons } from "./persons.ts";

const key = (change: Partial<Key> = {}): Key => ({
  space: "hangar-k",
  ageBand: "25-29",
  gender: "woman",
  labourStatus: "employed",
  educationBand: "ed3_4",
  firstTime: "no",
  ...change,
});
/**
 * Lines of one session; all sessions of a test are held at the same time, unless it says otherwise.
 */
const lines = (
  count: number,
  change: Partial<Key> = {},
  region = "vlaanderen",
  start = 0,
): KeyClass => ({
  key: key(change),
  region,
  start,
  end: start + 1,
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
  [
    "first times among others",
    [lines(3), lines(3, { firstTime: "yes" })],
    ["labour", "age", "region", "first_time"],
    0,
  ],
  [
    "a woman among men",
    [lines(4), lines(4, { gender: "man" })],
    ["labour", "age", "region", "first_time", "education", "gender"],
    0,
  ],
  [
    "one of a hundred takes the smallest others along",
    [lines(100), lines(5, { gender: "man" }), lines(1, { gender: "non_binary" })],
    ["labour", "age", "region", "first_time", "education", "gender"],
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

test("four people in all do not leave, however often they came", () => {
  expect(recodingFor([lines(4)])).toBeNull();
  expect(recodingFor([0, 1, 2, 3, 4].map((week) => lines(4, {}, "vlaanderen", week)))).toBeNull();
});

test("one woman who comes every week is one person: her lines are not left among themselves", () => {
  const woman = { gender: "woman", ageBand: "65+" };
  const hers = [0, 1, 2, 3, 4].map((week) => lines(1, woman, "vlaanderen", week));
  const others = [0, 1, 2, 3, 4].map((week) => lines(60, { gender: "man" }, "vlaanderen", week));
  const recoding = recodingFor([...hers, ...others]);
  const recoded = ([one]: KeyClass[]) => recoding?.recode(one!.key, one!.region);
  expect(recoded(hers)).toEqual(recoded(others));
  // Five women at one session are five people, and keep what stands on their lines.
  const five = recodingFor([lines(5, woman), ...others]);
  expect(five?.recode(key(woman), "vlaanderen")).toEqual(key(woman));
});

const classes = fc.array(
  fc.record({
    key: fc.record({
      space: fc.constantFrom("one", "two", "three"),
      ageBand: fc.constantFrom("u18", "25-29", "35-44", "65+", "not_asked", "asked_refused"),
      gender: fc.constantFrom("woman", "man", "not_asked"),
      labourStatus: fc.constantFrom("employed", "unemployed", "unemployed_long", "asked_unknown"),
      educationBand: fc.constantFrom("ed0_2", "ed5_8", "not_asked"),
      firstTime: fc.constantFrom("yes", "no"),
    }),
    region: fc.constantFrom("vlaanderen", "wallonie"),
    start: fc.integer({ min: 0, max: 3 }),
    end: fc.constant(0),
    lines: fc.integer({ min: 1, max: 12 }),
  }),
  { maxLength: 40 },
);

test("lines that are alike over all their columns are of five people, and none is lost", () => {
  fc.assert(
    fc.property(classes, (drawn) => {
      const given = drawn.map((one) => ({ ...one, end: one.start + 1 }));
      const recoding = recodingFor(given);
      const total = given.reduce((sum, one) => sum + one.lines, 0);
      if (!recoding) {
        expect(fewestPersons(given)).toBeLessThan(K);
        return;
      }
      const alike = Map.groupBy(given, (one) =>
        JSON.stringify(recoding.recode(one.key, one.region)),
      );
      for (const held of alike.values()) expect(fewestPersons(held)).toBeGreaterThanOrEqual(K);
      const left = [...alike.values()].flat().reduce((sum, one) => sum + one.lines, 0);
      expect(left).toBe(total);
    }),
    { numRuns: 500 },
  );
});
