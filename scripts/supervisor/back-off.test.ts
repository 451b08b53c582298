import { expect, test } from "vitest";
import { BackOff } from "./back-off.ts";

test("what dies at once is started again later and later, half a minute at most", () => {
  const backOff = new BackOff();
  const delays = Array.from({ length: 9 }, () => backOff.next(1_000));
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test("what ran for a minute is started again soon", () => {
  const backOff = new BackOff();
  for (const ranForMs of [0, 0, 0]) backOff.next(ranForMs);
  expect(backOff.next(59_999)).toBe(4_000);
  expect(backOff.next(60_000)).toBe(500);
  expect(backOff.next(0)).toBe(1_000);
});
