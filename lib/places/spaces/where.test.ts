import { expect, test } from "vitest";
import { outlinesOfCountries } from "#scripts/countries.ts";
import countries from "./countries.json" with { type: "json" };
import { countryAt, isInRegion } from "./where.ts";

test("the outlines are those of the atlas", () => {
  expect(countries).toEqual(outlinesOfCountries());
});

test.each([
  ["Kortrijk", 50.828, 3.265, "BE"],
  ["Lille", 50.637, 3.063, "FR"],
  ["Ajaccio, on an island", 41.919, 8.738, "FR"],
  ["the pier of Blankenberge", 51.318, 3.132, "BE"],
  ["Baarle-Hertog, within the Netherlands", 51.4425, 4.9295, "BE"],
  ["Wervik, on the border", 50.779, 3.04, "BE"],
  ["Breda", 51.589, 4.776, null],
  ["London", 51.507, -0.128, null],
  ["the middle of the North Sea", 52.5, 3, null],
] as const)("%s", (_, lat, lon, country) => {
  expect(countryAt(lat, lon)).toBe(country);
});

test("a place of Baarle-Hertog lies in Flanders, one of Breda does not", () => {
  expect(isInRegion("vlaanderen", { lat: 51.4425, lon: 4.9295 })).toBe(true);
  expect(isInRegion("vlaanderen", { lat: 51.589, lon: 4.776 })).toBe(false);
});
