import { expect, test } from "vitest";
import { isSearch, readSearch, searchFormFrom } from "./search-form.ts";

const now = Temporal.Instant.from("2026-11-24T22:30:00Z");
const form = searchFormFrom({}, now);

test("an empty address means tomorrow afternoon, by the clock of the region", () => {
  expect(form).toEqual({ day: "2026-11-25", from: "14:00", to: "16:00", people: "", needs: [], town: "" });
});

test.each([
  [
    "a full bar",
    { people: "8", needs: ["projector", "wheelchair"] },
    {
      people: 8,
      equipment: [
        { kind: "projector", quantity: 1 },
        { kind: "wheelchair", quantity: 1 },
      ],
    },
  ],
  ["nobody counted", {}, { people: 1, equipment: [] }],
  ["an unknown need", { needs: ["sauna"] }, { code: "booking.unknown_equipment" }],
  ["yesterday", { day: "2026-11-23" }, { code: "booking.in_the_past" }],
  ["an hour that does not exist", { from: "25:00" }, { code: "booking.not_a_moment" }],
  ["30 February", { day: "2027-02-30" }, { code: "booking.not_a_moment" }],
  ["no date at all", { day: "soon" }, { code: "booking.not_a_moment" }],
  ["an end before its start", { from: "16:00", to: "14:00" }, { code: "booking.ends_before_start" }],
  ["minus one person", { people: "-1" }, { code: "booking.people" }],
  ["half a person", { people: "1.5" }, { code: "booking.people" }],
  ["a crowd", { people: "1000000000" }, { code: "booking.people" }],
])("the search bar with %s", (_, change, expected) => {
  expect(readSearch({ ...form, ...change }, now)).toMatchObject(expected);
});

test("a need asked twice in the address is one need", () => {
  expect(searchFormFrom({ need: ["projector", "projector"] }, now).needs).toEqual(["projector"]);
});

test.each([
  [{}, false],
  [{ page: "2" }, false],
  [{ people: "8" }, true],
  [{ town: "Kortrijk" }, true],
])("an address with %j is a search: %s", (params, expected) => {
  expect(isSearch(params)).toBe(expected);
});
