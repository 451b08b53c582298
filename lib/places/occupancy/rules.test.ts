import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bandOf,
  clocked,
  isOneGroup,
  isStale,
  isWordTellable,
  nextPublicMoment,
  peopleAfter,
  publicBand,
  publicMoment,
  tellable,
  tellableBeside,
  tellableInPublic,
} from "./rules.ts";

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

const days = (count: number) => ago(count * 1_440);

test.each([
  ["of now", [ago(0), ago(5)], {}, [ago(0), ago(5)], ["device", "device"]],
  ["a little ahead", [now.add({ seconds: 30 })], {}, [now.add({ seconds: 30 })], ["device"]],
  [
    "with one of tomorrow",
    [now.add({ hours: 20 }), ago(5)],
    {},
    [now, ago(5)],
    ["receiver", "device"],
  ],
  [
    "by a clock three hours ahead",
    [now.add({ hours: 3 }), now.add({ minutes: 175 })],
    {},
    [now, ago(5)],
    ["receiver", "receiver"],
  ],
  ["three hours old", [ago(180)], {}, [now], ["receiver"]],
  ["that kept its distances", [ago(240), ago(235)], {}, [ago(5), now], ["receiver", "receiver"]],
  ["with old ones behind it", [ago(600), ago(1)], {}, [ago(600), ago(1)], ["device", "device"]],
  ["that waited a week", [days(7), days(8)], {}, [days(7), days(8)], ["device", "device"]],
  ["from before the counter was there", [days(400)], {}, [now], ["receiver"]],
  ["from a store", [ago(180)], { isHistory: true }, [ago(180)], ["device"]],
  [
    "that says its clock is three hours behind",
    [ago(180), ago(600)],
    { sentAt: ago(180) },
    [now, ago(420)],
    ["receiver", "receiver"],
  ],
  [
    "that says its clock is three hours ahead",
    [now.add({ hours: 3 }), ago(5)],
    { sentAt: now.add({ hours: 3 }) },
    [now, ago(185)],
    ["receiver", "receiver"],
  ],
  ["that says its clock is right", [ago(300)], { sentAt: now }, [ago(300)], ["device"]],
])("a delivery %s", (_, moments, sent, expected, clocks) => {
  const read = clocked(moments, { now, isHistory: false, addedAt: days(60), ...sent });
  expect(read.map(({ observedAt }) => observedAt.toString())).toEqual(expected.map(String));
  expect(read.map(({ clock }) => clock)).toEqual(clocks);
});

test.each([
  [0, false, 0, null],
  [4, false, null, null],
  [5, false, 5, null],
  [12, false, 12, 10],
  [12, true, null, null],
])(
  "of %i people, in a room of one group: %s, staff are told %s and everybody %s",
  (people, held, staff, all) => {
    expect(tellable(people, held)).toBe(staff);
    expect(tellableInPublic(people, held)).toBe(all);
  },
);

test("public figures are rounded down", () => {
  expect([10, 14, 15, 19].map((people) => tellableInPublic(people, false))).toEqual([
    10, 10, 15, 15,
  ]);
});

test("a small group in a room of its own has no word either", () => {
  expect(isWordTellable(9, false)).toBe(true);
  expect(isWordTellable(9, true)).toBe(false);
  expect(isWordTellable(10, true)).toBe(true);
});

test.each([
  ["of rooms that are all told", 14, [9, 5], 14],
  ["that gives away the one room that is not told", 14, [9, null], null],
  ["that gives away few in two rooms", 12, [9, null, null], null],
  ["beside two rooms with enough people together", 20, [9, null, null], 20],
  ["that is kept back itself", null, [9], null],
])("the number of a whole space %s", (_, whole, rooms, expected) => {
  expect(tellableBeside(whole, rooms)).toBe(expected);
});

test.each([
  [10, [9], true],
  [10, [8, 2], false],
  [0, [6], true],
  [10, [], false],
])("%i people, of whom groups have %j: one group is %s", (people, groups, expected) => {
  expect(isOneGroup(people, groups)).toBe(expected);
});

const seen = (people: number, isStale = false) => ({ people, capacity: 20, isStale });

test.each([
  ["nobody counts", { counter: null, registered: null, hasCounter: false }, null],
  [
    "one who checked in, and nobody counts",
    { counter: null, registered: seen(1), hasCounter: false },
    null,
  ],
  ["ten who checked in", { counter: null, registered: seen(10), hasCounter: false }, "busy"],
  ["a counter that saw nobody yet", { counter: null, registered: null, hasCounter: true }, "quiet"],
  ["a counter that saw one", { counter: seen(1), registered: null, hasCounter: true }, "quiet"],
  [
    "one more who checked in beside it",
    { counter: seen(1), registered: seen(1), hasCounter: true },
    "quiet",
  ],
  [
    "nine, nearly half of the seats",
    { counter: seen(9), registered: null, hasCounter: true },
    "quiet",
  ],
  ["eighteen", { counter: seen(18), registered: null, hasCounter: true }, "full"],
  [
    "a counter silent at few",
    { counter: seen(3, true), registered: null, hasCounter: true },
    "quiet",
  ],
  [
    "a counter silent at many",
    { counter: seen(15, true), registered: seen(2), hasCounter: true },
    null,
  ],
  ["a broken counter", { counter: seen(0, true), registered: null, hasCounter: false }, null],
])("the word for everybody: %s", (_, given, band) => {
  expect(publicBand(given)?.band ?? null).toBe(band);
});

test("everybody is told of whole quarters of an hour", () => {
  const at = (time: string) => Temporal.Instant.from(`2026-03-02T${time}Z`);
  for (const time of ["10:15:00", "10:20:31", "10:29:59.999"]) {
    expect(publicMoment(at(time))).toEqual(at("10:15:00"));
    expect(nextPublicMoment(at(time))).toEqual(at("10:30:00"));
  }
});
