import { ANSWER_STATES } from "#lib/learning/attendance/traits.ts";
import { GENDERS, type Gender, INDICATORS, QUESTIONS, type Question } from "./indicators.ts";
import { FEWEST_PERSONS, fewestPersons, type Held } from "./persons.ts";

/** How many people of one session and gender gave one answer to one question. */
export type HeldAnswer = Held & { question: Question; gender: Gender; answer: string };

/** Attendances in joint sessions of a scheme. */
export type HeldJoint = Held & { scheme: string };

/** The figures of a block, by the name of the cell; null is withheld. */
export type Figures = Record<string, number | null>;

/**
 * What is published of one quarter and region: nothing of it is the sum or difference of anything
 * else that is.
 */
export type Cells = { report: Figures; joint: Figures };

/** What a figure is rounded down to; a smaller one is withheld, and so is a zero. */
export const STEP = 10;

/** How much a figure that is shown may be too small. */
export const REST = STEP - 1;

type Line = { row: string; question: Question; counts: (answer: string) => boolean };

/** The rows of the report. Each cell of a row is that of one gender. */
const LINES: Line[] = [
  { row: "EECO01", question: "labour_status", counts: () => true },
  ...INDICATORS.map(({ code, question, answers }) => ({
    row: code,
    question,
    counts: (answer: string) => answers.some((one) => one === answer),
  })),
  ...QUESTIONS.flatMap((question) =>
    ANSWER_STATES.map((state) => ({
      row: stateRow(question, state),
      question,
      counts: (answer: string) => answer === state,
    })),
  ),
];

export function stateRow(question: Question, state: string): string {
  return `${question}.${state}`;
}

export function cellName(row: string, gender: Gender): string {
  return `${row} ${gender}`;
}

/**
 * Rows that divide everybody of a gender. Where some are divided in what no row shows, the rest may
 * be any number.
 */
const PARTITIONS: { rows: string[]; isWhole: boolean }[] = [
  { rows: ["EECO01"], isWhole: true },
  ...QUESTIONS.map((question) => ({
    rows: [
      // EECO03 is part of EECO02.
      ...INDICATORS.filter((one) => one.question === question && one.code !== "EECO03").map(
        ({ code }) => code,
      ),
      ...ANSWER_STATES.map((state) => stateRow(question, state)),
    ],
    isWhole: question === "labour_status" || question === "education_band",
  })),
];

/**
 * The figures of one quarter and region as they may leave.
 *
 * A figure counts attendances. It is withheld where fewer than five people can have left them, or
 * where it is below ten; everything else is rounded down to a multiple of ten. Every question
 * divides the same people, so that a withheld figure might be worked out from those beside it: more
 * are withheld until each withheld one can be nothing, and five or more.
 *
 * @param answers everybody once for each question
 * @see docs/decisions/0015-figures-of-closed-quarters.md
 */
export function protectedCells(answers: readonly HeldAnswer[], joint: readonly HeldJoint[]): Cells {
  const report: Figures = {};
  for (const { row, question, counts } of LINES)
    for (const gender of GENDERS)
      report[cellName(row, gender)] = figureOf(
        answers.filter(
          (one) => one.question === question && one.gender === gender && counts(one.answer),
        ),
      );
  const schemes = [...new Set(joint.map(({ scheme }) => scheme))].sort();
  const figures: Cells = {
    report,
    joint: Object.fromEntries(
      schemes.map((scheme) => [scheme, figureOf(joint.filter((one) => one.scheme === scheme))]),
    ),
  };
  while (withholdOneMore(figures));
  return figures;
}

function figureOf(held: readonly Held[]): number | null {
  const sum = held.reduce((all, { lines }) => all + lines, 0);
  return sum < STEP || fewestPersons(held) < FEWEST_PERSONS ? null : sum - (sum % STEP);
}

/**
 * Withholds one more figure where a withheld one could be worked out.
 *
 * @returns whether there was one
 */
function withholdOneMore(cells: Cells): boolean {
  for (const gender of GENDERS) {
    const leak = leakOf(cells, gender);
    if (leak) return withhold(leak.figures, leak.name);
  }
  return false;
}

type Leak = { figures: Figures; name: string };

/** A figure that is shown and lets a withheld one of a gender be worked out, or null. */
function leakOf(cells: Cells, gender: Gender): Leak | null {
  const { report, joint } = cells;
  const shownOf = (row: string) => report[cellName(row, gender)] !== null;
  // Part of what is withheld would say at least how much that is.
  if (!shownOf("EECO02") && shownOf("EECO03"))
    return { figures: report, name: cellName("EECO03", gender) };
  const byJoint = leastByJoint(cells, gender);
  if (byJoint > 0 && !shownOf("EECO01"))
    return { figures: joint, name: smallestOf(joint, Object.keys(joint)) };
  const shown = leakBySums(report, gender, byJoint);
  return shown && { figures: report, name: smallestOf(report, shown) };
}

/**
 * Figures of which one must be withheld, because their sums with what is withheld say what that is.
 *
 * @param byJoint how many of the gender there must be at least, by other figures
 */
function leakBySums(report: Figures, gender: Gender, byJoint: number): string[] | null {
  const known = PARTITIONS.map(({ rows, isWhole }) => boundsOf(report, rows, gender, isWhole));
  const least = Math.max(byJoint, ...known.map(({ least: sum }) => sum));
  const [tightest] = known.toSorted((one, other) => one.most - other.most);
  for (const { shown, hidden, isWhole, least: sum } of known) {
    // The only one that is withheld is the rest of what is shown: that may not need it.
    if (hidden === 1 && isWhole && shown.length > 0 && least > sum + REST * shown.length)
      return shown;
    // Nor may the others leave no room for it.
    if (hidden > 0 && tightest && tightest.most < sum + FEWEST_PERSONS) return tightest.shown;
  }
  return null;
}

function boundsOf(figures: Figures, rows: string[], gender: Gender, isWhole: boolean) {
  const names = rows.map((row) => cellName(row, gender));
  const shown = names.filter((name) => figures[name] !== null);
  const hidden = names.length - shown.length;
  const least = shown.reduce((sum, name) => sum + (figures[name] ?? 0), 0);
  const most = isWhole && hidden === 0 ? least + REST * shown.length : Number.POSITIVE_INFINITY;
  return { shown, hidden, isWhole, least, most };
}

/**
 * How many of a gender there must be, because the joint sessions had more people than all other
 * genders can be.
 */
function leastByJoint({ report, joint }: Cells, gender: Gender): number {
  const others = GENDERS.filter((one) => one !== gender).map((one) =>
    Math.min(...PARTITIONS.map(({ rows, isWhole }) => boundsOf(report, rows, one, isWhole).most)),
  );
  const most = others.reduce((sum, one) => sum + one, 0);
  return Object.values(joint).reduce<number>((sum, one) => sum + (one ?? 0), 0) - most;
}

function smallestOf(figures: Figures, names: string[]): string {
  const [smallest = ""] = names
    .filter((name) => figures[name] !== null)
    .sort((one, other) => (figures[one] ?? 0) - (figures[other] ?? 0) || (one < other ? -1 : 1));
  return smallest;
}

function withhold(figures: Figures, name: string): boolean {
  const isNew = typeof figures[name] === "number";
  if (isNew) figures[name] = null;
  return isNew;
}

/**
 * The sum of the figures that are shown; null where none is. What is withheld is not in it: it is
 * "at least".
 */
export function sumOfShown(figures: (number | null | undefined)[]): number | null {
  const shown = figures.filter((figure) => typeof figure === "number");
  return shown.length > 0 ? shown.reduce((sum, figure) => sum + figure, 0) : null;
}
