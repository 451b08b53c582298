import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

/** West, south, east, north of the Eurometropolis and its surroundings. */
const AREA = { west: 2.3, south: 50.3, east: 4.2, north: 51.2 };
const DECIMALS = 4;

/** Writes borders and coast of the area as GeoJSON: what the map shows before anybody asks for detail. */
export function writeMapBase(file = "public/map/base.json"): void {
  const world = JSON.parse(
    readFileSync(new URL("../node_modules/world-atlas/countries-10m.json", import.meta.url), "utf8"),
  ) as Topology<{ countries: GeometryCollection }>;
  const { coordinates } = mesh(world, world.objects.countries);
  const lines = coordinates.flatMap((line) => partsInside(line as [number, number][]));
  mkdirSync("public/map", { recursive: true });
  writeFileSync(file, JSON.stringify({ type: "MultiLineString", coordinates: lines }));
}

/** The stretches of a line that lie in the area. */
function partsInside(line: [number, number][]): number[][][] {
  const parts: number[][][] = [];
  let current: number[][] = [];
  for (const [lon, lat] of line) {
    const inside = lon >= AREA.west && lon <= AREA.east && lat >= AREA.south && lat <= AREA.north;
    if (inside) current.push([Number(lon.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))]);
    else {
      if (current.length > 1) parts.push(current);
      current = [];
    }
  }
  if (current.length > 1) parts.push(current);
  return parts;
}
