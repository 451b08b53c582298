import fc from "fast-check";
import { expect, test } from "vitest";
import { bandOf, clocked, isStale, peopleAfter, rounded, tellable } from "./rules.ts";

const now = Temporal.Instant.from("2026-03-02T10:00:00Z");
const ago = (minutes: number) => now.subtract({ minutes });

const step = fc.record({
  at: fc.integer({ min: 0, max: 600 }).map(ago),
  in: fc.integer({ min: 0, max: 9 }),
  out: fc.integer({ min: 0, max: 9 }),
});

test("never below nobody, never above the capacity", () => {
  fc.assert(
    fc.property(fc.array(step), fc.integer({ min: 1, max: 40 }), (steps, capacity) => {
      const people = peopleAfter(steps, capacity);
      expect(people).toBeGreaterThanOrEqual(0);
      expect(people).toBeLessThanOrEqual(capacity);
    }),
  );
});

test("people inside are arrivals less departures, in whatever order the steps are known", () => {
  const walk = fc
    .array(fc.record({ in: fc.nat(5), leaving: fc.double({ min: 0, max: 1, noNaN: true }) }))
    .map((moves) => {
      let inside = 0;
      return moves.map(({ in: arrived, leaving }, at) => {
        const out = Math.floor((inside + arrived) * leaving);
        inside += arrived - out;
        return { at: ago(600 - at), in: arrived, out };
      });
    });
  const shuffled = walk.chain((steps) =>
    fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length })),
  );
  fc.assert(
    fc.property(shuffled, ([steps, anyOrder]) => {
      const net = steps.reduce((sum, { in: arrived, out }) => sum + arrived - out, 0);
      expect(peopleAfter(anyOrder, 10_000)).toBe(net);
    }),
  );
});

test("somebody the counter missed does not stay missing", () => {
  const steps = [
    { at: ago(30), in: 0, out: 3 },
    { at: ago(20), in: 2, out: 0 },
  ];
  expect(peopleAfter(steps, 10)).toBe(2);
});

test.each([
  [0, 10, "quiet"],
  [3, 10, "quiet"],
  [4, 10, "busy"],
  [8, 10, "busy"],
  [9, 10, "full"],
  [12, 10, "full"],
  [3, 0, "quiet"],
])("%i people for %i seats is %s", (people, capacity, band) => {
  expect(bandOf(people, capacity)).toBe(band);
});

test("a figure is stale after two intervals", () => {
  expect(isStale(ago(10), 5, now)).toBe(false);
  expect(isStale(ago(11), 5, now)).toBe(true);
});

test.each([
  ["of now", [ago(0), ago(5)], false, [ago(0), ago(5)], ["device", "device"]],
  ["a little ahead", [now.add({ seconds: 30 })], false, [now.add({ seconds: 30 })], ["device"]],
  ["of tomorrow", [now.add({ hours: 20 }), ago(5)], false, [now, ago(5)], ["receiver", "device"]],
  ["three hours old", [ago(180)], false, [now], ["receiver"]],
  ["that kept its distances", [ago(240), ago(235)], false, [ago(5), now], ["receiver", "receiver"]],
  ["with old ones behind it", [ago(600), ago(1)], false, [ago(600), ago(1)], ["device", "device"]],
  ["from a store", [ago(6000)], true, [ago(6000)], ["device"]],
])("a delivery %s", (_, moments, isHistory, expected, clocks) => {
  const read = clocked(moments, now, isHistory);
  expect(read.map(({ observedAt }) => observedAt.toString())).toEqual(expected.map(String));
  expect(read.map(({ clock }) => clock)).toEqual(clocks);
});

test.each([
  [4, false, null],
  [5, false, 5],
  [12, true, null],
])("of %i people, in a room of one group: %s, the number told is %s", (people, held, told) => {
  expect(tellable(people, held)).toBe(told);
});

test("public figures are rounded down", () => {
  expect([5, 9, 10, 14].map(rounded)).toEqual([5, 5, 10, 10]);
});
