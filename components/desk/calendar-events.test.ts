import { expect, test } from "vitest";
import type { CalendarEvent } from "#lib/booking/bookings/schema.ts";
import { type CalendarWords, closedHours, drawnEvents, NOTHING } from "./calendar-events.ts";
import { frameWith, isDrawn } from "./calendar-frame.ts";
import { hoursOn } from "./calendar-hours.ts";

const at = (hour: string) => `2026-03-02T${hour}:00.000Z`;
const asked = { startStr: at("08:00"), endStr: at("18:00") };
const words = new Proxy({} as CalendarWords, { get: (_, name) => `${String(name)} {name}` });
const room = (id: string, holds = [id]) => ({ id, title: id, detail: "", holds });
const rooms = [room("left"), room("right"), room("hall", ["left", "right"]), room("desk")];
const event: CalendarEvent = {
  ...{ id: "1", resourceId: "hall", otherRooms: [], title: "Repair café", people: 8 },
  ...{ start: at("10:00"), end: at("12:00"), kind: "booking", checkedIn: false, places: null },
  ...{ layout: null, editable: true, version: 3 },
};

test.each([
  [
    "between openings",
    [
      ["09:00", "12:00"],
      ["13:00", "18:00"],
    ],
    ["08:00", "12:00"],
    ["09:00", "13:00"],
  ],
  ["all day, where nothing is open", [], ["08:00"], ["18:00"]],
  ["never, where it is open throughout", [["07:00", "19:00"]], [], []],
])("a space is closed %s", (_, open, starts, ends) => {
  const spans = open.map(([start = "", end = ""]) => ({ start: at(start), end: at(end) }));
  const closed = closedHours(spans, asked);
  expect(closed.map(({ start }) => start)).toEqual(starts.map(at));
  expect(closed.map(({ end }) => end)).toEqual(ends.map(at));
});

test.each([
  ["2026-10-24T10:00:00+02:00", "2026-10-24T12:00:00+02:00", "10:00–12:00", false],
  [
    "2026-10-25T02:45:00+02:00",
    "2026-10-25T02:15:00+01:00",
    "02:45 (heure d’été)–02:15 (heure d’hiver)",
    true,
  ],
  ["2026-10-25T02:45:00", "2026-10-25T03:15:00", "02:45–03:15", false],
])("an event from %s to %s says %s", (startStr, endStr, words, isDoubtful) => {
  const said = hoursOn({ startStr, endStr }, "fr", "Europe/Brussels");
  expect(said).toEqual({ words, isDoubtful });
});

test("a week is not hatched hour by hour", () => {
  expect(closedHours([], { ...asked, endStr: "2026-03-09T08:00:00.000Z" })).toEqual([]);
});

test("a hall that is booked takes its halves, which nobody can drag; what is chosen stands out", () => {
  const found = { ...NOTHING, events: [event], open: [{ start: at("08:00"), end: at("18:00") }] };
  const [booked, shared, ...others] = drawnEvents(rooms, found, { asked, words, chosen: "1" });
  expect(booked).toMatchObject({ resourceIds: ["hall"], where: "hall", resourceEditable: true });
  expect(booked).toMatchObject({ detail: "people {name} · booking {name}" });
  expect(booked?.className).toContain("calendar-chosen");
  expect(shared).toMatchObject({ resourceIds: ["left", "right"], editable: false });
  expect(others).toEqual([]);
});

test("a closure without rooms is one of all, by its reason", () => {
  const closure = {
    id: "c",
    resourceIds: [],
    reason: "Holiday",
    start: at("08:00"),
    end: at("09:00"),
  };
  const found = {
    ...NOTHING,
    closures: [closure],
    open: [{ start: at("08:00"), end: at("18:00") }],
  };
  expect(drawnEvents(rooms, found, { asked, words, chosen: null })).toMatchObject([
    { resourceIds: rooms.map(({ id }) => id), title: expect.stringContaining("Holiday") },
  ]);
});

test.each([
  ["within it", "09:10", "11:00", { from: "08:00", to: "18:00" }],
  ["earlier and later", "06:40", "19:20", { from: "07:00", to: "21:00" }],
  ["until midnight", "10:00", "23:00", { from: "08:00", to: "24:00" }],
  ["past midnight", "10:00", "23:30", { from: "00:00", to: "24:00" }],
])("a day is drawn long enough for an event: %s", (_, start, end, frame) => {
  const span = { start: at(start), end: at(end) };
  expect(frameWith({ from: "08:00", to: "18:00" }, span, "Europe/Brussels")).toEqual(frame);
});

test.each([
  ["before the first hour", "06:59", false],
  ["at the first hour", "07:00", true],
  ["in the last minute", "20:59", true],
  ["after the last hour", "21:00", false],
])("now is drawn in the hours of the page: %s", (_, clock, drawn) => {
  const moment = new Date(`2026-03-02T${clock}:00+01:00`);
  expect(isDrawn({ from: "07:00", to: "21:00" }, moment, "Europe/Brussels")).toBe(drawn);
});
