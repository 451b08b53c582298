import fc from "fast-check";
import { expect, test } from "vitest";
import { ANSWER_STATES, GROUP_ANSWERS, TRAITS } from "#lib/learning/attendance/traits.ts";
import { cases } from "#testing/cases.ts";
import {
  attackByHand,
  attackByProgramme,
  DIVISIONS,
  type Interval,
} from "#testing/disclosure-attack.ts";
import {
  type Cells,
  cellName,
  type Figures,
  type HeldAnswer,
  protectedCells,
  REST,
  STEP,
  stateRow,
} from "./disclosure.ts";
import { GENDERS, type Gender, INDICATORS, QUESTIONS, type Question } from "./indicators.ts";

/**
 * `DISCLOSURE_RUNS=20000 vitest run lib/evidence/research/disclosure.test.ts` attacks as many
 * generated blocks; the seed may be named too.
 */
const RUNS = Number(process.env.DISCLOSURE_RUNS ?? cases(400, 5_000));
const SEED = process.env.DISCLOSURE_SEED ? { seed: Number(process.env.DISCLOSURE_SEED) } : {};

type Person = Record<"gender" | "labour_status" | "age_band" | "education_band" | "rural", string>;
type Drawn = { start: number; isJoint: boolean; people: { person: Person; alike: number }[] };

const of = (codes: readonly string[]) => fc.constantFrom(...codes, ...ANSWER_STATES);
/** Few answers, so that a block has both large and small figures of one gender. */
const person = fc.record({
  gender: fc.constantFrom(
    "woman",
    "woman",
    "man",
    "non_binary",
    "not_asked",
    "asked_refused",
    "asked_unknown",
  ),
  labour_status: of(TRAITS.labourStatus),
  age_band: of(["u18", "25-29", "35-44", "65+"]),
  education_band: of(TRAITS.educationBand),
  rural: of(GROUP_ANSWERS),
});
const alike = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 34 }));
const block = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 3 }),
    isJoint: fc.boolean(),
    people: fc.array(fc.record({ person, alike }), { maxLength: 14 }),
  }),
  { minLength: 1, maxLength: 4 },
);

const HOUR = 3600;

/** Everybody once for each question. */
function answersOf(drawn: Drawn[]): HeldAnswer[] {
  return drawn.flatMap(({ start, people }) =>
    people.flatMap(({ person: one, alike: lines }) =>
      QUESTIONS.map((question) => ({
        question,
        gender: one.gender as Gender,
        answer: one[question as keyof Person] ?? "not_asked",
        start: start * HOUR,
        end: (start + 1) * HOUR,
        lines,
      })),
    ),
  );
}

function cellsOf(drawn: Drawn[]): Cells {
  const joint = drawn.flatMap(({ start, isJoint, people }, at) =>
    isJoint
      ? [
          {
            scheme: String(at % 2),
            start: start * HOUR,
            end: (start + 1) * HOUR,
            lines: people.reduce((sum, one) => sum + one.alike, 0),
          },
        ]
      : [],
  );
  return protectedCells(answersOf(drawn), joint);
}

/** The true count of every cell. */
function truthOf(drawn: Drawn[]): Map<string, number> {
  const answers = answersOf(drawn);
  const count = (question: Question, gender: Gender, counts: (answer: string) => boolean) =>
    answers
      .filter((one) => one.question === question && one.gender === gender && counts(one.answer))
      .reduce((sum, { lines }) => sum + lines, 0);
  return new Map(
    GENDERS.flatMap((gender) => [
      [cellName("EECO01", gender), count("labour_status", gender, () => true)] as const,
      ...INDICATORS.map(
        ({ code, question, answers: counted }) =>
          [
            cellName(code, gender),
            count(question, gender, (answer) => counted.some((one) => one === answer)),
          ] as const,
      ),
      ...QUESTIONS.flatMap((question) =>
        ANSWER_STATES.map(
          (state) =>
            [
              cellName(stateRow(question, state), gender),
              count(question, gender, (one) => one === state),
            ] as const,
        ),
      ),
    ]),
  );
}

/** The withheld cells of one to four people that are known too well. */
function broken(cells: Cells, found: Map<string, Interval>, truth: Map<string, number>): string[] {
  return [...found].flatMap(([name, [least, most]]) => {
    const count = truth.get(name) ?? 0;
    const isWithheld = cells.report[name] === null && count > 0 && count < 5;
    return isWithheld && (least > 0 || most < 5) ? [`${name} ${count}: ${least}..${most}`] : [];
  });
}

test("hiding the small numbers alone fails: what is shown beside one leaves no room for nothing", () => {
  const report: Figures = Object.fromEntries([...truthOf([]).keys()].map((name) => [name, null]));
  report[cellName("EECO01", "woman")] = 100;
  for (const row of DIVISIONS.find(({ rows }) => rows.includes("EECO04"))?.rows ?? [])
    if (row !== "EECO04") report[cellName(row, "woman")] = 10;
  const naive: Cells = { report, joint: {} };
  const name = cellName("EECO04", "woman");
  // Five figures of 10 are 95 people at most: the inactive are five at least.
  expect(attackByHand(naive).get(name)?.[0]).toBe(5);
  expect(attackByProgramme(naive, [name]).get(name)?.[0]).toBeCloseTo(5, 5);
});

test("both attackers find the same", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(block, (drawn) => {
      const cells = cellsOf(drawn);
      const byHand = attackByHand(cells);
      // Only those beside something that is shown: the others are free.
      const targets = GENDERS.filter((gender) => cells.report[cellName("EECO01", gender)] !== null)
        .flatMap((gender) =>
          [...(DIVISIONS[0]?.rows ?? []), "EECO01", "EECO03"].map((row) => cellName(row, gender)),
        )
        .slice(0, 12);
      for (const [name, [least, most]] of attackByProgramme(cells, targets)) {
        expect(byHand.get(name)?.[0], name).toBeCloseTo(least, 5);
        if (Number.isFinite(most) && most < 1e9)
          expect(byHand.get(name)?.[1], name).toBeCloseTo(most, 5);
        else expect(byHand.get(name)?.[1], name).toBe(Number.POSITIVE_INFINITY);
      }
    }),
    { numRuns: 12, ...SEED },
  );
});

test("no attack learns a count of one to four: it may be nothing, and it may be five", {
  timeout: 3_600_000,
}, () => {
  let shown = 0;
  fc.assert(
    fc.property(block, (drawn) => {
      const cells = cellsOf(drawn);
      shown += Object.values(cells.report).filter((figure) => figure !== null).length;
      expect(broken(cells, attackByHand(cells), truthOf(drawn))).toEqual([]);
    }),
    { numRuns: RUNS, ...SEED },
  );
  // Withholding everything would pass as well.
  expect(shown / RUNS).toBeGreaterThan(1);
});

test("what is shown is a multiple of ten, at most nine too low, and the same every time", () => {
  fc.assert(
    fc.property(block, (drawn) => {
      const cells = cellsOf(drawn);
      expect(cellsOf(drawn)).toEqual(cells);
      const truth = truthOf(drawn);
      for (const [name, figure] of Object.entries(cells.report)) {
        if (figure === null) continue;
        expect(figure % STEP).toBe(0);
        expect(figure).toBeGreaterThanOrEqual(STEP);
        expect((truth.get(name) ?? 0) - figure).toBeGreaterThanOrEqual(0);
        expect((truth.get(name) ?? 0) - figure).toBeLessThanOrEqual(REST);
      }
    }),
    { numRuns: 200, ...SEED },
  );
});

test("one attendance more moves a figure by ten at most, and its interval holds no change", () => {
  fc.assert(
    fc.property(block, person, (drawn, one) => {
      const [first, ...rest] = drawn;
      if (!first) return;
      const more = [{ ...first, people: [...first.people, { person: one, alike: 1 }] }, ...rest];
      const [before, after] = [attackByHand(cellsOf(drawn)), attackByHand(cellsOf(more))];
      for (const [name, [least, most]] of before) {
        const count = truthOf(drawn).get(name) ?? 0;
        if (count === 0 || count > 4) continue;
        const [low, high] = after.get(name) ?? [0, 0];
        // The difference of a small count lies from (low - most) to (high - least): both signs, or
        // nothing, must fit.
        expect(low - most).toBeLessThanOrEqual(0);
        expect(high - least).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 60, ...SEED },
  );
});

const woman: Person = {
  gender: "woman",
  labour_status: "inactive",
  age_band: "35-44",
  education_band: "ed3_4",
  rural: "yes",
};
const weekly = (weeks: number, people: number): Drawn[] =>
  Array.from({ length: weeks }, (_, week) => ({
    start: week * 168,
    isJoint: false,
    people: [{ person: woman, alike: people }],
  }));

test.each([
  ["one woman at twenty weekly sessions", weekly(20, 1), null],
  ["four at five", weekly(5, 4), null],
  ["five at two", weekly(2, 5), 10],
  ["nine at once", weekly(1, 9), null],
  ["nineteen at once", weekly(1, 19), 10],
] as [string, Drawn[], number | null][])("%s", (_, drawn, expected) => {
  expect(cellsOf(drawn).report[cellName("EECO01", "woman")]).toBe(expected);
});
