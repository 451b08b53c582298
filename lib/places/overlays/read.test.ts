import { expect, test } from "vitest";
import { readOverlay } from "./read.ts";
import type { Position } from "./schema.ts";
import { countOf, simplified } from "./simplify.ts";

const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const feature = (geometry: unknown, properties: unknown = {}) => ({
  type: "Feature",
  properties,
  geometry,
});
const collection = (...features: unknown[]) => ({ type: "FeatureCollection", features });
const polygon = (ring: number[][]) => feature({ type: "Polygon", coordinates: [ring] });
const KORTRIJK = [3.26, 50.83];
const LINE = { type: "LineString", coordinates: [KORTRIJK, [3.06, 50.63]] };
const around = (lon: number, lat: number, count: number, radius = 0.1) =>
  Array.from({ length: count + 1 }, (_, at) => {
    const angle = (2 * Math.PI * (at % count)) / count;
    return [lon + radius * Math.cos(angle), lat + radius * Math.sin(angle)];
  });

test.each([
  ["nothing", "", "empty"],
  ["only blanks", "  \n", "empty"],
  ["no JSON", "<svg onload=alert(1)>", "not_json"],
  ["half a file", '{"type":"FeatureCollection","features":[', "not_json"],
  ["bytes that are no text", new Uint8Array([0xff, 0xfe, 0x00]), "not_json"],
  ["a list", [], "not_geojson"],
  ["another kind of JSON", { type: "Topology", arcs: [] }, "not_geojson"],
  ["features that are no list", { type: "FeatureCollection", features: {} }, "not_geojson"],
  ["a feature that is none", collection("x"), "not_a_shape"],
  ["nothing in it", collection(), "no_shapes"],
  ["a feature without a shape", collection(feature(null)), "no_shapes"],
  ["a shape of no kind", collection(feature({ type: "Circle", coordinates: [] })), "not_a_shape"],
  [
    "coordinates that are words",
    feature({ type: "Point", coordinates: ["3", "50"] }),
    "not_a_shape",
  ],
  ["a number too large to be one", '{"type":"Point","coordinates":[1e999,50]}', "not_a_shape"],
  [
    "a line with one point",
    feature({ type: "LineString", coordinates: [KORTRIJK] }),
    "not_a_shape",
  ],
  [
    "points that lie too deep",
    feature({ type: "Point", coordinates: [[[KORTRIJK]]] }),
    "not_a_shape",
  ],
  ["a ring that is not closed", polygon(around(3.2, 50.8, 5).slice(0, -1)), "ring_open"],
  ["a ring of two points", polygon([KORTRIJK, KORTRIJK]), "ring_open"],
  [
    "metres of Lambert 93",
    feature({ type: "Point", coordinates: [704_000, 7_059_000] }),
    "in_metres",
  ],
  ["latitude first", feature({ type: "Point", coordinates: [50.83, 3.26] }), "swapped"],
  [
    "latitude first, beyond any latitude",
    feature({ type: "Point", coordinates: [50, 120] }),
    "swapped",
  ],
  [
    "another way to count",
    { ...LINE, crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::31370" } } },
    "other_degrees",
  ],
  ["Marseille", feature({ type: "Point", coordinates: [5.37, 43.3] }), "outside"],
  ["the North Sea", feature({ type: "Point", coordinates: [2.2, 51.5] }), "in_the_sea"],
  ["lists in lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "too_deep"],
  [
    "collections in collections",
    `${'{"type":"GeometryCollection","geometries":['.repeat(5_000)}${"]}".repeat(5_000)}`,
    "too_deep",
  ],
  ["a million points", `[${"[3,50],".repeat(400_000)}[3,50]]`, "too_many_points"],
  ["more than it may weigh", " ".repeat(3_000_001), "too_large"],
  [
    "more lines than a map can show",
    collection(...Array.from({ length: 1_001 }, () => feature(LINE))),
    "too_many_shapes",
  ],
])("%s is refused in words", (_, file, why) => {
  expect(() => readOverlay(file instanceof Uint8Array ? file : bytes(file))).toThrow(
    expect.objectContaining({ reason: expect.objectContaining({ code: `map.overlays.${why}` }) }),
  );
});

test("the text of a file is never kept, and what lies beyond the map is left out", () => {
  const read = readOverlay(
    bytes(
      collection(
        feature(LINE, { name: "<img src=x onerror=alert(1)>", deep: [[[[1]]]] }),
        feature({ type: "Point", coordinates: [5.37, 43.3] }),
        feature({
          type: "GeometryCollection",
          geometries: [{ type: "Point", coordinates: [3.2, 50.7, 12] }],
        }),
        feature(null),
      ),
    ),
  );
  expect(read).toEqual({
    shapes: { areas: [], lines: [[KORTRIJK, [3.06, 50.63]]], points: [[3.2, 50.7]] },
    pointsBefore: 3,
    pointsAfter: 3,
    leftOut: 1,
  });
});

test("a polygon with many points has few, each near where the line was, and its hole stays", () => {
  const ring = around(3.2, 50.7, 40_000);
  const hole = around(3.2, 50.7, 500, 0.01);
  const { shapes, pointsBefore, pointsAfter } = readOverlay(
    bytes(collection(feature({ type: "Polygon", coordinates: [ring, hole] }))),
  );
  expect(pointsBefore).toBe(40_502);
  expect(pointsAfter).toBeLessThan(1_000);
  const [[outer = [], inner = []] = []] = shapes.areas;
  expect(outer[0]).toEqual(outer.at(-1));
  expect(inner.length).toBeGreaterThan(8);
  for (const [lon, lat] of outer) expect(Math.hypot(lon - 3.2, lat - 50.7)).toBeCloseTo(0.1, 4);
});

test("however a line winds, it is thinned to what the map can carry", () => {
  const spiral = Array.from({ length: 150_000 }, (_, at): Position => {
    const turn = at / 40;
    return [3.2 + (turn / 4_000) * Math.cos(turn), 50.7 + (turn / 4_000) * Math.sin(turn)];
  });
  const zigzag = Array.from(
    { length: 150_000 },
    (_, at): Position => [2.6 + at / 120_000, 50.6 + (at % 2) * 0.2 * ((at % 7) / 7)],
  );
  for (const line of [spiral, zigzag]) {
    const fewer = simplified({ areas: [], lines: [line], points: [] }, 4_000);
    expect(countOf(fewer)).toBeLessThanOrEqual(4_000);
    expect(countOf(fewer)).toBeGreaterThan(1);
  }
});
