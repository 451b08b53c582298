import {
  cornersOf,
  type FloorPlan,
  type ObjectKind,
  type PlanObject,
  type Point,
} from "./floor-plan.ts";

/*
 * Whether somebody in a wheelchair comes through a room. Sources and the choices made with them: docs/accessible-rooms.md.
 */

/** How broad a path and a door are at least, in centimetres. */
const LEAST_PASSAGE = 90;
/** What a wheelchair needs to turn in: the diameter of a circle, in centimetres. */
const LEAST_TURN = 150;
/** A path leads to a door when no more than this lies between them. */
const AT_DOOR = 10;
/** How far back from the end of a path one may turn. */
const TURN_BACK = 150;
/** What stands exactly at the end of a path is not in its way. */
const END = 0.5;
const NOTHING = 1e-6;

const IN_THE_WAY: readonly ObjectKind[] = ["wall", "table", "screen", "seat"];

/**
 * What is wrong, with the names that the plan gives to its objects; an empty name is the wall
 * around the room.
 */
export type ClearanceFault =
  | { code: "no_path" }
  | { code: "no_door" }
  | { code: "door_narrow"; id: string; name: string; cm: number; least: number }
  | { code: "door_unreached"; id: string; name: string }
  | { code: "path_blocked"; id: string; name: string; by: string }
  | {
      code: "path_narrow";
      id: string;
      name: string;
      cm: number;
      least: number;
      left: string;
      right: string;
    }
  | { code: "turn_small"; id: string; name: string; cm: number; least: number; by: string };

type Obstacle = { name: string; corners: Point[] };

/** Everything that keeps a wheelchair from coming through; none where it can. */
export function clearanceFaults(plan: FloorPlan): ClearanceFault[] {
  const paths = plan.objects.filter(({ kind }) => kind === "path");
  const doors = plan.objects.filter(({ kind }) => kind === "door");
  const obstacles = obstaclesOf(plan);
  return [
    ...(doors.length === 0
      ? [{ code: "no_door" } as const]
      : doors.flatMap((door) => doorFaults(door, paths))),
    ...(paths.length === 0 ? [{ code: "no_path" } as const] : []),
    ...paths.flatMap((path) => pathFaults(path, obstacles)),
  ];
}

function doorFaults({ id, name, ...door }: PlanObject, paths: PlanObject[]): ClearanceFault[] {
  const faults: ClearanceFault[] = [];
  const cm = Math.max(door.width, door.depth);
  if (cm < LEAST_PASSAGE) faults.push({ code: "door_narrow", id, name, cm, least: LEAST_PASSAGE });
  const isReached = paths.some((path) => gapBetween(path, { id, name, ...door }) <= AT_DOOR);
  if (paths.length > 0 && !isReached) faults.push({ code: "door_unreached", id, name });
  return faults;
}

function pathFaults(drawn: PlanObject, obstacles: Obstacle[]): ClearanceFault[] {
  const path = lengthwise(drawn);
  const { id, name, depth } = path;
  const passage = passageAlong(path, obstacles);
  if ("by" in passage) return [{ code: "path_blocked", id, name, by: passage.by }];
  const { cm, left, right } = passage;
  const least = Math.max(LEAST_PASSAGE, depth);
  const faults: ClearanceFault[] = [];
  if (cm < least) faults.push({ code: "path_narrow", id, name, cm, least, left, right });
  const tightest = [turnAt(path, obstacles, 1), turnAt(path, obstacles, -1)].toSorted(
    (one, other) => one.cm - other.cm,
  )[0];
  if (tightest && tightest.cm < LEAST_TURN)
    faults.push({
      code: "turn_small",
      id,
      name,
      cm: tightest.cm,
      least: LEAST_TURN,
      by: tightest.by,
    });
  return faults;
}

type Passage = { cm: number; left: string; right: string } | { by: string };

/**
 * The broadest straight strip along the middle of a path that nothing stands in, in whole
 * centimetres, and what bounds it on both sides; or what stands on its middle.
 */
export function passageAlong(path: PlanObject, obstacles: Obstacle[]): Passage {
  const half = Math.max(0, path.width / 2 - END);
  const left = { cm: Number.POSITIVE_INFINITY, name: "" };
  const right = { cm: Number.POSITIVE_INFINITY, name: "" };
  for (const { name, corners } of obstacles) {
    const beside = clipped(
      corners.map((corner) => alongPath(path, corner)),
      half,
    );
    if (beside.length === 0) continue;
    const nearest = Math.min(...beside.map(({ y }) => y));
    const furthest = Math.max(...beside.map(({ y }) => y));
    if (nearest < -NOTHING && furthest > NOTHING) return { by: name };
    const side = nearest >= -NOTHING ? right : left;
    const cm = Math.max(0, nearest >= -NOTHING ? nearest : -furthest);
    if (cm < side.cm) Object.assign(side, { cm, name });
  }
  return { cm: Math.floor(left.cm + right.cm + NOTHING), left: left.name, right: right.name };
}

/** The largest circle about a point of the path near one of its ends, and what bounds it. */
function turnAt(path: PlanObject, obstacles: Obstacle[], end: 1 | -1): { cm: number; by: string } {
  let best = { cm: -1, by: "" };
  for (let back = 0; back <= Math.min(path.width, TURN_BACK); back += 1) {
    const centre = onPath(path, end * (path.width / 2 - back));
    let room = { cm: Number.POSITIVE_INFINITY, by: "" };
    for (const { name, corners } of obstacles) {
      const cm = 2 * distanceTo(corners, centre);
      if (cm < room.cm) room = { cm, by: name };
      if (room.cm <= best.cm) break;
    }
    if (room.cm > best.cm) best = room;
  }
  return { ...best, cm: Math.floor(best.cm + NOTHING) };
}

/** Whatever takes room on the floor, and the walls around it. */
export function obstaclesOf({ width, depth, objects }: FloorPlan): Obstacle[] {
  const around = 1_000;
  const rectangle = (x: number, y: number, right: number, bottom: number): Obstacle => ({
    name: "",
    corners: [
      { x, y },
      { x: right, y },
      { x: right, y: bottom },
      { x, y: bottom },
    ],
  });
  return [
    ...objects
      .filter(({ kind }) => IN_THE_WAY.includes(kind))
      .map((object) => ({ name: object.name, corners: cornersOf(object) })),
    rectangle(-around, -around, width + around, 0),
    rectangle(-around, depth, width + around, depth + around),
    rectangle(-around, -around, 0, depth + around),
    rectangle(width, -around, width + around, depth + around),
  ];
}

/** How far two objects are apart, in centimetres; zero where they touch. */
export function gapBetween(one: PlanObject, other: PlanObject): number {
  const [first, second] = [cornersOf(one), cornersOf(other)];
  if (crosses(first, second)) return 0;
  return Math.min(
    ...first.map((corner) => distanceTo(second, corner)),
    ...second.map((corner) => distanceTo(first, corner)),
  );
}

/** The same strip with its longer side as its width. */
export function lengthwise(path: PlanObject): PlanObject {
  const { x, y, width, depth, rotation } = path;
  if (width >= depth) return path;
  const shift = (depth - width) / 2;
  return {
    ...path,
    x: x - shift,
    y: y + shift,
    width: depth,
    depth: width,
    rotation: rotation + 90,
  };
}

function middleOf({ x, y, width, depth, rotation }: PlanObject) {
  const angle = (rotation * Math.PI) / 180;
  return { x: x + width / 2, y: y + depth / 2, cos: Math.cos(angle), sin: Math.sin(angle) };
}

/** A point as the path sees it: `x` along it from its middle, `y` to its right. */
function alongPath(path: PlanObject, point: Point): Point {
  const { x, y, cos, sin } = middleOf(path);
  const [dx, dy] = [point.x - x, point.y - y];
  return { x: dx * cos + dy * sin, y: dy * cos - dx * sin };
}

function onPath(path: PlanObject, along: number): Point {
  const { x, y, cos, sin } = middleOf(path);
  return { x: x + along * cos, y: y + along * sin };
}

/**
 * The part of a convex shape between -half and half. @see Sutherland and Hodgman, Reentrant polygon
 * clipping, 1974
 */
function clipped(corners: Point[], half: number): Point[] {
  return cut(
    cut(corners, ({ x }) => half - x),
    ({ x }) => half + x,
  );
}

function cut(corners: Point[], inside: (point: Point) => number): Point[] {
  return corners.flatMap((corner, at) => {
    const next = corners[(at + 1) % corners.length] ?? corner;
    const [here, there] = [inside(corner), inside(next)];
    const kept = here >= 0 ? [corner] : [];
    if (here >= 0 === there >= 0) return kept;
    const share = here / (here - there);
    return [
      ...kept,
      { x: corner.x + share * (next.x - corner.x), y: corner.y + share * (next.y - corner.y) },
    ];
  });
}

function sidesOf(corners: Point[]): [Point, Point][] {
  return corners.map((corner, at) => [corner, corners[(at + 1) % corners.length] ?? corner]);
}

/** From a point to a convex shape, zero inside it. */
function distanceTo(corners: Point[], point: Point): number {
  const sides = sidesOf(corners);
  const turns = sides.map(
    ([from, to]) => (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x),
  );
  if (turns.every((turn) => turn >= 0) || turns.every((turn) => turn <= 0)) return 0;
  return Math.min(...sides.map(([from, to]) => distanceToSide(from, to, point)));
}

function distanceToSide(from: Point, to: Point, point: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy);
  const on = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - from.x - on * dx, point.y - from.y - on * dy);
}

/** Whether two convex shapes have a point in common: no side of either keeps them apart. */
function crosses(one: Point[], other: Point[]): boolean {
  return [...sidesOf(one), ...sidesOf(other)].every(([from, to]) => {
    const across = ({ x, y }: Point) => (to.y - from.y) * x - (to.x - from.x) * y;
    const [first, second] = [one.map(across), other.map(across)];
    return Math.max(...first) >= Math.min(...second) && Math.max(...second) >= Math.min(...first);
  });
}
