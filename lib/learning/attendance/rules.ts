import type { SheetChanges } from "#db/schema/attendance.ts";
import {
  isSomebody,
  type PersonLine,
  TALLY_TRAITS,
  type TallyCell,
  TRAIT_NAMES,
} from "./traits.ts";

/** More people than this are not in one session. */
export const MOST_PEOPLE = 2_000;

/** What is on a sheet: ids of people, anonymous lines, and counts. Never a name. */
export type SheetContents = { present: string[]; lines: PersonLine[]; tally: TallyCell[] };

/** One step of the history of a sheet. */
export type SheetEvent = {
  id: number;
  kind: "saved" | "closed" | "opened";
  by: string;
  reason: string;
  people: number;
  changes: SheetChanges;
  at: string;
};

/** The combination of answers a cell stands for. */
export function cellKey(cell: Omit<TallyCell, "people">): string {
  return TALLY_TRAITS.map((trait) => cell[trait]).join("|");
}

export function tallied(tally: readonly TallyCell[]): number {
  return tally.reduce((sum, { people }) => sum + people, 0);
}

/**
 * Everybody on the sheet, each once: ticked, with a line that is somebody, or counted in the tally.
 */
export function peopleOn({ present, lines, tally }: SheetContents): number {
  return present.length + lines.filter(isSomebody).length + tallied(tally);
}

export type SheetRefusal =
  | { code: "attendance.line_twice" }
  | { code: "attendance.cell_twice" }
  | { code: "attendance.too_many_people"; most: number };

/** Why the sheet as a whole cannot be what happened, or null. */
export function refusalFor(contents: SheetContents): SheetRefusal | null {
  const { lines, tally } = contents;
  if (new Set(lines.map(({ id }) => id)).size < lines.length)
    return { code: "attendance.line_twice" };
  if (new Set(tally.map(cellKey)).size < tally.length) return { code: "attendance.cell_twice" };
  if (peopleOn(contents) > MOST_PEOPLE)
    return { code: "attendance.too_many_people", most: MOST_PEOPLE };
  return null;
}

/** What became of a sheet between two states of it. */
export function changesBetween(before: SheetContents, after: SheetContents): SheetChanges {
  const ticked = new Set(after.present);
  const wasTicked = new Set(before.present);
  const lines = new Map(after.lines.map((line) => [line.id, line]));
  const hadLine = new Set(before.lines.map(({ id }) => id));
  return {
    ticked: [...ticked].filter((id) => !wasTicked.has(id)).length,
    unticked: [...wasTicked].filter((id) => !ticked.has(id)).length,
    linesAdded: after.lines.filter(({ id }) => !hadLine.has(id)).length,
    linesRemoved: before.lines.filter(({ id }) => !lines.has(id)).length,
    answers: changedAnswers(before.lines, lines),
    cells: changedCells(before.tally, after.tally),
  };
}

function changedAnswers(
  before: PersonLine[],
  after: Map<string, PersonLine>,
): SheetChanges["answers"] {
  const counted = new Map<string, SheetChanges["answers"][number]>();
  for (const line of before) {
    const now = after.get(line.id);
    if (!now) continue;
    const said = answersOf(line);
    for (const [trait, to] of Object.entries(answersOf(now))) {
      const from = said[trait] ?? "not_asked";
      if (from === to) continue;
      const key = `${trait}|${from}|${to}`;
      counted.set(key, { trait, from, to, lines: (counted.get(key)?.lines ?? 0) + 1 });
    }
  }
  return [...counted.values()];
}

function answersOf({ groups, ...line }: PersonLine): Record<string, string> {
  return { ...Object.fromEntries(TRAIT_NAMES.map((trait) => [trait, line[trait]])), ...groups };
}

function changedCells(before: TallyCell[], after: TallyCell[]): SheetChanges["cells"] {
  const was = new Map(before.map((cell) => [cellKey(cell), cell]));
  const is = new Map(after.map((cell) => [cellKey(cell), cell]));
  return [...new Map([...was, ...is])]
    .map(([key, { people: _, ...cell }]) => ({
      ...cell,
      from: was.get(key)?.people ?? 0,
      to: is.get(key)?.people ?? 0,
    }))
    .filter(({ from, to }) => from !== to);
}

/**
 * Two sheets that began as one, put together: what each changed, neither counted twice nor lost.
 * Where both changed the same line, ours stands; what one changed and the other took away stays;
 * counts of a cell add up what both added.
 */
export function mergedSheet(
  base: SheetContents,
  theirs: SheetContents,
  ours: SheetContents,
): SheetContents {
  return {
    present: mergedTicks(base.present, theirs.present, ours.present),
    lines: mergedLines(base.lines, theirs.lines, ours.lines),
    tally: mergedTally(base.tally, theirs.tally, ours.tally),
  };
}

/** Who is ticked when two changed the ticks of one sheet: what each changed. */
export function mergedTicks(base: string[], theirs: string[], ours: string[]): string[] {
  const untickedByUs = new Set(base.filter((id) => !ours.includes(id)));
  const added = ours.filter((id) => !base.includes(id));
  return [...new Set([...theirs.filter((id) => !untickedByUs.has(id)), ...added])];
}

function mergedLines(base: PersonLine[], theirs: PersonLine[], ours: PersonLine[]): PersonLine[] {
  const [was, changed, others] = [base, ours, theirs].map(
    (lines) => new Map(lines.map((line) => [line.id, line])),
  );
  const isAsBefore = (line: PersonLine) => {
    const before = was?.get(line.id);
    return before !== undefined && sameAnswers(before, line);
  };
  const kept = theirs.flatMap((line) => {
    const own = changed?.get(line.id);
    if (own) return [isAsBefore(own) ? line : own];
    return isAsBefore(line) ? [] : [line];
  });
  return [...kept, ...ours.filter((line) => !others?.has(line.id) && !isAsBefore(line))];
}

function sameAnswers(one: PersonLine, other: PersonLine): boolean {
  const [said, says] = [answersOf(one), answersOf(other)];
  return (
    isSomebody(one) === isSomebody(other) &&
    Object.keys({ ...said, ...says }).every((trait) => said[trait] === says[trait])
  );
}

function mergedTally(base: TallyCell[], theirs: TallyCell[], ours: TallyCell[]): TallyCell[] {
  const [was, changed, others] = [base, ours, theirs].map(
    (tally) => new Map(tally.map((cell) => [cellKey(cell), cell])),
  );
  const people = (cells: Map<string, TallyCell> | undefined, key: string) =>
    cells?.get(key)?.people ?? 0;
  return [...new Map([...(others ?? []), ...(changed ?? [])])]
    .map(([key, cell]) => ({
      ...cell,
      people: Math.max(0, people(others, key) + people(changed, key) - people(was, key)),
    }))
    .filter((cell) => cell.people > 0);
}
