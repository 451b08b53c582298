import { expect, test } from "vitest";
import { markOf, refuseUnlessSeen, seenMark } from "./as-seen.ts";

const room = {
  name: "Zaal",
  features: ["wifi"],
  until: Temporal.Instant.from("2026-12-01T10:00:00Z"),
};

test("what is as it was seen is changed, and what is not is refused", () => {
  const seen = markOf(room);
  expect(seenMark.parse(seen)).toBe(seen);
  expect(() => refuseUnlessSeen({ ...room, features: [...room.features] }, seen)).not.toThrow();
  expect(() => refuseUnlessSeen(room, undefined)).not.toThrow();
  for (const now of [
    { ...room, name: "Grote zaal" },
    { ...room, until: room.until.add({ seconds: 1 }) },
    null,
  ])
    expect(() => refuseUnlessSeen(now, seen)).toThrow("common.changed_meanwhile");
});
