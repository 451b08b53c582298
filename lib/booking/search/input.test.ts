import { expect, test } from "vitest";
import { inputAddress, readInput } from "./input.ts";

const input = {
  people: 8,
  hours: 3,
  needs: ["projector", "laptop"],
  pieces: { laptop: 8 },
  space: "hangar-k",
};

test("a wish survives its address", () => {
  const query = inputAddress(input);
  expect(
    readInput({ people: "8", hours: "3", need: query.getAll("need"), space: "hangar-k" }),
  ).toEqual(input);
});

test.each([
  ["nothing", {}, { people: 1, hours: 2, needs: [], space: null }],
  [
    "so many of a need",
    { need: ["laptop:8", "camera:1"] },
    { people: 1, hours: 2, needs: ["laptop", "camera"], pieces: { laptop: 8 }, space: null },
  ],
  ["one need", { need: "camera" }, { people: 1, hours: 2, needs: ["camera"], space: null }],
  ["no people", { people: "0" }, { code: "booking.people" }],
  ["too many people", { people: "501" }, { code: "booking.people" }],
  ["half a person", { people: "1.5" }, { code: "booking.people" }],
  ["words for people", { people: "veel" }, { code: "booking.people" }],
  ["a length nobody offers", { hours: "9" }, { code: "booking.not_a_length" }],
  ["a thing nobody knows", { need: ["projector", "yacht"] }, { code: "booking.unknown_equipment" }],
  ["a space that is no name", { space: "../etc" }, { people: 1, hours: 2, needs: [], space: null }],
])("an address with %s", (_, params, expected) => {
  expect(readInput(params)).toEqual(expected);
});
