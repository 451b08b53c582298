import { LAND } from "./land.ts";
import type { Area } from "./layout.ts";
import { type Drawn, drawnAt, type LatLon } from "./mercator.ts";

type LandRegion = keyof (typeof LAND)["regions"];

const OUTLINES = Object.entries(LAND.regions).map(([region, path]) => ({
  region: region as LandRegion,
  rings: ringsOf(path),
}));

/** The region of the drawn land that a point lies in; null beyond the three, and at sea. */
export function regionAt(point: LatLon): LandRegion | null {
  const at = drawnAt(point);
  return OUTLINES.find(({ rings }) => rings.some((ring) => isInside(at, ring)))?.region ?? null;
}

/** The region of places that were counted together: null where some may lie in another one. */
export function regionOfSpot({ area, ...point }: LatLon & { area?: Area }): LandRegion | null {
  const region = regionAt(point);
  if (!area) return region;
  const corners = [area.south, area.north].flatMap((lat) =>
    [area.west, area.east].map((lon) => ({ lat, lon })),
  );
  return corners.every((corner) => [region, null].includes(regionAt(corner))) ? region : null;
}

/** The corners of a path of land: each part begins at a point, and goes on by steps. */
function ringsOf(path: string): Drawn[][] {
  return path
    .split("z")
    .filter(Boolean)
    .map((part) => {
      const numbers = (part.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
      const ring: Drawn[] = [];
      let [x, y] = [0, 0];
      for (let at = 0; at + 1 < numbers.length; at += 2) {
        x += numbers[at] ?? 0;
        y += numbers[at + 1] ?? 0;
        ring.push({ x, y });
      }
      return ring;
    });
}

/** Even-odd: a line from the point to the east crosses the ring an odd number of times. */
function isInside({ x, y }: Drawn, ring: Drawn[]): boolean {
  let inside = false;
  let before = ring.at(-1);
  for (const corner of ring) {
    if (before && corner.y > y !== before.y > y) {
      const crossing = ((before.x - corner.x) * (y - corner.y)) / (before.y - corner.y) + corner.x;
      if (x < crossing) inside = !inside;
    }
    before = corner;
  }
  return inside;
}
