import { expect, test } from "vitest";
import { layoutAfter, layoutRefusal } from "./layout-rules.ts";

const islands = { roomId: "atelier", seats: 12, isRetired: false };
const asked = { roomId: "atelier", people: 12 };

test.each([
  ["that fits", islands, asked, false, null],
  ["that is not there", null, asked, false, "booking.unknown_layout"],
  ["of another room", islands, { ...asked, roomId: "hall" }, false, "booking.layout_of_other_room"],
  ["that is retired", { ...islands, isRetired: true }, asked, false, "booking.layout_retired"],
  ["that is retired, and kept", { ...islands, isRetired: true }, asked, true, null],
  ["too small", islands, { ...asked, people: 13 }, false, "booking.layout_seats"],
  ["kept, and too small", islands, { ...asked, people: 13 }, true, "booking.layout_seats"],
])("a layout %s", (_, layout, request, isKept, code) => {
  expect(layoutRefusal(layout, request, isKept)?.code ?? null).toBe(code);
});

const had = { roomId: "atelier", layoutId: "islands", people: 8 };
const same = { roomId: "atelier", people: 8 };

test.each([
  ["that says nothing of it keeps it", same, "islands", false],
  ["to fewer people keeps it", { ...same, people: 2 }, "islands", false],
  ["to more people asks the rules", { ...same, people: 9 }, "islands", true],
  ["to another room drops it", { ...same, roomId: "hall" }, null, false],
  [
    "to another room can ask for one there",
    { ...same, roomId: "hall", layoutId: "rows" },
    "rows",
    true,
  ],
  ["to the room as it is drops it", { ...same, layoutId: null }, null, false],
  ["to another layout asks the rules", { ...same, layoutId: "rows" }, "rows", true],
  ["to the layout it has asks nothing", { ...same, layoutId: "islands" }, "islands", false],
])("a change %s", (_, change, layoutId, isAsked) => {
  expect(layoutAfter(had, change)).toMatchObject({ layoutId, isAsked });
});
