import {
  type FloorPlan,
  OBJECT_KINDS,
  type ObjectKind,
  type PlanObject,
} from "#lib/practice/prototypes/floor-plan.ts";

/** The numbers of an object, in the order of its fields. */
export const NUMBERS = ["x", "y", "width", "depth", "rotation"] as const;

/** What of an object is sent. */
const FIELDS = ["id", "kind", "name", ...NUMBERS] as const;

export type NumberName = (typeof NUMBERS)[number];

type DraftObject = { id: string; kind: ObjectKind; name: string } & Record<NumberName, string>;

/** A plan as it is typed: a number may be half written, or none. */
export type PlanDraft = { width: string; depth: string; objects: DraftObject[] };

export function draftOf({ width, depth, objects }: FloorPlan): PlanDraft {
  return { width: String(width), depth: String(depth), objects: objects.map(written) };
}

function written({ x, y, width, depth, rotation, ...object }: PlanObject): DraftObject {
  const text = (value: number) => String(value);
  return {
    ...object,
    x: text(x),
    y: text(y),
    width: text(width),
    depth: text(depth),
    rotation: text(rotation),
  };
}

const WHOLE = /^\s*-?\d{1,5}\s*$/;

/** What can be drawn of it: objects whose numbers are whole, in a room of a size. */
export function planOf({ width, depth, objects }: PlanDraft): FloorPlan {
  const size = (text: string) => (WHOLE.test(text) ? Math.max(1, Number(text)) : 1);
  return {
    width: size(width),
    depth: size(depth),
    objects: objects
      .filter((object) => NUMBERS.every((name) => WHOLE.test(object[name])))
      .map(({ x, y, width: across, depth: down, rotation, ...object }) => ({
        ...object,
        x: Number(x),
        y: Number(y),
        width: Math.max(1, Number(across)),
        depth: Math.max(1, Number(down)),
        rotation: Number(rotation),
      })),
  };
}

/**
 * A draft in which the objects of a plan stand as the plan has them; what the plan could not read
 * stays as it was typed.
 */
export function merged(draft: PlanDraft, before: FloorPlan, after: FloorPlan): PlanDraft {
  const next = new Map(after.objects.map((object) => [object.id, object]));
  const known = new Map(before.objects.map((object) => [object.id, object]));
  const kept = draft.objects.flatMap((object) => {
    const now = next.get(object.id);
    if (!known.has(object.id)) return [object];
    if (!now) return [];
    return [now === known.get(object.id) ? object : written(now)];
  });
  const added = after.objects.filter(({ id }) => !known.has(id)).map(written);
  return { ...draft, objects: [...kept, ...added] };
}

/** The draft that a form sent, as it comes back after a refusal; null where none was sent. */
export function draftFromValues(values: Record<string, string>): PlanDraft | null {
  const { width, depth } = values;
  if (width === undefined || depth === undefined) return null;
  const objects: DraftObject[] = [];
  for (let at = 0; values[`objects.${at}.id`] !== undefined; at += 1) {
    const said = (name: string) => values[`objects.${at}.${name}`] ?? "";
    const kind = OBJECT_KINDS.find((one) => one === said("kind"));
    if (!kind) continue;
    const numbers = Object.fromEntries(NUMBERS.map((name) => [name, said(name)])) as Record<
      NumberName,
      string
    >;
    objects.push({ id: said("id"), kind, name: said("name"), ...numbers });
  }
  return { width, depth, objects };
}

/** Whether two drafts would be sent the same. */
export function isSameDraft(one: PlanDraft, other: PlanDraft): boolean {
  const textOf = ({ width, depth, objects }: PlanDraft) =>
    [width, depth, ...objects.flatMap((each) => FIELDS.map((name) => each[name]))].join("\n");
  return textOf(one) === textOf(other);
}
