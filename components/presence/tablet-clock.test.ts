import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Kept, onClockOfNow } from "./kiosk-queue.ts";
import { aheadBy, clockHeard } from "./tablet-clock.ts";

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-03-02T09:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

test("how wrong a clock is stays known while it goes on, and not once it was set", () => {
  const clock = clockHeard(20 * MINUTE);
  vi.advanceTimersByTime(10 * MINUTE);
  expect(aheadBy(clock)).toBe(20 * MINUTE);
  vi.setSystemTime(Date.now() + 20 * MINUTE);
  expect(aheadBy(clock)).toBeNull();
  expect(aheadBy(null)).toBeNull();
});

test.each([
  [
    "set right before it is sent: by what it was wrong",
    -20 * MINUTE,
    0,
    "2026-03-02T08:40:00.000Z",
  ],
  ["set right, and it was slow", 20 * MINUTE, 0, "2026-03-02T09:20:00.000Z"],
  ["as wrong as it was: the network puts it right", 20 * MINUTE, 20 * MINUTE + 900, null],
  ["not known then", null, 0, null],
  ["not known now", 20 * MINUTE, null, null],
])("a time that was kept by a clock %s", (_, then, now, at) => {
  const event = {
    id: "1",
    kind: "arrive",
    at: "2026-03-02T09:00:00.000Z",
    who: {},
    sessionId: null,
  };
  const kept: Kept = { to: "visits", event, ahead: then };
  expect(onClockOfNow(kept, now)).toEqual(at ? { ...kept, event: { ...event, at } } : kept);
});
