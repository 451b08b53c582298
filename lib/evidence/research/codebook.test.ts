import Ajv from "ajv";
import { stringify } from "csv-stringify/sync";
import { expect, test } from "vitest";
import { columnsOf, type Described, dataPackage } from "./codebook.ts";
import { protectedCells } from "./disclosure.ts";
import { figureRows } from "./rows.ts";
import { DATASETS, type Dataset } from "./schema.ts";

/**
 * What Data Package v2 and Table Schema v2 ask of the parts we use, retyped from their published
 * profiles.
 */
const PROFILE = {
  type: "object",
  required: ["resources", "$schema"],
  properties: {
    name: { type: "string", pattern: "^[a-z0-9._-]+$" },
    created: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$" },
    licenses: {
      type: "array",
      minItems: 1,
      items: { type: "object", anyOf: [{ required: ["name"] }, { required: ["path"] }] },
    },
    resources: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["name", "path", "schema"],
        properties: {
          name: { type: "string", pattern: "^[a-z0-9._-]+$" },
          path: { type: "string", pattern: "^(?!/)(?!.*\\.\\.)" },
          hash: { type: "string", pattern: "^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}|)$" },
          schema: {
            type: "object",
            required: ["fields"],
            properties: {
              fields: {
                type: "array",
                minItems: 1,
                items: {
                  type: "object",
                  required: ["name", "type"],
                  properties: {
                    type: { enum: ["string", "integer"] },
                    categories: {
                      type: "array",
                      minItems: 1,
                      uniqueItems: true,
                      items: {
                        type: "object",
                        required: ["value"],
                        properties: { value: { type: "string" }, label: { type: "string" } },
                      },
                    },
                  },
                },
              },
              missingValues: {
                type: "array",
                items: {
                  type: "object",
                  required: ["value"],
                  properties: { value: { type: "string" } },
                },
              },
            },
          },
        },
      },
    },
  },
};

const described = (dataset: Dataset): Described => ({
  id: "11111111-1111-4111-8111-111111111111",
  dataset,
  purpose: "To see whether new places reach new people.",
  parameters: { from: "2026-01", to: "2026-03", spaces: [] },
  rows: 1,
  sha256: "ab".repeat(32),
  protection: { steps: ["age", "region"], withheld: 3 },
  createdAt: Temporal.Instant.from("2026-05-01T10:00:00Z"),
});

test.each(DATASETS)(
  "the codebook of %s is a data package, and names every column in three languages",
  (dataset) => {
    const codebook = dataPackage(described(dataset));
    const ajv = new Ajv({ allErrors: true });
    expect(ajv.validate(PROFILE, codebook), ajv.errorsText()).toBe(true);
    const { fields } = codebook.resources[0]!.schema;
    expect(fields.map(({ name }) => name)).toEqual(columnsOf(dataset));
    for (const { titles } of fields) expect(Object.keys(titles).sort()).toEqual(["en", "fr", "nl"]);
  },
);

/**
 * Reads a file as its codebook says: values that are missing in a column are null there, and
 * nowhere else.
 */
function readBack(text: string, { schema }: { schema: ReturnType<typeof schemaOf> }) {
  const [header = "", ...lines] = text.trim().split("\n");
  return lines.map((line) => {
    const values = line.split(",");
    return Object.fromEntries(
      header.split(",").map((name, at): [string, string | null] => {
        const field = schema.fields.find((one) => one.name === name);
        const missing = [...schema.missingValues, ...(field?.missingValues ?? [])].map(
          ({ value }) => value,
        );
        const value = values[at] ?? "";
        return [name, missing.includes(value) ? null : value];
      }),
    );
  });
}

function schemaOf(described: Described, columns?: string[]) {
  return dataPackage(described, columns).resources[0]!.schema;
}

test("read back as its codebook says, a table has no row twice and every value has its words", () => {
  const figures = protectedCells([], []).report;
  figures["EECO01 woman"] = 20;
  const rows = ["vlaanderen", "wallonie"].flatMap((region) =>
    figureRows({ quarter: "2026-Q1", region, figures }),
  );
  const schema = schemaOf(described("table"));
  const file = stringify([columnsOf("table"), ...rows]);
  const read = readBack(file, { schema });
  expect(read).toHaveLength(rows.length);
  const keys = schema.primaryKey ?? [];
  expect(keys.length).toBeGreaterThan(3);
  expect(new Set(read.map((row) => keys.map((key) => row[key]).join("|"))).size).toBe(rows.length);
  expect(read.filter(({ people }) => people !== null)).toHaveLength(2);
  for (const row of read)
    for (const { name, categories } of schema.fields)
      if (categories)
        expect(
          categories.map(({ value }) => value),
          name,
        ).toContain(row[name]);
});

test("a table that was made by space and month keeps the codebook of its columns", () => {
  const columns = ["space", "month", "division", "category", "people"];
  const rows = ["woman", "not_asked", "asked_refused", "asked_unknown"].map((category) =>
    ["hangar-k", "2026-01", "gender", category, category === "woman" ? "withheld" : 12].join(),
  );
  const schema = schemaOf(described("table"), columns);
  const read = readBack([columns.join(), ...rows].join("\n"), { schema });
  expect(schema.fields.map(({ name }) => name)).toEqual(columns);
  expect(read.map(({ category }) => category)).not.toContain(null);
  expect(read.map(({ people }) => people)).toEqual([null, "12", "12", "12"]);
  expect(schema.primaryKey).toEqual(["space", "month", "division", "category"]);
});
