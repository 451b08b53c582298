import { describe, expect, test } from "vitest";
import { undoUntil } from "#lib/booking/bookings/deadlines.ts";
import { type BookableRoom, refusalFor } from "./rules.ts";

const at = (time: string) => Temporal.Instant.from(`2026-03-02T${time}:00+01:00`);
const now = at("08:00");
const room: BookableRoom = {
  capacity: 12,
  minMinutes: 30,
  maxMinutes: 540,
  stepMinutes: 15,
  horizonDays: 90,
  timeZone: "Europe/Brussels",
  noticeMinutes: 0,
  outOfServiceReason: null,
  outOfServiceUntil: null,
  mayBook: true,
  missedTooOften: false,
  openings: [{ start: at("09:00"), end: at("18:00") }],
  kept: [],
};
const request = { start: at("10:00"), end: at("11:00"), people: 4 };

test.each([
  ["that fits", {}, {}, null],
  ["filling the room and the day", { start: at("09:00"), end: at("18:00"), people: 12 }, {}, null],
  ["starting before now", { start: at("07:45") }, {}, { code: "booking.in_the_past" }],
  ["ending before it starts", { end: at("09:00") }, {}, { code: "booking.ends_before_start" }],
  ["of no length", { end: at("10:00") }, {}, { code: "booking.ends_before_start" }],
  [
    "in a time kept for others",
    {},
    { kept: [{ during: { start: at("10:45"), end: at("12:00") }, title: "Repair café" }] },
    { code: "booking.kept_for_others", group: "Repair café" },
  ],
  [
    "before and after a time kept for others",
    {},
    {
      kept: [
        { during: { start: at("09:00"), end: at("10:00") }, title: "One" },
        { during: { start: at("11:00"), end: at("12:00") }, title: "Two" },
      ],
    },
    null,
  ],
  ["too large", { people: 13 }, {}, { code: "booking.over_capacity", capacity: 12 }],
  ["too short", { end: at("10:15") }, {}, { code: "booking.too_short", minutes: 30 }],
  ["too long", {}, { maxMinutes: 45 }, { code: "booking.too_long", minutes: 45 }],
  ["of an odd length", { end: at("10:50") }, {}, { code: "booking.odd_length", minutes: 15 }],
  ["outlasting the opening", { end: at("18:15") }, {}, { code: "booking.space_closed" }],
  ["on a day without opening", {}, { openings: [] }, { code: "booking.space_closed" }],
  [
    "in a room out of service",
    {},
    { outOfServiceReason: "leak" },
    { code: "booking.out_of_service" },
  ],
  ["after a repair", {}, { outOfServiceReason: "leak", outOfServiceUntil: at("10:00") }, null],
  [
    "before the end of a repair",
    {},
    { outOfServiceReason: "leak", outOfServiceUntil: at("10:15") },
    { code: "booking.out_of_service" },
  ],
  ["at too short notice", {}, { noticeMinutes: 180 }, { code: "booking.too_late", minutes: 180 }],
  ["just in time", {}, { noticeMinutes: 120 }, null],
  ["in a room for others", {}, { mayBook: false }, { code: "booking.not_for_you" }],
  [
    "by somebody who missed too many",
    {},
    { missedTooOften: true },
    { code: "booking.missed_too_often" },
  ],
  [
    "a year ahead",
    { start: at("10:00").add({ hours: 8760 }), end: at("11:00").add({ hours: 8760 }) },
    {},
    { code: "booking.too_far_ahead", horizonDays: 90 },
  ],
])("a booking %s", (_, change, roomChange, expected) => {
  expect(refusalFor({ ...request, ...change }, { ...room, ...roomChange }, now)).toEqual(expected);
});

test.each([
  ["at its first hour, earlier than now", "2026-03-02T16:00+01:00", "2026-03-09T00:00+01:00", true],
  ["at its last hour", "2026-03-02T08:00+01:00", "2026-03-09T23:30+01:00", true],
  ["an hour after it", "2026-03-02T23:45+01:00", "2026-03-10T00:00+01:00", false],
  ["past the night with an hour more", "2026-10-20T10:00+02:00", "2026-10-27T10:00+01:00", true],
  ["the day after, and that night", "2026-10-20T23:30+02:00", "2026-10-28T00:00+01:00", false],
  ["past the night with an hour less", "2026-03-23T08:00+01:00", "2026-03-30T23:30+02:00", true],
  ["the day after, in 7 times 24 hours", "2026-03-23T23:30+01:00", "2026-03-31T00:15+02:00", false],
])("the last day of a horizon is a whole day of the space: %s", (_, from, to, isWithin) => {
  const start = Temporal.Instant.from(to);
  const week = { start, end: start.add({ hours: 1 }), people: 4 };
  const openings = [{ start, end: week.end }];
  expect(
    refusalFor(week, { ...room, openings, horizonDays: 7 }, Temporal.Instant.from(from)),
  ).toEqual(isWithin ? null : { code: "booking.too_far_ahead", horizonDays: 7 });
});

describe("a change of what somebody has", () => {
  const had = { start: at("10:00"), end: at("12:00"), people: 4 };
  const late = at("11:00");
  const strict = {
    noticeMinutes: 2880,
    horizonDays: 0,
    minMinutes: 90,
    stepMinutes: 60,
    maxMinutes: 180,
  };
  test.each([
    [
      "an hour more while it runs",
      { end: at("13:00") },
      { noticeMinutes: 2880, horizonDays: 0 },
      null,
    ],
    ["one more while it runs", { people: 5 }, { noticeMinutes: 2880 }, null],
    ["more than it takes", { people: 13 }, {}, { code: "booking.over_capacity", capacity: 12 }],
    [
      "fewer, whatever the rules have become",
      { people: 3 },
      { ...strict, capacity: 2, mayBook: false },
      null,
    ],
    [
      "shorter, whatever the rules have become",
      { end: at("11:20") },
      { ...strict, openings: [] },
      null,
    ],
    ["an end that has passed", { end: at("10:45") }, {}, { code: "booking.in_the_past" }],
    ["a start that has passed", { start: at("10:30") }, {}, { code: "booking.in_the_past" }],
    [
      "another start, inside the notice time",
      { start: at("12:00"), end: at("13:00") },
      { noticeMinutes: 120 },
      { code: "booking.too_late", minutes: 120 },
    ],
    [
      "too long by now",
      { end: at("14:00") },
      { maxMinutes: 180 },
      { code: "booking.too_long", minutes: 180 },
    ],
    ["past the hours", { end: at("18:15") }, {}, { code: "booking.space_closed" }],
  ])("%s", (_, change, roomChange, expected) => {
    expect(refusalFor({ ...had, ...change }, { ...room, ...roomChange }, late, had)).toEqual(
      expected,
    );
  });

  test("other rooms are asked everything but the beginning", () => {
    const moved = { ...had, isElsewhere: true };
    expect(refusalFor(had, { ...room, noticeMinutes: 2880 }, late, moved)).toBeNull();
    expect(refusalFor(had, { ...room, mayBook: false }, late, moved)).toEqual({
      code: "booking.not_for_you",
    });
  });
});

describe("what was done can be undone", () => {
  const during = { start: at("10:00"), end: at("11:00") };
  test.each([
    ["just booked", { status: "confirmed", createdAt: at("07:55") }, "08:05"],
    ["asked for", { status: "requested", createdAt: at("07:55") }, "08:05"],
    ["booked eleven minutes ago", { status: "confirmed", createdAt: at("07:49") }, null],
    [
      "just cancelled",
      { status: "cancelled", createdAt: at("06:00"), cancelledAt: at("07:51") },
      "08:01",
    ],
    [
      "cancelled long ago",
      { status: "cancelled", createdAt: at("06:00"), cancelledAt: at("07:50") },
      null,
    ],
    ["refused", { status: "refused", createdAt: at("07:55") }, null],
    [
      "about to start",
      {
        status: "confirmed",
        createdAt: at("07:55"),
        during: { start: at("08:02"), end: at("09:00") },
      },
      "08:02",
    ],
    [
      "running",
      {
        status: "confirmed",
        createdAt: at("07:55"),
        during: { start: at("07:59"), end: at("09:00") },
      },
      null,
    ],
  ])("when it was %s", (_, change, expected) => {
    const until = undoUntil({ cancelledAt: null, during, ...change }, now);
    expect(until?.toString() ?? null).toBe(expected && at(expected).toString());
  });
});
