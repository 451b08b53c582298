import { expect, test } from "vitest";
import {
  areaOf,
  FRAME,
  HOME,
  labelsFor,
  marksOf,
  placeIn,
  pointIn,
  type Spot,
  sideOf,
  viewOf,
} from "./layout.ts";
import { drawnAt, pointAt } from "./mercator.ts";

const spot = (
  slug: string,
  lat: number,
  lon: number,
  city = "Kortrijk",
  region = "vlaanderen",
): Spot => ({
  slug,
  name: slug,
  city,
  region,
  lat,
  lon,
});
const inHome = (one: Spot) => placeIn(HOME, one);

test("a point of the land and its place on the drawing are each other's reverse", () => {
  const kortrijk = { lat: 50.8279, lon: 3.2649 };
  const { lat, lon } = pointAt(drawnAt(kortrijk));
  expect([lat.toFixed(6), lon.toFixed(6)]).toEqual(["50.827900", "3.264900"]);
  const view = viewOf({ west: 3.2, south: 50.8, east: 3.3, north: 50.9 });
  const back = pointIn(view, placeIn(view, kortrijk));
  expect([back.lat.toFixed(6), back.lon.toFixed(6)]).toEqual(["50.827900", "3.264900"]);
});

test("what lies apart has a mark each; what would touch is one mark with its count, and no place is lost", () => {
  const spots = [
    spot("a", 50.8279, 3.2649),
    spot("b", 50.828, 3.266),
    spot("c", 50.83, 3.27),
    spot("far", 50.6071, 3.3889, "Tournai", "wallonie"),
  ];
  const marks = marksOf(spots, inHome);
  expect(marks.map(({ spots: { length } }) => length).toSorted()).toEqual([1, 3]);
  const [group] = marks.filter(({ spots: { length } }) => length > 1);
  expect(group).toMatchObject({ town: "Kortrijk", region: "vlaanderen" });
});

test("no two marks touch, however many places there are", () => {
  const many = Array.from({ length: 900 }, (_, at) =>
    spot(`p${at}`, 50.5 + ((at * 37) % 400) / 1000, 2.9 + ((at * 91) % 700) / 1000),
  );
  const started = performance.now();
  const marks = marksOf(many, inHome);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(marks.flatMap(({ spots }) => spots)).toHaveLength(900);
  for (const [at, one] of marks.entries())
    for (const other of marks.slice(at + 1))
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(
        one.radius + other.radius,
      );
});

test("places of two regions that touch are a group of none", () => {
  const marks = marksOf(
    [
      spot("one", 50.74, 3.22, "Mouscron", "wallonie"),
      spot("other", 50.741, 3.221, "Tourcoing", "hauts-de-france"),
    ],
    inHome,
  );
  expect(marks).toMatchObject([{ region: null }]);
});

test("at the closest zoom, places that share a point are spread so that each can be pressed", () => {
  const same = Array.from({ length: 5 }, (_, at) => spot(`s${at}`, 50.82803, 3.26487));
  const view = viewOf(areaOf(same));
  const marks = marksOf(same, (one) => placeIn(view, one), true);
  expect(marks).toHaveLength(5);
  for (const [at, one] of marks.entries())
    for (const other of marks.slice(at + 1))
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(20);
});

test("an area is shown whole, with air around it", () => {
  const spots = [spot("west", 50.7, 3.0), spot("east", 50.8, 3.4)];
  const view = viewOf(areaOf(spots));
  for (const one of spots) expect(sideOf(placeIn(view, one))).toBeNull();
});

test("what lies outside is told by its side", () => {
  expect(sideOf({ x: -5, y: 100 })).toBe("west");
  expect(sideOf({ x: FRAME.width + 5, y: 100 })).toBe("east");
  expect(sideOf({ x: 300, y: -400 })).toBe("north");
  expect(sideOf({ x: 300, y: 300 })).toBeNull();
});

test("a name stands where it covers no mark and no other name, or nowhere", () => {
  const mark = { x: 300, y: 300, radius: 20 };
  const [alone] = labelsFor([{ text: "Kortrijk", ...mark }], [mark]);
  expect(alone).toMatchObject({ anchor: "start" });
  const neighbour = { x: 350, y: 300, radius: 20 };
  const [moved] = labelsFor([{ text: "Kortrijk", ...mark }], [mark, neighbour]);
  expect(moved).toMatchObject({ anchor: "end" });
  const walls = [
    [350, 300],
    [250, 300],
    [300, 262],
    [300, 340],
  ].map(([x = 0, y = 0]) => ({ x, y, radius: 20 }));
  expect(labelsFor([{ text: "Kortrijk", ...mark }], [mark, ...walls])).toEqual([null]);
});
