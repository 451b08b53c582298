import fc from "fast-check";
import { expect, test } from "vitest";
import { fewestPersons, type Held } from "./persons.ts";

const weekly = (weeks: number, lines: number): Held[] =>
  Array.from({ length: weeks }, (_, week) => ({ start: week * 100, end: week * 100 + 2, lines }));

test.each([
  ["nobody", [], 0],
  ["one person at five weekly sessions", weekly(5, 1), 1],
  ["four people at five weekly sessions", weekly(5, 4), 4],
  ["five people at one session", weekly(1, 5), 5],
  [
    "two sessions at the same time are two groups",
    [
      { start: 0, end: 2, lines: 3 },
      { start: 1, end: 3, lines: 2 },
    ],
    5,
  ],
  [
    "who was at the first may go to the next that begins when it ends",
    [
      { start: 0, end: 2, lines: 3 },
      { start: 2, end: 4, lines: 2 },
    ],
    3,
  ],
])("%s", (_, held, people) => {
  expect(fewestPersons(held)).toBe(people);
});

test("never more than the people who left the lines, whoever went where", () => {
  const visits = fc.array(
    fc.record({ person: fc.nat(6), start: fc.nat(20), lasts: fc.integer({ min: 1, max: 5 }) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(visits, (drawn) => {
      // Nobody is in two sessions at once: what overlaps an earlier visit of the same person did
      // not happen.
      const went: typeof drawn = [];
      for (const visit of drawn)
        if (
          !went.some(
            (one) =>
              one.person === visit.person &&
              one.start < visit.start + visit.lasts &&
              visit.start < one.start + one.lasts,
          )
        )
          went.push(visit);
      const bySession = Map.groupBy(went, ({ start, lasts }) => `${start} ${lasts}`);
      const held = [...bySession.values()].map((lines) => ({
        start: lines[0]!.start,
        end: lines[0]!.start + lines[0]!.lasts,
        lines: lines.length,
      }));
      const people = new Set(went.map(({ person }) => person)).size;
      expect(fewestPersons(held)).toBeLessThanOrEqual(people);
      for (const { lines } of held) expect(fewestPersons(held)).toBeGreaterThanOrEqual(lines);
    }),
    { numRuns: 500 },
  );
});
