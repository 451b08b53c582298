import { expect, test } from "vitest";
import { isInRegion } from "#lib/places/spaces/where.ts";
import { kindOf, precisionOf, regionOf } from "./as-space.ts";
import type { PlaceRecord } from "./fields.ts";

const record = (change: Partial<PlaceRecord>): PlaceRecord => ({
  id: "1",
  nom: "x",
  commune: "x",
  latitude: 50.7,
  longitude: 3.1,
  pays: "BE",
  ...change,
});

test.each([
  ["Lille, by its postcode", { pays: "FR", code_postal: "59000" }, "hauts-de-france"],
  ["Amiens, by its commune", { pays: "FR", code_insee: "80021" }, "hauts-de-france"],
  ["Paris", { pays: "FR", code_postal: "75001" }, null],
  ["Kortrijk", { code_postal: "8500" }, "vlaanderen"],
  ["Tournai", { code_postal: "7500" }, "wallonie"],
  ["Wavre", { code_postal: "1300" }, "wallonie"],
  ["Leuven", { code_insee: "24062" }, "vlaanderen"],
  ["Mouscron, by its commune", { code_insee: "57096" }, "wallonie"],
  ["Brussels", { code_postal: "1000" }, null],
  ["Brussels, by its commune", { code_insee: "21004" }, null],
  ["a Belgian place of which only the point is known", { latitude: 50.83 }, "vlaanderen"],
] as const)("%s lies in its region", (_, change, region) => {
  expect(regionOf(record(change))).toBe(region);
});

test.each([
  ["vlaanderen", { lat: 50.8279, lon: 3.2649 }, true],
  ["vlaanderen", { lat: 50.6292, lon: 3.0573 }, false],
  ["wallonie", { lat: 50.6056, lon: 3.3879 }, true],
  ["wallonie", { lat: 51.2, lon: 3.2 }, false],
  ["hauts-de-france", { lat: 50.6292, lon: 3.0573 }, true],
  ["hauts-de-france", { lat: 43.3, lon: 5.4 }, false],
  ["hauts-de-france", { lat: 50.8, lon: 0.6 }, false],
] as const)("a point in %s, %o: %s", (region, point, isIn) => {
  expect(isInRegion(region, point)).toBe(isIn);
});

test("codes of the standard become our kinds, and an address without a word of its point is a street", () => {
  expect(kindOf(record({ typologie: "CCAS|BIB" }))).toBe("library");
  expect(kindOf(record({ genre: "makerspace", typologie: "BIB" }))).toBe("makerspace");
  expect(kindOf(record({}))).toBe("digital-mediation");
  expect(precisionOf(record({ adresse: "Markt 1" }))).toBe("street");
  expect(precisionOf(record({ precision: "building" }))).toBe("building");
});
