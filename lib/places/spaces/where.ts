import countries from "./countries.json" with { type: "json" };
import type { REGIONS } from "./schema.ts";

/** Longitudes and latitudes in turn. */
type Ring = readonly number[];
/** A polygon: its outer ring, then its holes, and the box around it. */
type Outline = { rings: Ring[]; west: number; south: number; east: number; north: number };

/** The countries of the network, as scripts/countries.ts has drawn them. */
export type Country = keyof typeof countries;

/**
 * How far from the drawn land a point may lie, in degrees: about three kilometres, for piers and a
 * coarse coast.
 */
const NEAR = 0.03;
/**
 * How far a point may lie that is in neither country as they are drawn, nearest first: up to some
 * six kilometres, for Baarle-Hertog, which lies within the Netherlands and is in no atlas so coarse.
 */
const FURTHER = [0.01, 0.02, NEAR, 0.04, 0.05, 0.06];
const DIRECTIONS = [0, 45, 90, 135, 180, 225, 270, 315].map((degrees) => {
  const angle = (degrees * Math.PI) / 180;
  return { lon: Math.cos(angle) / Math.cos(Math.PI / 3.6), lat: Math.sin(angle) };
});
const COUNTRIES = ["BE", "FR"] as const;

/**
 * The regions of the network, a little larger than they are: what lies in one lies in its country
 * as well.
 */
const REGION_BOXES = {
  vlaanderen: { country: "BE", south: 50.67, north: 51.52, west: 2.53, east: 5.93 },
  wallonie: { country: "BE", south: 49.48, north: 50.83, west: 2.83, east: 6.42 },
  "hauts-de-france": { country: "FR", south: 48.82, north: 51.11, west: 1.36, east: 4.27 },
} as const satisfies Record<
  (typeof REGIONS)[number],
  { country: Country } & Record<"south" | "north" | "west" | "east", number>
>;

/** Whether a point can be that of a place of a region: in its country, and in the box around it. */
export function isInRegion(
  region: (typeof REGIONS)[number],
  { lat, lon }: { lat: number; lon: number },
): boolean {
  const { country, south, north, west, east } = REGION_BOXES[region];
  const isInBox = lat >= south && lat <= north && lon >= west && lon <= east;
  return isInBox && (isNear(country, { lat, lon }, NEAR) || countryAt(lat, lon) === country);
}

const outlines = new Map<Country, Outline[]>();

/** The country that a point lies in, or the nearest within some six kilometres; null elsewhere. */
export function countryAt(lat: number, lon: number): Country | null {
  for (const degrees of [0, ...FURTHER]) {
    const found = COUNTRIES.find((country) => isNear(country, { lat, lon }, degrees));
    if (found) return found;
  }
  return null;
}

/** Whether a point lies in a country, or so far from it. */
function isNear(
  country: Country,
  { lat, lon }: { lat: number; lon: number },
  degrees: number,
): boolean {
  return (
    isInside(country, lat, lon) ||
    (degrees > 0 &&
      DIRECTIONS.some((step) =>
        isInside(country, lat + step.lat * degrees, lon + step.lon * degrees),
      ))
  );
}

function isInside(country: Country, lat: number, lon: number): boolean {
  return outlinesOf(country).some(
    ({ rings, west, south, east, north }) =>
      lon >= west && lon <= east && lat >= south && lat <= north && isWithin(rings, lat, lon),
  );
}

/** Counts how often a line to the east crosses an edge: odd inside, with holes. */
function isWithin(rings: Ring[], lat: number, lon: number): boolean {
  let inside = false;
  for (const ring of rings) {
    let [lastLon, lastLat] = ring.slice(-2) as [number, number];
    for (let at = 0; at < ring.length; at += 2) {
      const [edgeLon, edgeLat] = [ring[at] as number, ring[at + 1] as number];
      const crosses = edgeLat > lat !== lastLat > lat;
      if (crosses && lon < ((lastLon - edgeLon) * (lat - edgeLat)) / (lastLat - edgeLat) + edgeLon)
        inside = !inside;
      [lastLon, lastLat] = [edgeLon, edgeLat];
    }
  }
  return inside;
}

function outlinesOf(country: Country): Outline[] {
  const known = outlines.get(country);
  if (known) return known;
  const made = countries[country].map((rings) => {
    const outer = rings[0] ?? [];
    const lons = outer.filter((_, at) => at % 2 === 0);
    const lats = outer.filter((_, at) => at % 2 === 1);
    return {
      rings,
      west: Math.min(...lons),
      east: Math.max(...lons),
      south: Math.min(...lats),
      north: Math.max(...lats),
    };
  });
  outlines.set(country, made);
  return made;
}
