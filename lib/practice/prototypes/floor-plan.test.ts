import fc from "fast-check";
import { expect, test } from "vitest";
import { clearanceFaults, gapBetween, lengthwise, obstaclesOf, passageAlong } from "./clearance.ts";
import {
  added,
  changed,
  EMPTY_PLAN,
  type FloorPlan,
  floorPlan,
  fromFields,
  isInRoom,
  LARGEST,
  moved,
  OBJECT_KINDS,
  type PlanObject,
  removed,
  turned,
} from "./floor-plan.ts";
import { begun, done, redone, undone } from "./plan-history.ts";

const object = (
  id: string,
  x: number,
  y: number,
  width: number,
  depth: number,
  rotation = 0,
): PlanObject => ({
  id,
  kind: id.slice(0, id.indexOf("-")) as PlanObject["kind"],
  name: id,
  x,
  y,
  width,
  depth,
  rotation,
});

/**
 * A room of 6 by 5 metres with a path from its door, and tables that leave so much on both sides of
 * it.
 */
const room = (free: number, more: PlanObject[] = []): FloorPlan => ({
  width: 600,
  depth: 500,
  objects: [
    object("door-1", 255, 0, 90, 15),
    // From the door to the other wall, straight down.
    object("path-2", 255, 0, 90, 500),
    object("table-3", 300 + free / 2, 200, 80, 80),
    object("table-4", 220 - free / 2, 200, 80, 80),
    ...more,
  ],
});

test.each([
  ["through which one comes", room(160), []],
  ["as broad as must be", room(90), []],
  [
    "with tables too near to each other",
    room(86),
    [
      {
        code: "path_narrow",
        id: "path-2",
        name: "path-2",
        cm: 86,
        least: 90,
        left: "table-3",
        right: "table-4",
      },
    ],
  ],
  [
    "with a seat on the path",
    room(160, [object("seat-5", 290, 300, 45, 45)]),
    [{ code: "path_blocked", id: "path-2", name: "path-2", by: "seat-5" }],
  ],
  [
    "where nobody turns at the end",
    room(160, [object("table-5", 180, 250, 60, 250), object("table-6", 360, 250, 60, 250)]),
    [{ code: "turn_small", id: "path-2", name: "path-2", cm: 120, least: 150, by: "table-5" }],
  ],
  [
    "with a narrow door to which no path leads",
    room(160, [object("door-5", 0, 480, 80, 15)]),
    [
      { code: "door_narrow", id: "door-5", name: "door-5", cm: 80, least: 90 },
      { code: "door_unreached", id: "door-5", name: "door-5" },
    ],
  ],
  ["that is empty", EMPTY_PLAN, [{ code: "no_door" }, { code: "no_path" }]],
])("a room %s", (_, plan, faults) => {
  expect(clearanceFaults(plan as FloorPlan)).toEqual(faults);
});

test.each([
  [
    "outside the room",
    [object("table-1", 700, 0, 160, 80)],
    "objects.0.x",
    "prototypes.plan_outside",
  ],
  [
    "turned out of the room",
    [object("table-1", 0, 0, 300, 10, 90)],
    "objects.0.x",
    "prototypes.plan_outside",
  ],
  ["of no size", [object("table-1", 0, 0, -5, 80)], "objects.0.width", "prototypes.plan_size"],
  ["left of the room", [object("table-1", -2, 0, 5, 80)], "objects.0.x", "prototypes.plan_outside"],
  ["nowhere", [object("table-1", 1e9, 0, 5, 80)], "objects.0.x", "prototypes.plan_place"],
  [
    "turned too far",
    [object("table-1", 0, 0, 5, 80, 360)],
    "objects.0.rotation",
    "prototypes.plan_rotation",
  ],
  [
    "without a name",
    [{ ...object("table-1", 0, 0, 5, 80), name: " " }],
    "objects.0.name",
    "prototypes.plan_name",
  ],
  [
    "of no kind",
    [{ ...object("table-1", 0, 0, 5, 80), kind: "bomb" }],
    "objects.0.kind",
    "prototypes.plan_object",
  ],
  [
    "twice",
    [object("table-1", 0, 0, 5, 80), object("table-1", 0, 0, 5, 80)],
    "objects.1.id",
    "prototypes.plan_object",
  ],
])("an object %s is refused at its field", (_, objects, path, message) => {
  const { error } = floorPlan.safeParse({ ...EMPTY_PLAN, objects });
  expect(error?.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([
    [path, message],
  ]);
});

test("ten thousand objects are refused at once", () => {
  const objects = Array.from({ length: 10_000 }, (_, at) => object(`seat-${at + 1}`, 0, 0, 45, 45));
  expect(floorPlan.safeParse({ ...EMPTY_PLAN, objects }).error?.issues[0]?.message).toBe(
    "prototypes.plan_many",
  );
});

test("the fields of a form are a plan, in the order of their numbers", () => {
  const plan = {
    ...EMPTY_PLAN,
    objects: [object("table-1", 0, 0, 5, 80), object("seat-2", 9, 9, 45, 45)],
  };
  const fields = Object.fromEntries(
    plan.objects
      .toReversed()
      .flatMap((one, at) =>
        Object.entries(one).map(([name, value]) => [
          `objects.${10 - at * 9}.${name}`,
          String(value),
        ]),
      ),
  );
  expect(floorPlan.parse(fromFields({ ...fields, width: "800", depth: "600" }))).toEqual(plan);
});

const anyObject = (at: number) =>
  fc.record({
    id: fc.constantFrom(...OBJECT_KINDS).map((kind) => `${kind}-${at}`),
    kind: fc.constantFrom(...OBJECT_KINDS),
    name: fc.string({ minLength: 1, maxLength: 60 }).filter((name) => name.trim() === name),
    x: fc.integer({ min: 0, max: 900 }),
    y: fc.integer({ min: 0, max: 900 }),
    width: fc.integer({ min: 1, max: 400 }),
    depth: fc.integer({ min: 1, max: 400 }),
    rotation: fc.integer({ min: 0, max: 359 }),
  });

const anyPlan: fc.Arbitrary<FloorPlan> = fc
  .tuple(...Array.from({ length: 12 }, (_, at) => anyObject(at + 1)))
  .map((objects) => {
    const size = { width: 1_200, depth: 1_100 };
    return { ...size, objects: objects.filter((one) => isInRoom(size, one)) };
  });

const anyStep = fc.oneof(
  fc.record({
    what: fc.constant("move" as const),
    at: fc.nat(11),
    dx: fc.integer({ min: -99, max: 99 }),
    dy: fc.integer({ min: -99, max: 99 }),
  }),
  fc.record({ what: fc.constant("turn" as const), at: fc.nat(11), by: fc.nat(359) }),
  fc.record({ what: fc.constant("add" as const), kind: fc.constantFrom(...OBJECT_KINDS) }),
  fc.record({ what: fc.constant("quarter" as const), at: fc.nat(11) }),
  fc.record({ what: fc.constant("remove" as const), at: fc.nat(11) }),
);

test("whatever is done can be undone, and done again", () => {
  fc.assert(
    fc.property(anyPlan, fc.array(anyStep, { maxLength: 40 }), (plan, steps) => {
      const seen = steps.reduce((history, step) => {
        const { present } = history;
        const id = "at" in step ? (present.objects[step.at]?.id ?? "") : "";
        if (step.what === "move") return done(history, moved(present, id, step.dx, step.dy));
        if (step.what === "turn") return done(history, changed(present, id, { rotation: step.by }));
        if (step.what === "quarter") return done(history, turned(present, id));
        if (step.what === "add")
          return done(
            history,
            added(present, step.kind, (nth) => `${step.kind} ${nth}`),
          );
        return done(history, removed(present, id));
      }, begun(plan));
      const first = seen.past.reduce((history) => undone(history), seen);
      expect(first.present).toEqual(plan);
      expect(seen.past.reduce((history) => redone(history), first).present).toEqual(seen.present);
      expect(floorPlan.parse(seen.present)).toEqual(seen.present);
    }),
  );
});

test("a plan that is written and read is the same", () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      expect(floorPlan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
    }),
  );
});

test("what is moved there and back stands where it was", () => {
  fc.assert(
    fc.property(
      anyPlan,
      fc.nat(11),
      fc.integer({ min: -99, max: 99 }),
      fc.integer({ min: -99, max: 99 }),
      (plan, at, dx, dy) => {
        const id = plan.objects[at]?.id ?? "";
        const there = moved(plan, id, dx, dy);
        expect(there === plan ? plan : moved(there, id, -dx, -dy)).toEqual(plan);
        const quarter = turned(plan, id);
        expect(quarter === plan ? plan : turned(quarter, id)).toEqual(plan);
      },
    ),
  );
});

test("two objects are as far apart from either side", () => {
  fc.assert(
    fc.property(anyObject(1), anyObject(2), (one, other) => {
      expect(gapBetween(one, other)).toBeCloseTo(gapBetween(other, one), 6);
      expect(gapBetween(one, one)).toBe(0);
    }),
  );
});

test("a path is as broad in either direction, and no broader with one thing more in the room", () => {
  fc.assert(
    fc.property(anyPlan, anyObject(99), anyObject(98), (plan, path, more) => {
      fc.pre(Math.max(path.width, path.depth) > 50 && isInRoom(plan, path));
      const obstacles = obstaclesOf(plan);
      const along = passageAlong(lengthwise(path), obstacles);
      const back = passageAlong(
        { ...lengthwise(path), rotation: lengthwise(path).rotation + 180 },
        obstacles,
      );
      const width = (passage: typeof along) => ("by" in passage ? -1 : passage.cm);
      expect(Math.abs(width(back) - width(along))).toBeLessThanOrEqual(
        "by" in along || "by" in back ? LARGEST : 1,
      );
      const fuller = passageAlong(
        lengthwise(path),
        obstaclesOf({ ...plan, objects: [...plan.objects, more] }),
      );
      expect(width(fuller)).toBeLessThanOrEqual(width(along));
    }),
  );
});
