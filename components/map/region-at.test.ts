import { expect, test } from "vitest";
import { PLACES } from "#lib/demonstration/places.ts";
import { regionAt, regionOfSpot } from "./region-at.ts";
import { TOWNS } from "./towns.ts";

const REGION_OF_TOWN: Record<string, string> = {
  Lille: "hauts-de-france",
  Kortrijk: "vlaanderen",
  Tournai: "wallonie",
  Roubaix: "hauts-de-france",
  Tourcoing: "hauts-de-france",
  Mouscron: "wallonie",
  Roeselare: "vlaanderen",
  Ieper: "vlaanderen",
  Menen: "vlaanderen",
  Ath: "wallonie",
};

test.each(Object.entries(REGION_OF_TOWN))("%s lies in %s", (name, region) => {
  const town = TOWNS.find((one) => one.name === name);
  expect(town && regionAt(town)).toBe(region);
});

test("a place on the drawn land lies in its own region", () => {
  const drawn = PLACES.map((place) => ({
    name: place.name,
    is: regionAt(place),
    region: place.region,
  })).filter(({ is }) => is !== null);
  expect(drawn.length).toBeGreaterThan(PLACES.length * 0.9);
  expect(drawn.filter(({ is, region }) => is !== region)).toEqual([]);
});

test("at sea and far away there is no region", () => {
  expect(regionAt({ lat: 51.13, lon: 2.4 })).toBeNull();
  expect(regionAt({ lat: 48.85, lon: 2.35 })).toBeNull();
});

test("places counted together have a region only where none of them can lie in another", () => {
  const kortrijk = { lat: 50.82451, lon: 3.26455 };
  const near = { west: 3.25, south: 50.82, east: 3.28, north: 50.83 };
  expect(regionOfSpot({ ...kortrijk, area: near })).toBe("vlaanderen");
  expect(regionOfSpot({ ...kortrijk, area: { ...near, south: 50.64, west: 3.06 } })).toBeNull();
  expect(regionOfSpot(kortrijk)).toBe("vlaanderen");
});
