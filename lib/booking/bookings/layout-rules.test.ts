import { expect, test } from "vitest";
import { layoutAfter, layoutRefusal, layoutThere } from "./layout-rules.ts";

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
  ["to another room takes what that has instead", { ...same, roomId: "hall" }, "there", true],
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
  expect(layoutAfter(had, change, "there")).toMatchObject({ layoutId, isAsked });
});

const named = (id: string, change: object = {}) => ({
  ...{ id, roomId: "hall", seats: 12, isRetired: false },
  names: { nl: "Eilandtafels", en: "Island tables" },
  ...change,
});
const atelier = named("islands", { roomId: "atelier" });
const hall = { roomId: "hall", people: 8 };

test.each([
  ["the same room keeps it", { ...hall, roomId: "atelier" }, [], "islands"],
  [
    "the same room keeps it for as many as before",
    { roomId: "atelier", people: 14 },
    [],
    "islands",
  ],
  ["the same room loses it for more than it takes", { roomId: "atelier", people: 15 }, [], null],
  [
    "another room has one of this name",
    hall,
    [named("rows", { names: { en: "Rows" } }), named("b")],
    "b",
  ],
  [
    "a name in one language is enough",
    hall,
    [named("b", { names: { nl: " eilandTafels " } })],
    "b",
  ],
  [
    "another name in every language is another",
    hall,
    [named("b", { names: { en: "Rows" } })],
    null,
  ],
  [
    "names of different languages are not compared",
    hall,
    [named("b", { names: { fr: "Island tables" } })],
    null,
  ],
  ["one that is retired is not there", hall, [named("b", { isRetired: true })], null],
  ["one that is too small is not there", hall, [named("b", { seats: 7 })], null],
])("without anybody choosing, %s", (_, room, layouts, expected) => {
  expect(layoutThere(atelier, 14, room, layouts)).toBe(expected);
});
