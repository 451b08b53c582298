import { ANSWER_STATES, TRAITS } from "#lib/learning/attendance/traits.ts";

/**
 * How a person answered by gender: the columns of the report, three of them for want of an answer,
 * never put together.
 */
export const GENDERS = [...TRAITS.gender, ...ANSWER_STATES] as const;

export type Gender = (typeof GENDERS)[number];

export type ByGender<Count = number> = Record<Gender, Count>;

/**
 * The common output indicators of ESF+ which a sheet can tell, by the question that is asked and
 * the answers that count. EECO01 is everybody; EECO02, EECO04 and EECO05 partition whoever said
 * what they do; EECO03 is part of EECO02. EECO12 and EECO15 come from answers to which their person
 * consents, of people who were ticked.
 * @see Regulation (EU) 2021/1057, Annex I
 */
export const INDICATORS = [
  { code: "EECO02", question: "labour_status", answers: ["unemployed", "unemployed_long"] },
  { code: "EECO03", question: "labour_status", answers: ["unemployed_long"] },
  { code: "EECO04", question: "labour_status", answers: ["inactive"] },
  { code: "EECO05", question: "labour_status", answers: ["employed"] },
  { code: "EECO06", question: "age_band", answers: ["u18"] },
  { code: "EECO07", question: "age_band", answers: ["18-24", "25-29"] },
  { code: "EECO08", question: "age_band", answers: ["55-64", "65+"] },
  { code: "EECO09", question: "education_band", answers: ["ed0_2"] },
  { code: "EECO10", question: "education_band", answers: ["ed3_4"] },
  { code: "EECO11", question: "education_band", answers: ["ed5_8"] },
  { code: "EECO12", question: "disability", answers: ["yes"] },
  { code: "EECO13", question: "third_country", answers: ["yes"] },
  { code: "EECO14", question: "foreign_background", answers: ["yes"] },
  { code: "EECO15", question: "minority", answers: ["yes"] },
  { code: "EECO16", question: "homeless", answers: ["yes"] },
  { code: "EECO17", question: "rural", answers: ["yes"] },
] as const;

export type Question = (typeof INDICATORS)[number]["question"];

export const QUESTIONS = [...new Set(INDICATORS.map(({ question }) => question))];

/** How many people of one gender gave one answer to one question. */
export type Counted = { question: Question; gender: Gender; answer: string; people: number };

export type Line<Count = number> = { byGender: ByGender<Count>; total: Count };

export type Report<Count = number> = {
  everybody: Line<Count>;
  indicators: (Line<Count> & { code: string; question: Question })[];
  /** Who gave no answer to a question, by why: not asked, would not say, did not know. */
  unanswered: (Line<Count> & { question: Question; state: (typeof ANSWER_STATES)[number] })[];
};

/** @param counted everybody once for each question: those of any one question are everybody */
export function reportOf(counted: readonly Counted[]): Report {
  const line = (keeps: (one: Counted) => boolean): Line => {
    const byGender = Object.fromEntries(GENDERS.map((gender) => [gender, 0])) as ByGender;
    for (const one of counted) if (keeps(one)) byGender[one.gender] += one.people;
    return { byGender, total: Object.values(byGender).reduce((sum, people) => sum + people, 0) };
  };
  return {
    everybody: line(({ question }) => question === "labour_status"),
    indicators: INDICATORS.map(({ code, question, answers }) => ({
      code,
      question,
      ...line(
        (one) => one.question === question && answers.some((answer) => answer === one.answer),
      ),
    })),
    unanswered: QUESTIONS.flatMap((question) =>
      ANSWER_STATES.map((state) => ({
        question,
        state,
        ...line((one) => one.question === question && one.answer === state),
      })),
    ),
  };
}
