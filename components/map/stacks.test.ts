import { expect, test } from "vitest";
import { ringOffsets, stacksOf } from "./stacks.ts";

test("one alone stays on its point", () => {
  expect(ringOffsets(1)).toEqual([{ x: 0, y: 0 }]);
});

test.each([2, 3, 6, 12])("%i that share a point stand apart, and around it", (count) => {
  const dots = ringOffsets(count);
  for (const [at, one] of dots.entries())
    for (const other of dots.slice(at + 1))
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(20);
  expect(Math.abs(dots.reduce((sum, { x }) => sum + x, 0))).toBeLessThan(1e-6);
});

test("places of one point are one stack, in their order", () => {
  const places = [
    { lat: 50.61313, lon: 3.39694, name: "a" },
    { lat: 50.7, lon: 3.2, name: "b" },
    { lat: 50.61313, lon: 3.39694, name: "c" },
  ];
  expect(stacksOf(places).map((stack) => stack.map(({ name }) => name))).toEqual([
    ["a", "c"],
    ["b"],
  ]);
});
