import { describe, expect, test } from "vitest";
import type { DeskDay, DeskEvent } from "./desk-day.ts";
import { roomsFree, timelineOf } from "./timeline.ts";

const date = Temporal.PlainDate.from("2026-11-27");
const at = (time: string, day = "2026-11-27") => `${day}T${time}:00+01:00`;
const noon = Temporal.Instant.from(at("13:40"));

const room = (id: string, madeOf: string[] = []) => ({
  id,
  name: id,
  capacity: 10,
  madeOf,
  holds: madeOf.length > 0 ? madeOf : [id],
});

const event = (start: string, end: string, more: Partial<DeskEvent> = {}): DeskEvent => ({
  id: "e",
  kind: "booking",
  roomIds: ["leie"],
  start,
  end,
  title: "Team",
  people: 3,
  isCheckedIn: false,
  layout: null,
  session: null,
  ...more,
});

const day = (events: DeskEvent[], open = [{ start: at("08:30"), end: at("21:00") }]): DeskDay => ({
  space: { id: "s", slug: "hangar-k", name: "Hangar K", timeZone: "Europe/Brussels" },
  rooms: [room("leie"), room("schelde"), room("hall", ["leie", "schelde"])],
  events,
  open,
});

const eventsOf = (line: ReturnType<typeof timelineOf>, id: string) =>
  line.rows.find((row) => row.room.id === id)?.events ?? [];

describe("a day as quarters", () => {
  test("begins at 7 and ends at 22, with the hours in which it is closed", () => {
    const line = timelineOf(day([event(at("09:00"), at("12:00"))]), date, noon);
    expect(line).toMatchObject({ from: 7, to: 22, now: 27 });
    expect(line.closed).toEqual([
      { first: 1, quarters: 6 },
      { first: 57, quarters: 4 },
    ]);
    expect(eventsOf(line, "leie")).toMatchObject([
      { first: 9, quarters: 12, isNow: false, isShared: false },
    ]);
  });

  test.each([
    ["before seven", event(at("05:30"), at("06:00")), 5, 22],
    ["until midnight", event(at("21:00"), at("00:00", "2026-11-28")), 7, 24],
    ["from the day before", event(at("23:00", "2026-11-26"), at("01:00")), 0, 22],
  ])("is longer for what happens %s", (_, one, from, to) => {
    expect(timelineOf(day([one]), date, noon)).toMatchObject({ from, to });
  });

  test("has room for what is shorter than a quarter, and rounds outwards", () => {
    const line = timelineOf(day([event(at("10:05"), at("10:10"))]), date, noon);
    expect(eventsOf(line, "leie")).toMatchObject([{ first: 13, quarters: 1 }]);
  });

  test("a closed day is closed from end to end, and another day has no present", () => {
    const line = timelineOf(day([], []), date.add({ days: 1 }), noon);
    expect(line.closed).toEqual([{ first: 1, quarters: 60 }]);
    expect(line.now).toBeNull();
  });

  test("on the night of a clock change the hours stay those of the wall", () => {
    const change = Temporal.PlainDate.from("2026-10-25");
    const line = timelineOf(
      day([event("2026-10-25T10:00:00+01:00", "2026-10-25T11:00:00+01:00")], []),
      change,
      noon,
    );
    expect(eventsOf(line, "leie")).toMatchObject([{ first: 13, quarters: 4 }]);
  });
});

test("a hall takes its halves and a half the hall, closed or booked; what is kept lies below its bookings", () => {
  const line = timelineOf(
    day([
      event(at("10:00"), at("11:00"), { id: "in-hall", roomIds: ["hall"] }),
      event(at("13:00"), at("14:00"), { id: "in-half" }),
      event(at("15:00"), at("16:00"), { id: "closed", kind: "closure" }),
      event(at("12:30"), at("15:00"), { id: "kept", kind: "kept" }),
    ]),
    date,
    noon,
  );
  const seen = (id: string) => eventsOf(line, id).map((one) => [one.id, one.isShared, one.isNow]);
  expect(seen("schelde")).toEqual([["in-hall", true, false]]);
  expect(seen("hall")).toEqual([
    ["closed", true, false],
    ["in-hall", false, false],
    ["in-half", true, true],
  ]);
  expect(seen("leie").map(([id]) => id)).toEqual(["closed", "kept", "in-hall", "in-half"]);
});

test.each([
  ["nothing is on", [], ["leie", "schelde"]],
  ["one is taken", [event(at("13:00"), at("14:00"))], ["schelde"]],
  ["the hall is taken", [event(at("13:00"), at("14:00"), { roomIds: ["hall"] })], []],
  [
    "the hall is closed",
    [event(at("13:00"), at("14:00"), { kind: "closure", roomIds: ["hall"] })],
    [],
  ],
  ["one is only kept", [event(at("13:00"), at("14:00"), { kind: "kept" })], ["leie", "schelde"]],
  ["one was left just now", [event(at("13:00"), at("13:40"))], ["leie", "schelde"]],
  ["one is taken from now", [event(at("13:40"), at("14:00"))], ["schelde"]],
])("rooms that are free when %s", (_, events, names) => {
  const { free, rooms, isOpen } = roomsFree(day(events), noon);
  expect(free.map(({ name }) => name)).toEqual(names);
  expect([rooms, isOpen]).toEqual([2, true]);
});

test("a room is free until the first that comes in it; outside the hours none is", () => {
  const events = [
    event(at("18:00"), at("19:00")),
    event(at("15:00"), at("16:00")),
    event(at("09:00"), at("10:00")),
  ];
  const [leie, schelde] = roomsFree(day(events), noon).free;
  expect(leie?.until?.equals(Temporal.Instant.from(at("15:00")))).toBe(true);
  expect(schelde?.until).toBeNull();
  expect(roomsFree(day(events), Temporal.Instant.from(at("22:00")))).toEqual({
    free: [],
    rooms: 2,
    isOpen: false,
  });
});
