import type { Position, Shapes } from "./schema.ts";

/*
 * Lines with fewer points that look the same on the map: Ramer-Douglas-Peucker, a stretch at a time, so that no file, however it
 * winds, takes longer than its length times a stretch.
 */

/** About ten metres: a tenth of a pixel of the map as it begins. */
const FIRST_TOLERANCE = 0.0001;
const STRETCH = 100;
/** Each time it is not enough, so many times coarser, and so often at most. */
const COARSER = 4;
const MOST_TURNS = 8;
const LEAST_OF_A_RING = 4;
const DIGITS = 100_000;
/** A degree to the east is so many to the north here. */
const EASTWARD = Math.cos((50.7 * Math.PI) / 180);

/** How many points there are in all of it. */
export function countOf({ areas, lines, points }: Shapes): number {
  const inLines = [...areas.flat(), ...lines].reduce((sum, line) => sum + line.length, 0);
  return inLines + points.length;
}

/**
 * The same shapes with as few points as they can do with, coarser until they have no more than
 * `most`. Each ring and line keeps its ends, and enough points to be one.
 */
export function simplified(shapes: Shapes, most: number): Shapes {
  let now = rounded(shapes);
  for (
    let tolerance = FIRST_TOLERANCE, turn = 0;
    turn < MOST_TURNS;
    tolerance *= COARSER, turn += 1
  ) {
    now = {
      areas: now.areas.map((rings) => rings.map((ring) => thinnedRing(ring, tolerance))),
      lines: now.lines.map((line) => thinned(line, tolerance)),
      points: now.points,
    };
    if (countOf(now) <= most) break;
  }
  return now;
}

/** To about a metre, without what then stands twice in a row. */
function rounded({ areas, lines, points }: Shapes): Shapes {
  const at = ([lon, lat]: Position): Position => [
    Math.round(lon * DIGITS) / DIGITS,
    Math.round(lat * DIGITS) / DIGITS,
  ];
  const once = (line: Position[]) => {
    const kept = line.map(at).filter(([lon, lat], index, all) => {
      const [lastLon, lastLat] = all[index - 1] ?? [];
      return lon !== lastLon || lat !== lastLat;
    });
    return kept.length >= 2 ? kept : line.slice(0, 2).map(at);
  };
  return {
    areas: areas.map((rings) =>
      rings.map((ring) => {
        const kept = once(ring);
        return kept.length >= LEAST_OF_A_RING ? kept : ring.map(at).slice(-LEAST_OF_A_RING);
      }),
    ),
    lines: lines.map(once),
    points: points.map(at),
  };
}

function thinnedRing(ring: Position[], tolerance: number): Position[] {
  const kept = thinned(ring, tolerance);
  if (kept.length >= LEAST_OF_A_RING) return kept;
  const last = ring.length - 1;
  return [0, 1 / 3, 2 / 3, 1].map((part) => ring[Math.round(part * last)] as Position);
}

function thinned(line: Position[], tolerance: number): Position[] {
  const isKept = new Uint8Array(line.length);
  const last = line.length - 1;
  for (let from = 0; from < last; from += STRETCH)
    keepCorners(line, isKept, from, Math.min(from + STRETCH, last), tolerance);
  return line.filter((_, index) => isKept[index] === 1);
}

function keepCorners(
  line: Position[],
  isKept: Uint8Array,
  first: number,
  end: number,
  tolerance: number,
): void {
  isKept[first] = 1;
  isKept[end] = 1;
  const waiting: [number, number][] = [[first, end]];
  for (let stretch = waiting.pop(); stretch; stretch = waiting.pop()) {
    const [from, to] = stretch;
    let farthest = tolerance * tolerance;
    let corner = -1;
    for (let at = from + 1; at < to; at += 1) {
      const far = squaredDistance(line[at], line[from], line[to]);
      if (far > farthest) [farthest, corner] = [far, at];
    }
    if (corner < 0) continue;
    isKept[corner] = 1;
    waiting.push([from, corner], [corner, to]);
  }
}

/** Of a point from the part of a line between two others, in degrees to the north. */
function squaredDistance(
  [lon, lat]: Position = [0, 0],
  [fromLon, fromLat]: Position = [0, 0],
  [toLon, toLat]: Position = [0, 0],
): number {
  const [x, y] = [(lon - fromLon) * EASTWARD, lat - fromLat];
  const [along, up] = [(toLon - fromLon) * EASTWARD, toLat - fromLat];
  const length = along * along + up * up;
  const part = length === 0 ? 0 : Math.min(Math.max((x * along + y * up) / length, 0), 1);
  return (x - part * along) ** 2 + (y - part * up) ** 2;
}
