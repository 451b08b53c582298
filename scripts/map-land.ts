import "./without-env-file.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { drawnAt } from "../components/map/mercator.ts";

/*
 * Draws the land of the map once: `npm run map-land` reads scripts/map/communes.geojson and writes components/map/land.ts, which is
 * committed. Run it again when the polygons change. Where they come from, and on which terms: scripts/map/README.md.
 */

type Point = [lon: number, lat: number];
type Region = "vlaanderen" | "hauts-de-france" | "wallonie";
type Commune = {
  properties: { region: Region };
  geometry:
    | { type: "Polygon"; coordinates: Point[][] }
    | { type: "MultiPolygon"; coordinates: Point[][][] };
};
/** A line that one commune, or two, have as their edge. */
type Edge = { points: Point[]; communes: number[] };

/** How far a line may lie from the true one, in pixels of the drawing. */
const TOLERANCE_PX = 1.1;
/**
 * A Belgian edge that lies nearer than this to the state border as a coarser map has it is the
 * border, in degrees.
 */
const NEAR_BORDER = 0.02;
const HERE = { west: 2.3, south: 50.3, east: 4.2, north: 51.2 };

/**
 * For orientation only, drawn by hand through a few points each: Lys, Scheldt, Deûle and the canal
 * of Roubaix.
 */
const RIVERS: Point[][] = [
  [
    [2.641, 50.63],
    [2.785, 50.653],
    [2.857, 50.679],
    [2.916, 50.71],
    [2.973, 50.745],
    [3.023, 50.772],
    [3.083, 50.788],
    [3.154, 50.801],
    [3.226, 50.82],
    [3.286, 50.844],
    [3.335, 50.862],
    [3.385, 50.887],
    [3.44, 50.923],
    [3.549, 50.985],
  ],
  [
    [3.59, 50.45],
    [3.485, 50.528],
    [3.439, 50.568],
    [3.387, 50.61],
    [3.374, 50.635],
    [3.352, 50.68],
    [3.358, 50.723],
    [3.407, 50.759],
    [3.477, 50.779],
    [3.557, 50.813],
    [3.6, 50.84],
  ],
  [
    [2.831, 50.52],
    [2.957, 50.578],
    [3.007, 50.623],
    [3.044, 50.658],
    [3.034, 50.69],
    [2.982, 50.715],
    [2.955, 50.725],
  ],
  [
    [3.058, 50.675],
    [3.12, 50.685],
    [3.164, 50.673],
    [3.21, 50.66],
  ],
];

const { features } = JSON.parse(
  readFileSync(new URL("map/communes.geojson", import.meta.url), "utf8"),
) as {
  features: Commune[];
};

const edges = edgesOf(features);
const regionsOf = (edge: Edge) => edge.communes.map((at) => features[at]?.properties.region);
const inside = edges.filter((edge) => edge.communes.length === 2);
const isWithinRegion = (edge: Edge) => regionsOf(edge)[0] === regionsOf(edge)[1];

writeFileSync(
  new URL("../components/map/land.ts", import.meta.url),
  `/*
 * Written by scripts/map-land.ts from the polygons of 155 communes, as paths in pixels of the drawing (components/map/mercator.ts).
 * Belgium: bmesuere/belgium-topojson, CC0 1.0. France: IGN Admin Express 2018 and INSEE COG 2018 by gregoiredavid/france-geojson,
 * Licence Ouverte. The rivers are our own.
 */
export const LAND = ${JSON.stringify(
    {
      regions: Object.fromEntries(
        (["vlaanderen", "wallonie", "hauts-de-france"] as const).map((region) => [
          region,
          areaOf(region),
        ]),
      ),
      communes: pathOf(inside.filter(isWithinRegion).map((edge) => drawn(edge.points))),
      languageBorder: pathOf(
        inside.filter((edge) => !isWithinRegion(edge)).map((edge) => drawn(edge.points)),
      ),
      stateBorder: pathOf(joined(stateBorder()).map(drawn)),
      rivers: RIVERS.map((river) => curveOf(drawn(river, 0))).join(""),
    },
    null,
    2,
  )} as const;
`,
);

/** A line from one point to the next, and the communes that have it as a part of their edge. */
type Segment = { ends: [Point, Point]; communes: number[] };
/** Segments by their key, and the keys of those that meet in a point. */
type Net = { segments: Map<string, Segment>; around: Map<string, string[]> };

function keyOf([lon, lat]: Point): string {
  return `${lon} ${lat}`;
}

function netOf(communes: Commune[]): Net {
  const net: Net = { segments: new Map(), around: new Map() };
  for (const [at, { geometry }] of communes.entries()) {
    const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
    for (const ring of rings)
      for (const [index, from] of ring.slice(0, -1).entries())
        addSegment(net, [from, ring[index + 1] as Point], at);
  }
  return net;
}

function addSegment({ segments, around }: Net, ends: [Point, Point], commune: number): void {
  const key = ends.map(keyOf).toSorted().join("|");
  const known = segments.get(key);
  if (known) {
    if (!known.communes.includes(commune)) known.communes.push(commune);
    return;
  }
  segments.set(key, { ends, communes: [commune] });
  for (const end of ends) around.set(keyOf(end), [...(around.get(keyOf(end)) ?? []), key]);
}

/** Whether other lines than one that goes on meet in a point. */
function isJunction({ segments, around }: Net, point: Point): boolean {
  const [first, second, ...more] = (around.get(keyOf(point)) ?? []).map((key) => segments.get(key));
  return !first || !second || more.length > 0 || first.communes.join() !== second.communes.join();
}

/** The points from a segment on to the next junction; the segments on the way are used up. */
function walk(net: Net, used: Set<string>, start: Point, key: string): Point[] {
  const points = [start];
  for (let next: string | undefined = key; next; ) {
    used.add(next);
    const ends = net.segments.get(next)?.ends as [Point, Point];
    const to = keyOf(ends[0]) === keyOf(points.at(-1) as Point) ? ends[1] : ends[0];
    points.push(to);
    next = isJunction(net, to)
      ? undefined
      : net.around.get(keyOf(to))?.find((other) => !used.has(other));
  }
  return points;
}

/**
 * The edges between the points where three lines or more meet: what two communes share is there
 * once, and stays shared.
 */
function edgesOf(communes: Commune[]): Edge[] {
  const net = netOf(communes);
  const used = new Set<string>();
  const found: Edge[] = [];
  const startAt = (key: string, end: Point) => {
    if (!used.has(key))
      found.push({
        points: walk(net, used, end, key),
        communes: net.segments.get(key)?.communes ?? [],
      });
  };
  for (const [key, { ends }] of net.segments)
    for (const end of ends) if (isJunction(net, end)) startAt(key, end);
  // What is left are islands: rings without a junction.
  for (const [key, { ends }] of net.segments) startAt(key, ends[0]);
  return found;
}

/** The outline of a region, holes included, from edges that already are simpler. */
function areaOf(region: Region): string {
  const outline = edges.filter(
    (edge) => regionsOf(edge).filter((one) => one === region).length === 1,
  );
  return pathOf(
    joined(
      outline.map(({ points }) => points),
      (points) => drawn(points),
    ),
    true,
  );
}

/**
 * The Belgian edges along the border as countries have it. The French ones beside them were drawn
 * by somebody else.
 */
function stateBorder(): Point[][] {
  const world = JSON.parse(
    readFileSync(
      new URL("../node_modules/world-atlas/countries-10m.json", import.meta.url),
      "utf8",
    ),
  ) as Topology<{ countries: GeometryCollection }>;
  const idOf = (object: unknown) => (object as { id?: string }).id;
  const border = mesh(
    world,
    world.objects.countries,
    (one, other) => [idOf(one), idOf(other)].toSorted().join() === "056,250",
  ).coordinates as Point[][];
  const here = border
    .flat()
    .filter(
      ([lon, lat]) => lon > HERE.west && lon < HERE.east && lat > HERE.south && lat < HERE.north,
    );
  const stretches = border.flatMap((line) =>
    line.slice(1).map((to, index) => [line[index] as Point, to] as const),
  );
  if (here.length === 0) throw new Error("The atlas has no border here.");
  const isNear = (point: Point) =>
    stretches.some(([from, to]) => distanceTo(point, from, to) < NEAR_BORDER);
  return edges
    .filter((edge) => edge.communes.length === 1 && regionsOf(edge)[0] !== "hauts-de-france")
    .filter(({ points }) => points.filter(isNear).length > points.length / 2)
    .map(({ points }) => points);
}

/** Lines end to end as far as they meet. @param shape what is made of each line before */
function joined<T extends readonly [number, number]>(lines: T[][]): T[][];
function joined<T extends readonly [number, number], R extends readonly [number, number]>(
  lines: T[][],
  shape: (line: T[]) => R[],
): R[][];
function joined(lines: [number, number][][], shape = (line: [number, number][]) => line) {
  const open = lines.map((line) => ({
    ends: [String(line[0]), String(line.at(-1))] as Open["ends"],
    line: shape(line),
  }));
  const done: [number, number][][] = [];
  for (let current = open.pop(); current; current = open.pop()) {
    let whole: Open = current;
    for (let longer = lengthened(whole, open); longer; longer = lengthened(whole, open))
      whole = longer;
    done.push(whole.line);
  }
  return done;
}

type Open = { ends: [string, string]; line: [number, number][] };

/**
 * A line with one more that meets its end, which is taken from those that are open; else turned
 * round, where one meets its start; null where it is closed, or none meets it.
 */
function lengthened({ ends: [start, end], line }: Open, open: Open[]): Open | null {
  if (start === end) return null;
  const at = open.findIndex(({ ends }) => ends.includes(end));
  const [next] = at === -1 ? [] : open.splice(at, 1);
  if (next) {
    const isForward = next.ends[0] === end;
    const more = isForward ? next.line : next.line.toReversed();
    return {
      ends: [start, isForward ? next.ends[1] : next.ends[0]],
      line: [...line, ...more.slice(1)],
    };
  }
  return open.some(({ ends }) => ends.includes(start))
    ? { ends: [end, start], line: line.toReversed() }
    : null;
}

/**
 * A line on the drawing, without the points that lie where they would be expected (Douglas and
 * Peucker).
 */
function drawn(points: Point[], tolerance = TOLERANCE_PX): [number, number][] {
  const all = points.map(([lon, lat]): [number, number] => {
    const { x, y } = drawnAt({ lat, lon });
    return [x, y];
  });
  return tolerance > 0 ? simpler(all, tolerance) : all;
}

function simpler(line: [number, number][], tolerance: number): [number, number][] {
  const first = line[0] as [number, number];
  const last = line.at(-1) as [number, number];
  let farthest = 0;
  let at = 0;
  for (let index = 1; index < line.length - 1; index += 1) {
    const far = distanceTo(line[index] as [number, number], first, last);
    if (far > farthest) [farthest, at] = [far, index];
  }
  if (farthest <= tolerance) return [first, last];
  return [
    ...simpler(line.slice(0, at + 1), tolerance).slice(0, -1),
    ...simpler(line.slice(at), tolerance),
  ];
}

function distanceTo(
  [x, y]: readonly [number, number],
  from: readonly [number, number],
  to: readonly [number, number],
) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  const along =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((x - from[0]) * dx + (y - from[1]) * dy) / length));
  return Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy);
}

/** Whole pixels, each from the one before: short enough to stand in every page. */
function pathOf(lines: [number, number][][], isArea = false): string {
  return lines
    .map((line) => {
      const pixels = line.map(([x, y]) => [Math.round(x), Math.round(y)] as const);
      const steps = pixels
        .slice(1)
        .map(([x, y], at) => [x - (pixels[at]?.[0] ?? 0), y - (pixels[at]?.[1] ?? 0)] as const)
        .filter(([dx, dy]) => dx !== 0 || dy !== 0)
        .map(([dx, dy]) => `${dx}${dy < 0 ? "" : " "}${dy}`);
      if (steps.length === 0) return "";
      return `M${pixels[0]?.join(" ")}l${steps.join(" ").replaceAll(" -", "-")}${isArea ? "z" : ""}`;
    })
    .join("");
}

/**
 * A soft line: from the middle of each stretch to the middle of the next, bent towards the point
 * between.
 */
function curveOf(line: [number, number][]): string {
  const round = (value: number) => Math.round(value);
  const [first, ...rest] = line as [[number, number], ...[number, number][]];
  const last = rest.at(-1) ?? first;
  const bends = rest.slice(0, -1).map(([x, y], at) => {
    const [nx, ny] = rest[at + 1] as [number, number];
    return `Q${round(x)} ${round(y)} ${round((x + nx) / 2)} ${round((y + ny) / 2)}`;
  });
  return `M${first.map(round).join(" ")}${bends.join("")}L${last.map(round).join(" ")}`;
}
