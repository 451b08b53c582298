import { expect, test } from "vitest";
import { untouchedLine } from "#lib/attendance/traits.ts";
import { answered, type Contents, isUnsaved, merged, nextSave, openQueue } from "./sheet-queue.ts";

const line = (id: string) => untouchedLine(id, "BE");
const empty = { sheetVersion: 0, present: [], lines: [] };
const ids = () => {
  let count = 0;
  return () => `save-${++count}`;
};
const type = (queue: ReturnType<typeof openQueue>, contents: Contents) => ({
  ...queue,
  contents,
  wanted: true,
});

test("what was not answered is sent again unchanged, whatever is typed meanwhile", () => {
  const newId = ids();
  const first = nextSave(type(openQueue(empty), { present: ["a"], lines: [] }), newId);
  const typedOn = nextSave(type(first, { present: ["a", "b"], lines: [] }), newId);
  expect(typedOn.sending).toEqual({ saveId: "save-1", sheetVersion: 0, present: ["a"], lines: [] });

  const acknowledged = answered(typedOn, { sheetVersion: 1, present: ["a"], lines: [] });
  expect(nextSave(acknowledged, newId).sending).toEqual({
    saveId: "save-2",
    sheetVersion: 1,
    present: ["a", "b"],
    lines: [],
  });
});

test("nothing is sent that nobody asked to save", () => {
  const queue = { ...openQueue(empty), contents: { present: ["a"], lines: [] } };
  expect(nextSave(queue, ids()).sending).toBeNull();
  expect(isUnsaved(queue)).toBe(true);
});

test("two sheets put together keep every person, and our word on a line both know", () => {
  const ours = { ...line("1"), gender: "woman" };
  const queue = type(openQueue(empty), { present: ["a"], lines: [ours, line("2")] });
  const both = merged(queue, { sheetVersion: 4, present: ["b"], lines: [line("1"), line("3")] });

  expect(both.contents.present.sort()).toEqual(["a", "b"]);
  expect(both.contents.lines).toEqual([ours, line("3"), line("2")]);
  expect(both.saved.sheetVersion).toBe(4);
  expect(both.wanted).toBe(true);
});

test("the order in which a database names things is no change", () => {
  const { groups, ...rest } = line("1");
  const reordered = { groups: Object.fromEntries(Object.entries(groups).reverse()), ...rest };
  const queue = openQueue({ sheetVersion: 1, present: ["a", "b"], lines: [line("1")] });
  expect(isUnsaved({ ...queue, contents: { present: ["b", "a"], lines: [reordered] } })).toBe(false);
});
