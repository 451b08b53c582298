import { ANSWER_STATES, GROUP_ANSWERS, TRAITS } from "#lib/attendance/traits.ts";
import { LOCALES } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { WITHHELD } from "./anonymity.ts";
import type { Block } from "./disclosure.ts";
import { ALL_GROUPS } from "./heads.ts";
import type { Dataset } from "./schema.ts";

const MISSING = [...ANSWER_STATES, WITHHELD];

const AGES = [...TRAITS.ageBand, "u30", "30-54", "55+"];
const TABLE_AGES = ["u18", "18-29", "30-54", "55+"];

/** How the table divides people. Each division holds everybody once. */
export const KINDS: Record<string, readonly string[]> = {
  gender: TRAITS.gender,
  age: TABLE_AGES,
  labour: TRAITS.labourStatus,
  education: TRAITS.educationBand,
  first_time: TRAITS.firstTime,
  ...Object.fromEntries(ALL_GROUPS.map((group) => [group, GROUP_ANSWERS])),
};

/** A space and month in which nobody was counted yet: every cell of the table, at zero. */
export function emptyKinds(): Block["kinds"] {
  return Object.fromEntries(
    Object.entries(KINDS).map(([kind, codes]) => [
      kind,
      Object.fromEntries([...codes, ...ANSWER_STATES].map((code) => [code, 0])),
    ]),
  );
}

type Field = { name: string; type: "string" | "integer"; codes?: readonly string[] };

const FIELDS: Record<Dataset, Field[]> = {
  person_lines: [
    { name: "space", type: "string" },
    { name: "age_band", type: "string", codes: AGES },
    { name: "gender", type: "string", codes: TRAITS.gender },
    { name: "labour_status", type: "string", codes: TRAITS.labourStatus },
    { name: "education_band", type: "string", codes: TRAITS.educationBand },
    { name: "first_time", type: "string", codes: TRAITS.firstTime },
    ...ALL_GROUPS.map((name): Field => ({ name, type: "string", codes: GROUP_ANSWERS })),
  ],
  table: [
    { name: "space", type: "string" },
    { name: "month", type: "string" },
    { name: "division", type: "string", codes: ["all", ...Object.keys(KINDS)] },
    { name: "category", type: "string" },
    { name: "people", type: "integer" },
  ],
};

export function columnsOf(dataset: Dataset): string[] {
  return FIELDS[dataset].map(({ name }) => name);
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
 * @see Data Package v2, https://datapackage.org/standard/data-package/
 */
export function dataPackage(release: Described) {
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
      threshold: 5,
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
          fields: FIELDS[dataset].map(({ name, type, codes }) => ({
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
          })),
          missingValues: ["", ...MISSING].map((value) => ({
            value,
            label: value ? codeLabel(value, "en") : "",
          })),
        },
      },
    ],
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
  if (sheet.has(`codes.${code}`)) return sheet(`codes.${code}`);
  return sheet.has(`groups.${code}`) ? sheet(`groups.${code}`) : own(`codes.${code}`);
}

function codeLabels(code: string) {
  return Object.fromEntries(LOCALES.map((locale) => [locale, codeLabel(code, locale)]));
}
