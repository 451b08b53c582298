import { expect, test } from "vitest";
import type { SheetContents } from "#lib/learning/attendance/rules.ts";
import { untouchedLine } from "#lib/learning/attendance/traits.ts";
import {
  answered,
  isUnsaved,
  lostConsent,
  merged,
  nextSave,
  openQueue,
  restored,
  type Saved,
  together,
} from "./sheet-queue.ts";

const line = (id: string) => untouchedLine(id, "BE");
const women = (people: number) => ({
  gender: "woman",
  ageBand: "not_asked",
  labourStatus: "not_asked",
  people,
});
const holds = (change: Partial<SheetContents> = {}) => ({
  present: [],
  lines: [],
  tally: [],
  ...change,
});
const saved = (change: Partial<Saved> = {}): Saved => ({
  ...holds(),
  sheetVersion: 0,
  consents: [],
  ...change,
});
const ids = () => {
  let count = 0;
  return () => `save-${++count}`;
};
const type = (queue: ReturnType<typeof openQueue>, contents: SheetContents) => ({
  ...queue,
  contents,
  wanted: true,
});

test("what was not answered is sent again unchanged, whatever is typed meanwhile", () => {
  const newId = ids();
  const first = nextSave(type(openQueue(saved()), holds({ present: ["a"] })), newId);
  const typedOn = nextSave(type(first, holds({ present: ["a", "b"] })), newId);
  expect(typedOn.sending).toEqual({
    ...holds({ present: ["a"] }),
    saveId: "save-1",
    sheetVersion: 0,
  });

  const acknowledged = answered(typedOn, saved({ sheetVersion: 1, present: ["a"] }));
  expect(nextSave(acknowledged, newId).sending).toEqual({
    ...holds({ present: ["a", "b"] }),
    saveId: "save-2",
    sheetVersion: 1,
  });
});

test("nothing is sent that nobody asked to save", () => {
  const queue = { ...openQueue(saved()), contents: holds({ present: ["a"] }) };
  expect(nextSave(queue, ids()).sending).toBeNull();
  expect(isUnsaved(queue)).toBe(true);
});

test("two sheets put together keep every person and count, and our word on a line both know", () => {
  const ours = { ...line("1"), gender: "woman" };
  const queue = type(
    openQueue(saved({ lines: [line("1")], tally: [women(2)] })),
    holds({ present: ["a"], lines: [ours, line("2")], tally: [women(5)] }),
  );
  const both = merged(
    queue,
    saved({ sheetVersion: 4, present: ["b"], lines: [line("1"), line("3")], tally: [women(3)] }),
  );

  expect(both.contents.present.sort()).toEqual(["a", "b"]);
  expect(both.contents.lines).toEqual([ours, line("3"), line("2")]);
  expect(both.contents.tally).toEqual([women(6)]);
  expect(both.saved.sheetVersion).toBe(4);
  expect(both.wanted).toBe(true);
});

test("what two pages of one device have is put together, and what was sent stays as it was", () => {
  const start = openQueue(saved({ sheetVersion: 1, present: ["a"], tally: [women(2)] }));
  const one = nextSave(
    type(start, holds({ present: ["a", "b"], lines: [line("1")], tally: [women(5)] })),
    ids(),
  );
  const other = type(start, holds({ present: [], lines: [line("2")], tally: [women(3)] }));

  for (const both of [together(one, other), together(other, one)]) {
    expect(both?.sending).toEqual(one.sending);
    expect(both?.wanted).toBe(true);
    expect(both?.contents).toEqual(
      holds({ present: ["b"], lines: [line("1"), line("2")], tally: [women(6)] }),
    );
  }
  expect(together(one, nextSave(other, ids()))).toBeNull();
});

test("a page on which nothing was typed shows what another one left", () => {
  const left = type(openQueue(saved()), holds({ present: ["a"], tally: [women(1)] }));
  const newer = openQueue(saved({ sheetVersion: 2, present: ["b"], tally: [women(7)] }));
  expect(together(newer, left)).toEqual(left);
});

test("the order in which a database names things is no change, nor is a count of nobody", () => {
  const { groups, ...rest } = line("1");
  const reordered = { groups: Object.fromEntries(Object.entries(groups).reverse()), ...rest };
  const queue = openQueue(
    saved({ sheetVersion: 1, present: ["a", "b"], lines: [line("1"), line("2")] }),
  );
  const same = holds({ present: ["b", "a"], lines: [line("2"), reordered], tally: [women(0)] });
  expect(isUnsaved({ ...queue, contents: same })).toBe(false);
  expect(isUnsaved({ ...queue, contents: { ...same, tally: [women(1)] } })).toBe(true);
});

test("what a device kept is taken up, also from before there were tallies, and nonsense is not", () => {
  const queue = type(openQueue(saved()), holds({ present: ["a"], tally: [women(1)] }));
  expect(restored(JSON.stringify(queue))).toEqual(queue);
  const old = {
    ...queue,
    saved: { sheetVersion: 3, present: [], lines: [] },
    contents: { present: ["a"], lines: [] },
  };
  expect(restored(JSON.stringify(old))?.contents).toEqual(holds({ present: ["a"] }));
  for (const nonsense of ["", "{", "null", '{"saved":1}', '{"saved":{},"contents":{}}'])
    expect(restored(nonsense), nonsense).toBeNull();
});

test("a line that says nothing is no change until it is counted; one saved by an older device counted", () => {
  const queue = openQueue(saved());
  expect(isUnsaved({ ...queue, contents: holds({ lines: [line("1")] }) })).toBe(false);
  expect(
    isUnsaved({ ...queue, contents: holds({ lines: [{ ...line("1"), counted: true }] }) }),
  ).toBe(true);

  const old = type(
    openQueue(saved({ lines: [line("1")] })),
    holds({ lines: [line("1"), line("2")] }),
  );
  const lines = restored(JSON.stringify(old))?.contents.lines ?? [];
  expect(lines.map(({ counted = false }) => counted)).toEqual([true, false]);
});

test("a consent that is gone is noticed, one that came is not", () => {
  const before = saved({ consents: ["one", "two"] });
  expect(lostConsent(before, saved({ consents: ["two"] }))).toBe(true);
  expect(lostConsent(before, saved({ consents: ["one", "two", "three"] }))).toBe(false);
});
