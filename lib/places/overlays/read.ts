import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { signsOf, stepOf } from "#lib/foundation/platform/text/json-signs.ts";
import { NEAR_REGIONS } from "#lib/places/spaces/schema.ts";
import { countryAt } from "#lib/places/spaces/where.ts";
import { OVERLAY_MEGABYTES, type Position, type Shapes } from "./schema.ts";
import { countOf, simplified } from "./simplify.ts";

export type ReadOverlay = {
  shapes: Shapes;
  pointsBefore: number;
  pointsAfter: number;
  /** Shapes of the file that lie wholly beyond the map. */
  leftOut: number;
};

const MOST_POINTS_SENT = 200_000;
const MOST_POINTS_KEPT = 4_000;
/** Each has four points at least: a map with more lines says nothing. */
const MOST_SHAPES = 1_000;
const MOST_LEVELS = 40;
const MOST_ASKED = 400;

/**
 * A file of GeoJSON as what the map draws of it. Only shapes are read: names, texts and links in it
 * are never kept.
 *
 * @throws DomainError invalid, with why in words for whoever sent it
 */
export function readOverlay(bytes: Uint8Array): ReadOverlay {
  if (bytes.length > OVERLAY_MEGABYTES * 1_000_000)
    refuse("too_large", { megabytes: OVERLAY_MEGABYTES });
  const geometries = geometriesOf(parsedFile(bytes));
  const all = geometries.map((geometry, at) => shapesOf(geometry, at + 1));
  if (all.every((shapes) => countOf(shapes) === 0)) refuse("no_shapes");
  const here = all.filter((shapes) => positionsOf(shapes).some(isHere));
  if (here.length === 0) refuse(whyNotHere(all));
  const shapes = {
    areas: here.flatMap(({ areas }) => areas),
    lines: here.flatMap(({ lines }) => lines),
    points: here.flatMap(({ points }) => points),
  };
  if (!touchesLand(shapes)) refuse("in_the_sea");
  if (shapes.areas.flat().length + shapes.lines.length + shapes.points.length > MOST_SHAPES)
    refuse("too_many_shapes", { most: MOST_SHAPES });
  const fewer = simplified(shapes, MOST_POINTS_KEPT);
  return {
    shapes: fewer,
    pointsBefore: countOf(shapes),
    pointsAfter: countOf(fewer),
    leftOut: all.filter((one) => countOf(one) > 0).length - here.length,
  };
}

function refuse(why: string, values: Record<string, string | number> = {}): never {
  throw new DomainError("invalid", { code: `map.overlays.${why}`, ...values });
}

/** Looked through for what would take long, before anything is built of it. */
function parsedFile(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  if (text.trim() === "") refuse("empty");
  let level = 0;
  let lists = 0;
  for (const sign of signsOf(text)) {
    level += stepOf(sign);
    if (sign === "[") lists += 1;
    if (level > MOST_LEVELS) refuse("too_deep");
    if (lists > MOST_POINTS_SENT * 1.1) refuse("too_many_points", { most: MOST_POINTS_SENT });
  }
  try {
    return JSON.parse(text);
  } catch {
    return refuse("not_json");
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("not_json");
  }
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const SIMPLE = [
  "Point",
  "MultiPoint",
  "LineString",
  "MultiLineString",
  "Polygon",
  "MultiPolygon",
  "GeometryCollection",
];

/** The geometries of a file, in its order; what has none is left out. */
function geometriesOf(file: unknown): Json[] {
  if (!isObject(file)) return refuse("not_geojson");
  refuseOtherDegrees(file);
  if (file.type === "FeatureCollection") {
    if (!Array.isArray(file.features)) return refuse("not_geojson");
    return file.features.flatMap((feature: unknown, at) =>
      isObject(feature) && feature.type === "Feature"
        ? geometryOf(feature)
        : refuse("not_a_shape", { number: at + 1 }),
    );
  }
  if (file.type === "Feature") return geometryOf(file);
  return SIMPLE.includes(String(file.type)) ? [file] : refuse("not_geojson");
}

function geometryOf({ geometry }: Json): Json[] {
  return isObject(geometry) ? [geometry] : [];
}

/** Files of before 2016 may name how their points are counted. */
function refuseOtherDegrees({ crs }: Json): void {
  if (!isObject(crs) || !isObject(crs.properties)) return;
  const { name } = crs.properties;
  if (typeof name === "string" && !/(CRS:?84|(?<!\d)4326)$/.test(name))
    refuse("other_degrees", { name: name.slice(0, 60) });
}

/** What each kind of geometry adds to the shapes, from its coordinates. */
const READERS: Record<string, (shapes: Shapes, coordinates: unknown, number: number) => void> = {
  Point: ({ points }, at, number) => points.push(positionOf(listOf(at, number), number)),
  MultiPoint: ({ points }, at, number) => points.push(...pointsOf(at, number)),
  LineString: ({ lines }, at, number) => lines.push(lineOf(at, number)),
  MultiLineString: ({ lines }, at, number) =>
    lines.push(...listOf(at, number).map((line) => lineOf(line, number))),
  Polygon: ({ areas }, at, number) => areas.push(areaOf(at, number)),
  MultiPolygon: ({ areas }, at, number) =>
    areas.push(...listOf(at, number).map((area) => areaOf(area, number))),
};

/** @param number of the shape in its file, from 1, for whoever has to mend it */
function shapesOf(geometry: Json, number: number): Shapes {
  const shapes: Shapes = { areas: [], lines: [], points: [] };
  const wrong = () => refuse("not_a_shape", { number });
  const waiting: unknown[] = [geometry];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const { type, coordinates, geometries } = isObject(one) ? one : wrong();
    if (type === "GeometryCollection") {
      waiting.push(...listOf(geometries, number));
      continue;
    }
    const kind = String(type);
    const read = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
    if (read) read(shapes, coordinates, number);
    else wrong();
  }
  return { ...shapes, areas: shapes.areas.filter((rings) => rings.length > 0) };
}

function listOf(value: unknown, number: number): unknown[] {
  return Array.isArray(value) ? value : refuse("not_a_shape", { number });
}

function pointsOf(value: unknown, number: number): Position[] {
  return listOf(value, number).map((point) => positionOf(listOf(point, number), number));
}

function lineOf(value: unknown, number: number): Position[] {
  const points = pointsOf(value, number);
  return points.length >= 2 ? points : refuse("not_a_shape", { number });
}

/** The rings of an area: each ends where it begins. */
function areaOf(value: unknown, number: number): Position[][] {
  return listOf(value, number).map((ring) => {
    const points = pointsOf(ring, number);
    const [first, last] = [points[0], points.at(-1)];
    const isClosed = first?.[0] === last?.[0] && first?.[1] === last?.[1];
    return points.length >= 4 && isClosed ? points : refuse("ring_open", { number });
  });
}

/** A third number, the height, is left out. */
function positionOf([lon, lat]: unknown[], number: number): Position {
  if (typeof lon !== "number" || typeof lat !== "number" || !Number.isFinite(lon + lat))
    return refuse("not_a_shape", { number });
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90)
    return refuse(Math.abs(lon) <= 90 && Math.abs(lat) <= 180 ? "swapped" : "in_metres", {
      number,
    });
  return [lon, lat];
}

function positionsOf({ areas, lines, points }: Shapes): Position[] {
  return [...areas.flat(2), ...lines.flat(), ...points];
}

function isHere([lon, lat]: Position): boolean {
  const { south, north, west, east } = NEAR_REGIONS;
  return lat >= south && lat <= north && lon >= west && lon <= east;
}

function whyNotHere(all: Shapes[]): "swapped" | "outside" {
  const isSwapped = all.flatMap(positionsOf).some(([lon, lat]) => isHere([lat, lon]));
  return isSwapped ? "swapped" : "outside";
}

/** Some of its points, or its middle, lie in Belgium or France. */
function touchesLand(shapes: Shapes): boolean {
  const all = positionsOf(shapes);
  const step = Math.ceil(all.length / MOST_ASKED);
  const mean = (of: (position: Position) => number) =>
    all.reduce((sum, position) => sum + of(position), 0) / all.length;
  const middle: Position = [mean(([lon]) => lon), mean(([, lat]) => lat)];
  const asked = [middle, ...all.filter((_, at) => at % step === 0)];
  return asked.some(([lon, lat]) => isHere([lon, lat]) && countryAt(lat, lon) !== null);
}
