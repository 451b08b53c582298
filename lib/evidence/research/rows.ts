import type { Database } from "#db/client.ts";
import { ANSWER_STATES } from "#lib/learning/attendance/traits.ts";
import { type Recoding, WITHHELD } from "./anonymity.ts";
import { eachAttendee, type Population } from "./attendees.ts";
import { cellName, type Figures, stateRow } from "./disclosure.ts";
import { GENDERS, INDICATORS, QUESTIONS } from "./indicators.ts";

/** A row of data.csv, in the order of its columns. */
export type Row = (string | number)[];

/** Person lines as they may leave: coarse enough that those alike are of five people. */
export async function* lineRows(
  db: Database,
  population: Population,
  recoding: Recoding,
): AsyncGenerator<Row> {
  for await (const { region, ...key } of eachAttendee(db, population)) {
    const { space, ageBand, gender, labourStatus, educationBand, firstTime } = recoding.recode(
      key,
      region,
    );
    yield [space, ageBand, gender, labourStatus, educationBand, firstTime];
  }
}

/** The published figures of one quarter and region: every cell, rounded or withheld. */
export function figureRows({
  quarter,
  region,
  figures,
}: {
  quarter: string;
  region: string;
  figures: Figures;
}): Row[] {
  const lines = [
    { row: "EECO01", indicator: "EECO01", question: "all", answer: "all" },
    ...INDICATORS.map(({ code, question }) => ({
      row: code,
      indicator: code,
      question,
      answer: "counted",
    })),
    ...QUESTIONS.flatMap((question) =>
      ANSWER_STATES.map((state) => ({
        row: stateRow(question, state),
        indicator: "none",
        question,
        answer: state,
      })),
    ),
  ];
  return lines.flatMap(({ row, indicator, question, answer }) =>
    GENDERS.map((gender) => [
      region,
      quarter,
      indicator,
      question,
      answer,
      gender,
      figures[cellName(row, gender)] ?? WITHHELD,
    ]),
  );
}
