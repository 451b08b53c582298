import { expect, test } from "vitest";
import { type AwayWords, awayInWords, countryAt, countryOf, kilometresBetween } from "./away.ts";

const words: AwayWords = {
  km: "{km} km away",
  close: "less than 1 km away",
  across: { BE: ", over the border in Belgium", FR: ", over the border in France" },
};

test.each([
  ["next door", 0.2, "BE", "BE", "less than 1 km away"],
  ["in the same country", 3.44, "BE", "BE", "3.4 km away"],
  ["far, in whole kilometres", 12.4, "FR", "FR", "12 km away"],
  ["over the border in France", 12.4, "BE", "FR", "12 km away, over the border in France"],
  [
    "over the border in Belgium",
    0.4,
    "FR",
    "BE",
    "less than 1 km away, over the border in Belgium",
  ],
  ["from a place of which nobody knows the side", 7, null, "FR", "7 km away"],
] as const)("a place %s", (_, km, from, to, expected) => {
  expect(awayInWords("en", words, km, { from, to })).toBe(expected);
});

test("numbers are written as the reader writes them", () => {
  expect(awayInWords("fr", words, 3.44, { from: null, to: "FR" })).toContain("3,4 km");
});

test("Kortrijk is some 28 kilometres from Tournai", () => {
  const kortrijk = { lat: 50.82451, lon: 3.26455 };
  const tournai = { lat: 50.61313, lon: 3.39694 };
  expect(kilometresBetween(kortrijk, tournai)).toBeCloseTo(25.3, 0);
  expect(kilometresBetween(kortrijk, kortrijk)).toBe(0);
});

test("a point lies on the side of the region that holds it, and on none at sea", () => {
  const regions = ["vlaanderen", "hauts-de-france", "wallonie"];
  const point = { lat: 50.63, lon: 3.06 };
  expect(countryAt(point, regions, (region) => region === "hauts-de-france")).toBe("FR");
  expect(countryAt(point, regions, (region) => region === "wallonie")).toBe("BE");
  expect(countryAt(point, regions, () => false)).toBeNull();
  expect(countryOf("vlaanderen")).toBe("BE");
});
