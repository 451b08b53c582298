import loadHighs from "highs";
import { type Cells, cellName, REST, stateRow } from "#lib/evidence/research/disclosure.ts";
import { GENDERS, type Gender, INDICATORS, QUESTIONS } from "#lib/evidence/research/indicators.ts";
import { ANSWER_STATES } from "#lib/learning/attendance/traits.ts";

const highs = await loadHighs();

/** The smallest and largest value that fits with everything that is published. */
export type Interval = [least: number, most: number];

/**
 * The rows of each question that hold different people of a gender. `isWhole`: together they are
 * everybody.
 */
export const DIVISIONS = QUESTIONS.map((question) => ({
  rows: [
    ...INDICATORS.filter((one) => one.question === question && one.code !== "EECO03").map(
      ({ code }) => code,
    ),
    ...ANSWER_STATES.map((state) => stateRow(question, state)),
  ],
  isWhole: question === "labour_status" || question === "education_band",
}));

/**
 * What somebody works out who knows every rule: what is shown is up to nine too low, what is
 * withheld may be anything from nothing on, every question divides the same people, EECO03 is part
 * of EECO02, and no more people were in joint sessions than in all. One linear programme for each
 * end of each interval.
 */
export function attackByProgramme(
  { report, joint }: Cells,
  targets: string[],
): Map<string, Interval> {
  const names = new Map(Object.keys(report).map((name, at) => [name, `x${at}`]));
  const term = (row: string, gender: Gender) => names.get(cellName(row, gender)) ?? "";
  const limits = GENDERS.flatMap((gender) => [
    ...DIVISIONS.map(({ rows, isWhole }) => {
      const sum = rows.map((row) => `+ ${term(row, gender)}`).join(" ");
      return `${sum} - ${term("EECO01", gender)} ${isWhole ? "=" : "<="} 0`;
    }),
    `${term("EECO02", gender)} - ${term("EECO03", gender)} >= 0`,
  ]);
  const inJoint = Object.values(joint).reduce<number>((sum, one) => sum + (one ?? 0), 0);
  limits.push(`${GENDERS.map((gender) => `+ ${term("EECO01", gender)}`).join(" ")} >= ${inJoint}`);
  const bounds = [...names].flatMap(([name, x]) => {
    const figure = report[name];
    return typeof figure === "number" ? [` ${figure} <= ${x} <= ${figure + REST}`] : [];
  });
  const solve = (sense: "Minimize" | "Maximize", x: string): number => {
    const text = [
      sense,
      ` obj: ${x}`,
      "Subject To",
      ...limits.map((limit, at) => ` c${at}: ${limit}`),
    ];
    const found = highs.solve([...text, "Bounds", ...bounds, "End"].join("\n"));
    return found.Status === "Optimal" ? found.ObjectiveValue : Number.POSITIVE_INFINITY;
  };
  return new Map(
    targets.map((name) => [
      name,
      [solve("Minimize", names.get(name) ?? ""), solve("Maximize", names.get(name) ?? "")],
    ]),
  );
}

/**
 * The same by hand, for many blocks: all that couples the questions of a gender is how many people
 * it has.
 */
export function attackByHand({ report, joint }: Cells): Map<string, Interval> {
  const range = (row: string, gender: Gender): Interval => {
    const figure = report[cellName(row, gender)];
    if (typeof figure === "number") return [figure, figure + REST];
    return [row === "EECO02" ? range("EECO03", gender)[0] : 0, Number.POSITIVE_INFINITY];
  };
  const sum = (rows: string[], gender: Gender, isWhole: boolean): Interval => {
    const ranges = rows.map((row) => range(row, gender));
    const most = isWhole ? ranges.reduce((all, [, one]) => all + one, 0) : Number.POSITIVE_INFINITY;
    return [ranges.reduce((all, [one]) => all + one, 0), most];
  };
  const everybody = new Map(
    GENDERS.map((gender): [Gender, Interval] => {
      const sums = [
        range("EECO01", gender),
        ...DIVISIONS.map(({ rows, isWhole }) => sum(rows, gender, isWhole)),
      ];
      return [
        gender,
        [Math.max(...sums.map(([least]) => least)), Math.min(...sums.map(([, most]) => most))],
      ];
    }),
  );
  const inJoint = Object.values(joint).reduce<number>((all, one) => all + (one ?? 0), 0);
  const found = new Map<string, Interval>();
  for (const gender of GENDERS) {
    const [least, most] = everybody.get(gender) ?? [0, 0];
    const others = GENDERS.filter((one) => one !== gender).reduce(
      (all, one) => all + (everybody.get(one)?.[1] ?? 0),
      0,
    );
    const atLeast = Math.max(least, inJoint - others);
    found.set(cellName("EECO01", gender), [atLeast, most]);
    for (const { rows, isWhole } of DIVISIONS)
      for (const row of rows) {
        const [low, high] = range(row, gender);
        const rest = sum(
          rows.filter((one) => one !== row),
          gender,
          isWhole,
        );
        found.set(cellName(row, gender), [
          Math.max(low, atLeast - rest[1]),
          Math.min(high, most - rest[0]),
        ]);
      }
    const [low, high] = range("EECO03", gender);
    found.set(cellName("EECO03", gender), [
      low,
      Math.min(high, found.get(cellName("EECO02", gender))?.[1] ?? 0),
    ]);
  }
  return found;
}
