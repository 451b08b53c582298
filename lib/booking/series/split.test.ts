import fc from "fast-check";
import { expect, test } from "vitest";
import { occurrencesOf, type Timing } from "./rules.ts";
import { changedTiming, timingBefore, timingFrom } from "./split.ts";

const ZONE = "Europe/Brussels";
const wall = (text: string) => Temporal.PlainDateTime.from(text);
const starts = (timing: Timing) => occurrencesOf(timing, ZONE).map(({ start }) => start.toString());

const RULES = [
  "FREQ=DAILY;INTERVAL=3;COUNT=12",
  "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=9",
  "FREQ=WEEKLY;UNTIL=20260630",
  "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU;COUNT=10",
  "FREQ=MONTHLY;COUNT=8",
  "FREQ=MONTHLY;BYDAY=1TU,-1TU;COUNT=8",
  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1;COUNT=8",
];

test("a series that is split has, in its two parts, the dates it had", () => {
  const parts = fc.record({
    rule: fc.constantFrom(...RULES),
    cut: fc.nat(11),
    excluded: fc.nat(11),
    extra: fc.integer({ min: -20, max: 60 }),
  });
  fc.assert(
    fc.property(parts, ({ rule, cut, excluded, extra }) => {
      const firstStart = wall("2026-03-03T10:00");
      const plain: Timing = {
        rule,
        firstStart,
        firstEnd: firstStart.add({ hours: 1 }),
        extraStarts: [firstStart.add({ days: extra }).add({ hours: 3 })],
        excludedStarts: [],
      };
      const all = starts(plain);
      const timing = { ...plain, excludedStarts: [wall(all[excluded % all.length] ?? "")] };
      const whole = starts(timing);
      const at = whole[cut % whole.length] ?? "";
      fc.pre(at !== whole[0]);

      const [before, after] = [
        timingBefore(timing, wall(at), ZONE),
        timingFrom(timing, wall(at), ZONE),
      ];
      // A part of which every date was taken out has none to show.
      expect(starts(before)).toEqual(whole.filter((start) => start < at));
      expect(starts(after)).toEqual(whole.filter((start) => start >= at));
    }),
    { numRuns: 300 },
  );
});

test("a part of which only an added date is left is that date", () => {
  const firstStart = wall("2026-03-03T10:00");
  const timing: Timing = {
    rule: "FREQ=WEEKLY;COUNT=2",
    firstStart,
    firstEnd: firstStart.add({ hours: 1 }),
    extraStarts: [wall("2026-04-01T15:00")],
    excludedStarts: [],
  };
  expect(starts(timingFrom(timing, wall("2026-04-01T15:00"), ZONE))).toEqual([
    "2026-04-01T15:00:00",
  ]);
});

test("other hours move the dates that were added and taken out along", () => {
  const firstStart = wall("2026-03-03T10:00");
  const timing: Timing = {
    rule: "FREQ=WEEKLY;COUNT=3",
    firstStart,
    firstEnd: firstStart.add({ hours: 1 }),
    extraStarts: [wall("2026-03-05T10:00")],
    excludedStarts: [wall("2026-03-10T10:00")],
  };
  const from = Temporal.PlainTime.from("14:00");
  const changed = changedTiming(timing, { from, to: Temporal.PlainTime.from("15:30") }, ZONE);
  expect(starts(changed)).toEqual([
    "2026-03-03T14:00:00",
    "2026-03-05T14:00:00",
    "2026-03-17T14:00:00",
  ]);
  expect(changed.firstEnd.toString()).toBe("2026-03-03T15:30:00");
});

test("a date that was added before the first stands on its own when the others go", () => {
  const timing: Timing = {
    rule: "FREQ=WEEKLY;COUNT=4",
    firstStart: wall("2026-03-10T10:00"),
    firstEnd: wall("2026-03-10T12:00"),
    extraStarts: [wall("2026-03-05T14:00"), wall("2026-03-03T14:00")],
    excludedStarts: [],
  };
  const left = timingBefore(timing, wall("2026-03-10T10:00"), ZONE);
  expect(left).toMatchObject({ rule: "FREQ=DAILY;COUNT=1", firstStart: wall("2026-03-03T14:00") });
  expect(starts(left)).toEqual(["2026-03-03T14:00:00", "2026-03-05T14:00:00"]);
});
