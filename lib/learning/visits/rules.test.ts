import { expect, test } from "vitest";
import { momentOf } from "./rules.ts";

const now = Temporal.Instant.from("2026-03-02T12:00:00Z");
const ago = (minutes: number) => now.subtract({ minutes });

test.each([
  ["on time", ago(10), now, ago(10), false],
  ["a minute fast", ago(10), now.add({ seconds: 60 }), ago(10), false],
  ["three hours slow", ago(190), ago(180), ago(10), true],
  ["three hours fast", now.add({ minutes: 170 }), now.add({ minutes: 180 }), ago(10), true],
  ["on time, with an event to come", now.add({ minutes: 5 }), now, now, false],
  ["on time, with a queue of a week", ago(7 * 1440), now, ago(7 * 1440), false],
])("a clock %s", (_, at, deviceNow, expected, corrected) => {
  const moment = momentOf(at, { deviceNow, now });
  expect(moment?.at.toString()).toBe(expected.toString());
  expect(moment?.corrected).toBe(corrected);
});

test("what is older than a queue is kept is refused", () => {
  expect(momentOf(ago(61 * 1440), { deviceNow: now, now })).toBeNull();
  expect(momentOf(ago(59 * 1440), { deviceNow: now, now })).not.toBeNull();
});
