import { expect, test } from "vitest";
import { added, EMPTY_PLAN, moved, removed } from "#lib/practice/prototypes/floor-plan.ts";
import { draftFromValues, draftOf, merged, planOf } from "./plan-draft.ts";

const plan = added(
  added(EMPTY_PLAN, "table", () => "Tafel"),
  "seat",
  () => "Stoel",
);
const draft = draftOf(plan);
const half = {
  ...draft,
  objects: draft.objects.map((one) => (one.kind === "seat" ? { ...one, x: "1e" } : one)),
};

test("a draft is the plan that it was made of", () => {
  expect(planOf(draft)).toEqual(plan);
});

test("a number that is half written takes its object out of the drawing, and stays as it was typed", () => {
  const before = planOf(half);
  expect(before.objects.map(({ kind }) => kind)).toEqual(["table"]);
  const after = moved(before, "table-1", 10, 0);
  expect(merged(half, before, after).objects).toMatchObject([
    { x: "330" },
    { kind: "seat", x: "1e" },
  ]);
  expect(merged(half, before, removed(before, "table-1")).objects).toMatchObject([
    { kind: "seat" },
  ]);
  expect(
    merged(
      half,
      before,
      added(before, "door", () => "Deur"),
    ).objects,
  ).toHaveLength(3);
});

test("what a form sent comes back as it was sent", () => {
  const values = Object.fromEntries(
    half.objects.flatMap((one, at) =>
      Object.entries(one).map(([name, value]) => [`objects.${at}.${name}`, value]),
    ),
  );
  expect(draftFromValues({ ...values, width: "800", depth: "600" })).toEqual(half);
  expect(draftFromValues({})).toBeNull();
});
