import { expect, test } from "vitest";
import { readSearch, searchFormFrom } from "./search-form.ts";

const now = Temporal.Instant.from("2026-11-24T22:30:00Z");
const form = searchFormFrom({}, now);

test("an empty address means tomorrow afternoon, by the clock of the region", () => {
  expect(form).toEqual({ day: "2026-11-25", from: "14:00", to: "16:00", people: "", need: "", town: "" });
});

test.each([
  [
    "a full bar",
    { people: "8", need: "projector" },
    { people: 8, equipment: [{ kind: "projector", quantity: 1 }] },
  ],
  ["nobody counted", {}, { people: 1, equipment: [] }],
  ["an unknown need", { need: "'; drop table" }, { equipment: [] }],
  ["an hour that does not exist", { from: "25:00" }, { code: "booking.not_a_moment" }],
  ["30 February", { day: "2027-02-30" }, { code: "booking.not_a_moment" }],
  ["no date at all", { day: "soon" }, { code: "booking.not_a_moment" }],
  ["an end before its start", { from: "16:00", to: "14:00" }, { code: "booking.ends_before_start" }],
  ["minus one person", { people: "-1" }, { code: "booking.people" }],
  ["half a person", { people: "1.5" }, { code: "booking.people" }],
  ["a crowd", { people: "1000000000" }, { code: "booking.people" }],
])("the search bar with %s", (_, change, expected) => {
  expect(readSearch({ ...form, ...change })).toMatchObject(expected);
});
