import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { ANSWER_STATES, GROUP_ANSWERS, TRAITS } from "#lib/learning/attendance/traits.ts";
import { WITHHELD } from "./anonymity.ts";
import { ALL_GROUPS } from "./attendees.ts";
import { STEP } from "./disclosure.ts";
import { GENDERS, INDICATORS, QUESTIONS } from "./indicators.ts";
import { FEWEST_PERSONS } from "./persons.ts";
import type { Dataset } from "./schema.ts";

const AGES = [...TRAITS.ageBand, "u30", "30-54", "55+"];
const GROUPED = [...GROUP_ANSWERS, ...ANSWER_STATES];

/** Divisions of the tables that were made by space and month. */
const DIVISIONS = ["all", "gender", "age", "labour", "education", "first_time", ...ALL_GROUPS];

type Field = {
  name: string;
  type: "string" | "integer";
  /** Every value there may be, those included that say why there is no answer. */
  codes?: readonly string[];
  /** What stands for no value, in this column alone. */
  missing?: readonly string[];
};

const asked = (name: string, codes: readonly string[]): Field => ({
  name,
  type: "string",
  codes: [...codes, ...ANSWER_STATES],
  missing: [WITHHELD],
});

/** Every column that a release has, those of releases made earlier included. */
const FIELDS: Field[] = [
  { name: "space", type: "string", missing: [WITHHELD] },
  asked("age_band", AGES),
  asked("labour_status", TRAITS.labourStatus),
  asked("education_band", TRAITS.educationBand),
  asked("first_time", TRAITS.firstTime),
  ...ALL_GROUPS.map((name): Field => ({ name, type: "string", codes: GROUPED })),
  { name: "month", type: "string" },
  { name: "division", type: "string", codes: DIVISIONS },
  { name: "category", type: "string" },
  { name: "region", type: "string" },
  { name: "quarter", type: "string" },
  {
    name: "indicator",
    type: "string",
    codes: ["EECO01", ...INDICATORS.map(({ code }) => code), "none"],
  },
  { name: "question", type: "string", codes: ["all", ...QUESTIONS] },
  { name: "answer", type: "string", codes: ["all", "counted", ...ANSWER_STATES] },
  { name: "people", type: "integer", missing: [WITHHELD] },
];

const LINE_GENDER = asked("gender", TRAITS.gender);
/** In figures a gender names the row, and is never missing. */
const ROW_GENDER: Field = { name: "gender", type: "string", codes: GENDERS };

const COLUMNS: Record<Dataset, string[]> = {
  person_lines: ["space", "age_band", "gender", "labour_status", "education_band", "first_time"],
  table: ["region", "quarter", "indicator", "question", "answer", "gender", "people"],
};

/** What tells the rows of a table apart. */
const KEYS = [
  ["region", "quarter", "indicator", "question", "answer", "gender"],
  ["space", "month", "division", "category"],
];

/** The columns of a release that is made now. */
export function columnsOf(dataset: Dataset): string[] {
  return COLUMNS[dataset];
}

function fieldOf(name: string, dataset: Dataset): Field {
  if (name === "gender") return dataset === "table" ? ROW_GENDER : LINE_GENDER;
  return FIELDS.find((field) => field.name === name) ?? { name, type: "string" };
}

export type Described = {
  id: string;
  dataset: Dataset;
  purpose: string;
  parameters: { from: string; to: string; spaces: string[] };
  rows: number;
  sha256: string;
  protection: { steps: string[]; withheld: number };
  createdAt: Temporal.Instant;
};

/**
 * The codebook of a release: what each column and code means, in three languages, and what was done to protect people.
 * What stands for no value is said of each column: "withheld" is a missing count, "not asked" is the name of a row.
 *
 * @param columns of its data.csv: those of releases made earlier are other ones
 * @see Data Package v2, https://datapackage.org/standard/data-package/
 */
export function dataPackage(release: Described, columns: string[] = columnsOf(release.dataset)) {
  const { id, dataset, purpose, parameters, rows, sha256, protection, createdAt } = release;
  return {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    id,
    name: `trivium-${dataset.replace("_", "-")}`,
    title: label(`datasets.${dataset}`, "en"),
    titles: labels(`datasets.${dataset}`),
    created: createdAt.toString(),
    version: "1",
    licenses: [{ name: "other-closed", title: "For the stated purpose only" }],
    purpose,
    parameters,
    protection: {
      persons: FEWEST_PERSONS,
      ...(columns.includes("quarter") ? { roundedDownTo: STEP } : {}),
      steps: protection.steps.map((step) => ({ name: step, label: label(`steps.${step}`, "en") })),
      withheld: protection.withheld,
    },
    resources: [
      {
        name: "data",
        path: "data.csv",
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        hash: `sha256:${sha256}`,
        rows,
        schema: {
          $schema: "https://datapackage.org/profiles/2.0/tableschema.json",
          fields: columns.map((column) => describedField(column, dataset)),
          // Nothing is missing that a column does not name: an empty cell would be one.
          missingValues: [{ value: "", label: "" }],
          primaryKey: KEYS.find((key) => key.every((column) => columns.includes(column))),
        },
      },
    ],
  };
}

/** A column in three languages, with its codes and what stands where it has no value. */
function describedField(column: string, dataset: Described["dataset"]) {
  const { name, type, codes, missing = [] } = fieldOf(column, dataset);
  return {
    name,
    type,
    title: label(`columns.${name}`, "en"),
    titles: labels(`columns.${name}`),
    ...(codes
      ? {
          categories: codes.map((value) => ({
            value,
            label: codeLabel(value, "en"),
            labels: codeLabels(value),
          })),
        }
      : {}),
    missingValues: missing.map((value) => ({ value, label: codeLabel(value, "en") })),
  };
}

function label(key: string, locale: (typeof LOCALES)[number]): string {
  return translator(locale, "research")(key);
}

function labels(key: string) {
  return Object.fromEntries(LOCALES.map((locale) => [locale, label(key, locale)]));
}

/** A code in words: the sheet's own, a group's, or one that only releases have. */
function codeLabel(code: string, locale: (typeof LOCALES)[number]): string {
  const sheet = translator(locale, "attendance");
  const own = translator(locale, "research");
  if (own.has(`indicators.labels.${code}`)) return own(`indicators.labels.${code}`);
  if (own.has(`codes.${code}`)) return own(`codes.${code}`);
  if (sheet.has(`codes.${code}`)) return sheet(`codes.${code}`);
  return sheet.has(`groups.${code}`) ? sheet(`groups.${code}`) : own(`columns.${code}`);
}

function codeLabels(code: string) {
  return Object.fromEntries(LOCALES.map((locale) => [locale, codeLabel(code, locale)]));
}
