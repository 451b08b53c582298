import { expect, test } from "vitest";
import { changeFields, changeFrom, inputFrom, type SeriesFields, seriesFields } from "./form.ts";

const ROOM = "5f0c1c52-5f0f-4c1a-9f3c-0a5d3d9f9a11";
const ZONE = "Europe/Brussels";
const filled = {
  roomId: ROOM,
  day: "2026-03-17",
  from: "10:00",
  to: "12:00",
  every: "weekly",
  ends: "count",
  count: "4",
  people: "6",
  purpose: "Team",
};
const input = (change: Partial<Record<keyof SeriesFields, unknown>>) =>
  inputFrom(seriesFields.parse({ ...filled, ...change }), ZONE);

test.each([
  [{}, "FREQ=WEEKLY;COUNT=4;BYDAY=TU"],
  [{ weekdays: ["TU", "TH"], interval: "2" }, "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,TH"],
  [{ weekdays: "TH" }, "FREQ=WEEKLY;COUNT=4;BYDAY=TH"],
  [{ every: "daily", ends: "until", until: "2026-03-20" }, "FREQ=DAILY;UNTIL=20260320T225959Z"],
  [{ every: "monthly_date" }, "FREQ=MONTHLY;COUNT=4;BYMONTHDAY=17"],
  [{ every: "monthly_weekday" }, "FREQ=MONTHLY;COUNT=4;BYDAY=3TU"],
  [{ every: "monthly_weekday", day: "2026-03-31" }, "FREQ=MONTHLY;COUNT=4;BYDAY=-1TU"],
  [{ every: "monthly_last" }, "FREQ=MONTHLY;COUNT=4;BYDAY=-1TU"],
])("the form with %j asks for %s", (change, rule) => {
  expect(input(change).rule).toBe(rule);
});

test("dates to add and to leave out are read as people write them", () => {
  expect(input({ extra: "19/3/2026" }).extraStarts.map(String)).toEqual(["2026-03-19T10:00:00"]);
  expect(input({ excluded: "24/3/2026, 2026-03-31" }).excludedStarts.map(String)).toEqual([
    "2026-03-24T10:00:00",
    "2026-03-31T10:00:00",
  ]);
});

test.each([
  [{ count: "" }, "series.needs_end"],
  [{ count: "four" }, "series.needs_end"],
  [{ ends: "until" }, "series.needs_end"],
  [{ day: "1/1/1999" }, "booking.not_a_moment"],
  [{ from: "24:00" }, "booking.not_a_moment"],
  [{ excluded: "Christmas" }, "booking.not_a_moment"],
  [{ extra: "31/2/2026" }, "booking.not_a_moment"],
])("the form with %j is refused: %s", (change, code) => {
  expect(() => input(change)).toThrow(expect.objectContaining({ reason: { code } }));
});

test.each([
  [{ ends: "until", until: "2026-02-30" }, "until", "common.notADay"],
  [{ day: "+275760-09-13" }, "day", "common.notADay"],
  [{ day: "0000-01-01" }, "day", "common.notADay"],
  [{ day: "soon" }, "day", "common.notADay"],
  [{ day: "" }, "day", "common.notADay"],
  [{ from: "25:00" }, "from", "common.notATime"],
  [{ to: "noon" }, "to", "common.notATime"],
])("the form with %j is refused at its field %s: %s", (change, field, message) => {
  const { error } = seriesFields.safeParse({ ...filled, ...change });
  expect(error?.issues).toMatchObject([{ path: [field], message }]);
});

test("days and hours of the form are read as people write them", () => {
  const typed = input({
    day: "17/3/2026",
    from: "10u",
    to: "12 h 30",
    ends: "until",
    until: "31-3-2026",
  });
  expect(String(typed.firstStart)).toBe("2026-03-17T10:00:00");
  expect(String(typed.firstEnd)).toBe("2026-03-17T12:30:00");
  expect(typed.rule).toBe("FREQ=WEEKLY;UNTIL=20260331T215959Z;BYDAY=TU");
});

const series = {
  rule: "FREQ=WEEKLY;COUNT=4",
  timeZone: ZONE,
  dates: [{ occurrence: Temporal.PlainDateTime.from("2026-04-07T10:00") }],
};
const asIs = {
  ...filled,
  id: ROOM,
  version: "1",
  scope: "all",
  every: "",
  ends: "until",
  until: "2026-04-07",
};

test.each([
  ["nothing touched", {}, undefined],
  ["a later last day", { until: "2026-05-05" }, "FREQ=WEEKLY;UNTIL=20260505T215959Z"],
  ["every other week", { interval: "2" }, "FREQ=WEEKLY;INTERVAL=2;UNTIL=20260407T215959Z"],
  ["other weekdays", { weekdays: "TH" }, "FREQ=WEEKLY;UNTIL=20260407T215959Z;BYDAY=TH"],
  [
    "monthly now",
    { every: "monthly_weekday", ends: "count", count: "2" },
    "FREQ=MONTHLY;COUNT=2;BYDAY=3TU",
  ],
])("a change with %s", (_, change, rule) => {
  const fields = changeFields.parse({ ...asIs, ...change });
  expect(changeFrom(fields, Temporal.PlainDate.from("2026-03-17"), series).rule).toBe(rule);
});
