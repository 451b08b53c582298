import { expect, test } from "vitest";
import { firstGap, whyNoGap, without } from "./gaps.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-02T${time}:00+01:00`);
const span = (text: string) => {
  const [start = "", end = ""] = text.split("–");
  return { start: at(start), end: at(end) };
};
const told = (gaps: { start: Temporal.Instant; end: Temporal.Instant }[]) =>
  gaps.map((gap) =>
    [gap.start, gap.end]
      .map((one) =>
        one
          .toZonedDateTimeISO("Europe/Brussels")
          .toPlainTime()
          .toString({ smallestUnit: "minute" }),
      )
      .join("–"),
  );

test.each([
  ["nothing", [], ["09:00–18:00"]],
  ["a middle", ["12:00–13:00"], ["09:00–12:00", "13:00–18:00"]],
  ["both ends", ["08:00–10:00", "17:00–19:00"], ["10:00–17:00"]],
  ["what overlaps, in any order", ["12:00–15:00", "10:00–13:00"], ["09:00–10:00", "15:00–18:00"]],
  ["what follows at once", ["10:00–11:00", "11:00–12:00"], ["09:00–10:00", "12:00–18:00"]],
  ["all of it", ["08:00–19:00"], []],
  ["what lies elsewhere", ["07:00–08:00", "18:00–19:00"], ["09:00–18:00"]],
])("a day less %s", (_, cuts, left) => {
  expect(told(without(span("09:00–18:00"), cuts.map(span)))).toEqual(left);
});

test.each([
  ["now, at the next quarter", [], "10:03", "10:15–18:00"],
  ["when the house opens", [], "07:00", "09:00–18:00"],
  ["after what is too short", ["10:30–12:00"], "10:00", "12:00–18:00"],
  ["no more today", [], "17:30", undefined],
])("the first hour free is %s", (_, taken, from, expected) => {
  const gap = firstGap([span("09:00–18:00")], taken.map(span), at(from), 60);
  expect(gap ? told([gap])[0] : undefined).toBe(expected);
});

test.each([
  ["over", "21:00", []],
  ["late", "20:20", []],
  ["late", "20:20", ["08:00–10:00", "21:00–21:15"]],
  ["full", "20:20", ["20:30–21:00"]],
  ["full", "12:00", ["08:00–21:00"]],
])("a room without a gap is %s at %s", (why, now, taken) => {
  expect(whyNoGap([span("08:00–12:00"), span("13:00–21:00")], taken.map(span), at(now))).toBe(why);
});
