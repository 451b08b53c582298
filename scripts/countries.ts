import "./without-env-file.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Country } from "#lib/places/spaces/where.ts";

/*
 * Writes the outlines of the two countries of the network: `npm run countries` reads the atlas of `world-atlas` (Natural Earth,
 * 1:10 million, public domain), which is 3.6 MB of the whole world, and writes lib/places/spaces/countries.json, which is committed:
 * a program that starts reads these alone.
 */

/** Numbers of countries, ISO 3166-1. */
const NUMBERS = { BE: "056", FR: "250" } as const satisfies Record<Country, string>;
/** Decimals of a degree: about ten metres, a hundredth of how coarse the atlas is. */
const DECIMALS = 4;
const ATLAS = new URL("../node_modules/world-atlas/countries-10m.json", import.meta.url);
const FILE = new URL("../lib/places/spaces/countries.json", import.meta.url);

type Point = [lon: number, lat: number];

/**
 * Of each country its polygons, each as rings (the outer one first, then its holes), each as
 * longitudes and latitudes in turn.
 */
export function outlinesOfCountries(): Record<Country, number[][][]> {
  const atlas = JSON.parse(readFileSync(ATLAS, "utf8")) as Topology<{
    countries: GeometryCollection;
  }>;
  const outlines = (number: string): number[][][] => {
    const found = atlas.objects.countries.geometries.find(({ id }) => id === number);
    const area = found && feature(atlas, found);
    if (area?.type !== "Feature") throw new Error(`The atlas has no country ${number}.`);
    const { geometry } = area;
    if (geometry.type === "Polygon") return ringsOf([geometry.coordinates as Point[][]]);
    if (geometry.type === "MultiPolygon") return ringsOf(geometry.coordinates as Point[][][]);
    throw new Error(`Country ${number} is no area.`);
  };
  return { BE: outlines(NUMBERS.BE), FR: outlines(NUMBERS.FR) };
}

function ringsOf(polygons: Point[][][]): number[][][] {
  return polygons.map((rings) =>
    rings.map((ring) => ring.flat().map((degrees) => Number(degrees.toFixed(DECIMALS)))),
  );
}

if (import.meta.main) writeFileSync(FILE, `${JSON.stringify(outlinesOfCountries())}\n`);
