import { z } from "zod";

/*
 * The floor plan of a room, in whole centimetres, measured from its upper left corner. An object is a rectangle: where its upper left
 * corner is before it is turned about its middle, how wide and how deep it is, and by how many degrees it is turned, clockwise. A
 * path runs along its longer side, and should be as broad as its shorter one.
 */

export const OBJECT_KINDS = ["wall", "door", "table", "screen", "socket", "seat", "path"] as const;

export type ObjectKind = (typeof OBJECT_KINDS)[number];

const MOST_OBJECTS = 200;
export const LONGEST_NAME = 60;
/** The largest room, in centimetres. */
export const LARGEST = 5_000;
/** Corners of turned objects fall between centimetres. */
const TOLERANCE = 1;

/** What is new in a plan, in centimetres. */
const USUAL_SIZES: Record<ObjectKind, { width: number; depth: number }> = {
  wall: { width: 200, depth: 10 },
  door: { width: 90, depth: 15 },
  table: { width: 160, depth: 80 },
  screen: { width: 150, depth: 10 },
  socket: { width: 10, depth: 10 },
  seat: { width: 45, depth: 45 },
  path: { width: 300, depth: 90 },
};

const whole = (least: number, most: number, error: string) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .trim()
          .regex(/^-?\d{1,6}$/)
          .transform(Number),
      ],
      { error },
    )
    .pipe(z.number(error).int(error).min(least, error).max(most, error));

const size = whole(1, LARGEST, "prototypes.plan_size");
const place = whole(-LARGEST, LARGEST, "prototypes.plan_place");

const planObject = z.object({
  id: z.string().regex(/^[a-z]{1,12}-\d{1,6}$/, "prototypes.plan_object"),
  kind: z.enum(OBJECT_KINDS, "prototypes.plan_object"),
  name: z
    .string("prototypes.plan_name")
    .trim()
    .min(1, "prototypes.plan_name")
    .max(LONGEST_NAME, "prototypes.plan_name"),
  x: place,
  y: place,
  width: size,
  depth: size,
  rotation: whole(0, 359, "prototypes.plan_rotation"),
});

export type PlanObject = z.output<typeof planObject>;

const shape = {
  width: whole(100, LARGEST, "prototypes.plan_room"),
  depth: whole(100, LARGEST, "prototypes.plan_room"),
  objects: z.array(planObject).max(MOST_OBJECTS, "prototypes.plan_many").default([]),
};

export type FloorPlan = { width: number; depth: number; objects: PlanObject[] };

/**
 * A plan and whatever stands beside it in a form: every object lies in the room, and has an id of
 * its own.
 */
export function withPlan<T extends z.ZodRawShape>(more: T) {
  return z.object({ ...more, ...shape }).check((context) => {
    if (context.issues.length > 0) return;
    const plan = context.value as unknown as FloorPlan;
    const refuse = (at: number, field: string, message: string) =>
      context.issues.push({ code: "custom", message, path: ["objects", at, field], input: plan });
    const ids = new Set<string>();
    for (const [at, object] of plan.objects.entries()) {
      if (!isInRoom(plan, object)) refuse(at, "x", "prototypes.plan_outside");
      if (ids.has(object.id)) refuse(at, "id", "prototypes.plan_object");
      ids.add(object.id);
    }
  });
}

export const floorPlan = withPlan({});

export const EMPTY_PLAN: FloorPlan = { width: 800, depth: 600, objects: [] };

export type Point = { x: number; y: number };

/** The four corners of an object as it is turned, clockwise. */
export function cornersOf({ x, y, width, depth, rotation }: PlanObject): Point[] {
  const centre = { x: x + width / 2, y: y + depth / 2 };
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corner = (dx: number, dy: number) => ({
    x: centre.x + dx * cos - dy * sin,
    y: centre.y + dx * sin + dy * cos,
  });
  const [right, down] = [width / 2, depth / 2];
  return [corner(-right, -down), corner(right, -down), corner(right, down), corner(-right, down)];
}

export function isInRoom(
  { width, depth }: Pick<FloorPlan, "width" | "depth">,
  object: PlanObject,
): boolean {
  return cornersOf(object).every(
    ({ x, y }) =>
      x >= -TOLERANCE && y >= -TOLERANCE && x <= width + TOLERANCE && y <= depth + TOLERANCE,
  );
}

/**
 * A plan with one object changed; the same plan where the object is not there, or would lie outside
 * the room.
 */
export function changed(
  plan: FloorPlan,
  id: string,
  change: Partial<Omit<PlanObject, "id">>,
): FloorPlan {
  const found = plan.objects.find((object) => object.id === id);
  if (!found) return plan;
  const next = { ...found, ...change };
  if (!isInRoom(plan, next)) return plan;
  return { ...plan, objects: plan.objects.map((object) => (object === found ? next : object)) };
}

/** A plan with one object moved by so many centimetres; the same plan where it cannot go there. */
export function moved(plan: FloorPlan, id: string, dx: number, dy: number): FloorPlan {
  const found = plan.objects.find((object) => object.id === id);
  return found ? changed(plan, id, { x: found.x + dx, y: found.y + dy }) : plan;
}

/**
 * A plan with one object turned by a quarter about its middle; turned twice it stands as before.
 */
export function turned(plan: FloorPlan, id: string): FloorPlan {
  const found = plan.objects.find((object) => object.id === id);
  if (!found) return plan;
  const { x, y, width, depth } = found;
  const shift = Math.trunc((width - depth) / 2);
  return changed(plan, id, { x: x + shift, y: y - shift, width: depth, depth: width });
}

/**
 * A plan with one object more, in the middle of the room and no larger than it. `nameOf` names it
 * by how many of its kind there are.
 */
export function added(
  plan: FloorPlan,
  kind: ObjectKind,
  nameOf: (nth: number) => string,
): FloorPlan {
  const nth = plan.objects.filter((object) => object.kind === kind).length + 1;
  const numbers = plan.objects.map(({ id }) => Number(id.slice(id.indexOf("-") + 1)));
  const width = Math.min(USUAL_SIZES[kind].width, plan.width);
  const depth = Math.min(USUAL_SIZES[kind].depth, plan.depth);
  const object: PlanObject = {
    id: `${kind}-${Math.max(0, ...numbers) + 1}`,
    kind,
    name: nameOf(nth).slice(0, LONGEST_NAME),
    x: Math.round((plan.width - width) / 2),
    y: Math.round((plan.depth - depth) / 2),
    width,
    depth,
    rotation: 0,
  };
  return { ...plan, objects: [...plan.objects, object] };
}

export function removed(plan: FloorPlan, id: string): FloorPlan {
  return { ...plan, objects: plan.objects.filter((object) => object.id !== id) };
}

const FIELD = /^objects\.(\d{1,5})\.(id|kind|name|x|y|width|depth|rotation)$/;

/**
 * The fields of a form (`objects.0.x`) as the plan that they stand for, in the order of their
 * numbers; other fields stay.
 */
export function fromFields(form: unknown): unknown {
  if (typeof form !== "object" || form === null) return form;
  const objects = new Map<number, Record<string, unknown>>();
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(form)) {
    const [, at, field = ""] = FIELD.exec(name) ?? [];
    if (at === undefined) others[name] = value;
    else objects.set(Number(at), { ...objects.get(Number(at)), [field]: value });
  }
  return {
    ...others,
    objects: [...objects].toSorted(([one], [other]) => one - other).map(([, one]) => one),
  };
}
