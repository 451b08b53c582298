import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANSWER_STATES, TRAITS } from "#lib/learning/attendance/traits.ts";
import {
  type Counted,
  GENDERS,
  INDICATORS,
  QUESTIONS,
  type Question,
  reportOf,
} from "./indicators.ts";

const ANSWERS: Partial<Record<Question, readonly string[]>> = {
  labour_status: TRAITS.labourStatus,
  age_band: TRAITS.ageBand,
  education_band: TRAITS.educationBand,
};

/** People, each with a gender and one answer to every question, as counts. */
const counted = fc
  .array(
    fc.record({
      gender: fc.constantFrom(...GENDERS),
      people: fc.integer({ min: 1, max: 30 }),
      answers: fc.tuple(
        ...QUESTIONS.map((question) =>
          fc.constantFrom(...(ANSWERS[question] ?? ["yes", "no"]), ...ANSWER_STATES),
        ),
      ),
    }),
    { maxLength: 25 },
  )
  .map((groups): Counted[] =>
    groups.flatMap(({ gender, people, answers }) =>
      QUESTIONS.map((question, at) => ({
        question,
        gender,
        people,
        answer: answers[at] ?? "not_asked",
      })),
    ),
  );

describe("a report", () => {
  test("adds up: by gender, by status, and with everybody who gave no answer", () => {
    fc.assert(
      fc.property(counted, (given) => {
        const { everybody, indicators, unanswered } = reportOf(given);
        const people = given
          .filter(({ question }) => question === "labour_status")
          .reduce((sum, { people }) => sum + people, 0);
        expect(everybody.total).toBe(people);
        const line = (code: string) => indicators.find((one) => one.code === code);
        for (const gender of [...GENDERS, "total" as const]) {
          const of = (one: { byGender: Record<string, number>; total: number } | undefined) =>
            (gender === "total" ? one?.total : one?.byGender[gender]) ?? 0;
          const none = (question: Question) =>
            unanswered
              .filter((one) => one.question === question)
              .reduce((sum, one) => sum + of(one), 0);
          const statuses = ["EECO02", "EECO04", "EECO05"].reduce(
            (sum, code) => sum + of(line(code)),
            0,
          );
          expect(statuses + none("labour_status")).toBe(of(everybody));
          const levels = ["EECO09", "EECO10", "EECO11"].reduce(
            (sum, code) => sum + of(line(code)),
            0,
          );
          expect(levels + none("education_band")).toBe(of(everybody));
          expect(of(line("EECO03"))).toBeLessThanOrEqual(of(line("EECO02")));
        }
      }),
    );
  });

  test("never puts not asked, would not say and did not know together", () => {
    fc.assert(
      fc.property(counted, (given) => {
        for (const { question, state, byGender } of reportOf(given).unanswered)
          for (const gender of GENDERS)
            expect(byGender[gender]).toBe(
              given
                .filter(
                  (one) =>
                    one.question === question && one.answer === state && one.gender === gender,
                )
                .reduce((sum, { people }) => sum + people, 0),
            );
      }),
    );
  });

  test("has a line for each common output indicator about people", () => {
    expect(INDICATORS.map(({ code }) => code)).toEqual(
      Array.from({ length: 16 }, (_, at) => `EECO${String(at + 2).padStart(2, "0")}`),
    );
  });
});
