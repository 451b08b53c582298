import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cellKey,
  changesBetween,
  mergedSheet,
  peopleOn,
  refusalFor,
  type SheetContents,
  tallied,
} from "./rules.ts";
import { codesOf, type PersonLine, type TallyCell, untouchedLine } from "./traits.ts";

const cell = (people: number, change: Partial<TallyCell> = {}): TallyCell => ({
  gender: "woman",
  ageBand: "not_asked",
  labourStatus: "employed",
  people,
  ...change,
});
const line = (id: string, change: Partial<PersonLine> = {}) => ({
  ...untouchedLine(id, "BE"),
  ...change,
});
const sheet = (change: Partial<SheetContents> = {}): SheetContents => ({
  present: [],
  lines: [],
  tally: [],
  ...change,
});

test.each<[string, SheetContents, string | null]>([
  ["empty", sheet(), null],
  [
    "as full as may be",
    sheet({
      present: ["a"],
      tally: [cell(999), cell(999, { gender: "man" }), cell(1, { gender: "non_binary" })],
    }),
    null,
  ],
  [
    "too full",
    sheet({ tally: [cell(999), cell(999, { gender: "man" }), cell(3, { gender: "non_binary" })] }),
    "attendance.too_many_people",
  ],
  ["with a cell twice", sheet({ tally: [cell(1), cell(2)] }), "attendance.cell_twice"],
  ["with a line twice", sheet({ lines: [line("1"), line("1")] }), "attendance.line_twice"],
])("a sheet %s", (_, contents, code) => {
  expect(refusalFor(contents)?.code ?? null).toBe(code);
});

test.each<[string, Partial<PersonLine>, number]>([
  ["nothing", {}, 0],
  ["one answer", { firstTime: "no" }, 1],
  ["a refusal", { gender: "asked_refused" }, 1],
  ["an answer about a group", { groups: { rural: "no" } }, 1],
  ["nothing, and was counted", { counted: true }, 1],
])("a line that says %s is %# people", (_, said, people) => {
  expect(peopleOn(sheet({ lines: [line("1", said)] }))).toBe(people);
});

describe("what became of a sheet", () => {
  test("is told in counts and codes, and names nobody", () => {
    const before = sheet({
      present: ["a", "b"],
      lines: [line("1", { gender: "woman" }), line("2", { gender: "woman" }), line("3")],
      tally: [cell(4), cell(2, { gender: "man" })],
    });
    const after = sheet({
      present: ["b", "c", "d"],
      lines: [
        line("1", { gender: "asked_refused" }),
        line("2", { gender: "asked_refused", groups: { ...line("2").groups, rural: "yes" } }),
        line("4"),
      ],
      tally: [cell(5), cell(1, { gender: "non_binary" })],
    });
    expect(changesBetween(before, after)).toEqual({
      ticked: 2,
      unticked: 1,
      linesAdded: 1,
      linesRemoved: 1,
      answers: [
        { trait: "gender", from: "woman", to: "asked_refused", lines: 2 },
        { trait: "rural", from: "not_asked", to: "yes", lines: 1 },
      ],
      cells: [
        { gender: "woman", ageBand: "not_asked", labourStatus: "employed", from: 4, to: 5 },
        { gender: "man", ageBand: "not_asked", labourStatus: "employed", from: 2, to: 0 },
        { gender: "non_binary", ageBand: "not_asked", labourStatus: "employed", from: 0, to: 1 },
      ],
    });
    expect(JSON.stringify(changesBetween(before, after))).not.toMatch(/"[abcd1-4]"/);
  });

  const contents = fc
    .record({
      present: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 5 }),
      lines: fc.uniqueArray(
        fc.record({
          id: fc.constantFrom("1", "2", "3", "4"),
          gender: fc.constantFrom(...codesOf("gender")),
        }),
        { selector: ({ id }) => id },
      ),
      tally: fc.uniqueArray(
        fc.record({
          gender: fc.constantFrom(...codesOf("gender")),
          labourStatus: fc.constantFrom(...codesOf("labourStatus")),
          people: fc.integer({ min: 1, max: 50 }),
        }),
        { selector: ({ gender, labourStatus }) => `${gender}|${labourStatus}`, maxLength: 8 },
      ),
    })
    .map(
      ({ present, lines, tally }): SheetContents => ({
        present,
        // Somebody in any case: a line that is nobody changes no head count.
        lines: lines.map(({ id, gender }) => line(id, { gender, counted: true })),
        tally: tally.map((counted) => cell(counted.people, counted)),
      }),
    );

  test("accounts for every head that came or went", () => {
    fc.assert(
      fc.property(contents, contents, (before, after) => {
        const { ticked, unticked, linesAdded, linesRemoved, cells } = changesBetween(before, after);
        const counted = cells.reduce((sum, { from, to }) => sum + to - from, 0);
        expect(peopleOn(after) - peopleOn(before)).toBe(
          ticked - unticked + linesAdded - linesRemoved + counted,
        );
      }),
    );
  });

  const normal = ({ present, lines, tally }: SheetContents) => ({
    present: [...present].sort(),
    lines: [...lines].sort((one, other) => (one.id < other.id ? -1 : 1)),
    tally: [...tally].sort((one, other) => (cellKey(one) < cellKey(other) ? -1 : 1)),
  });

  test("put together with a side that did nothing is the other side", () => {
    fc.assert(
      fc.property(contents, contents, (base, one) => {
        expect(normal(mergedSheet(base, one, base))).toEqual(normal(one));
        expect(normal(mergedSheet(base, base, one))).toEqual(normal(one));
      }),
    );
  });

  test("of two who only added, loses nobody and counts nobody twice", () => {
    const added = fc.record({
      people: fc.integer({ min: 1, max: 40 }),
      gender: fc.constantFrom(...codesOf("gender")),
    });
    fc.assert(
      fc.property(contents, fc.array(added), fc.array(added), (base, ours, theirs) => {
        const grown = (more: { people: number; gender: string }[]) => {
          const tally = new Map(base.tally.map((counted) => [cellKey(counted), counted]));
          for (const { people, gender } of more) {
            const key = cellKey(cell(0, { gender }));
            tally.set(key, cell(people + (tally.get(key)?.people ?? 0), { gender }));
          }
          return { ...base, tally: [...tally.values()] };
        };
        const sum = (more: { people: number }[]) =>
          more.reduce((all, { people }) => all + people, 0);
        expect(tallied(mergedSheet(base, grown(theirs), grown(ours)).tally)).toBe(
          tallied(base.tally) + sum(ours) + sum(theirs),
        );
      }),
    );
  });
});

test("what one took away and the other changed stays; what one unticked stays unticked", () => {
  const base = sheet({ present: ["a", "b"], lines: [line("1"), line("2"), line("3")] });
  const theirs = sheet({
    present: ["a", "b", "c"],
    lines: [line("1", { gender: "man" }), line("3")],
  });
  const ours = sheet({ present: ["b", "d"], lines: [line("2", { gender: "woman" }), line("4")] });
  expect(mergedSheet(base, theirs, ours)).toEqual({
    present: ["b", "c", "d"],
    lines: [line("1", { gender: "man" }), line("2", { gender: "woman" }), line("4")],
    tally: [],
  });
});
