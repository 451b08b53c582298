import Ajv from "ajv";
import { expect, test } from "vitest";
import { columnsOf, dataPackage, emptyKinds } from "./codebook.ts";
import { DATASETS } from "./schema.ts";

/** What Data Package v2 and Table Schema v2 ask of the parts we use, retyped from their published profiles. */
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
                items: { type: "object", required: ["value"], properties: { value: { type: "string" } } },
              },
            },
          },
        },
      },
    },
  },
};

test.each(DATASETS)(
  "the codebook of %s is a data package, and names every column in three languages",
  (dataset) => {
    const codebook = dataPackage({
      id: "11111111-1111-4111-8111-111111111111",
      dataset,
      purpose: "To see whether new places reach new people.",
      parameters: { from: "2026-01", to: "2026-03", spaces: [] },
      rows: 1,
      sha256: "ab".repeat(32),
      protection: { steps: ["age", "region"], withheld: 3 },
      createdAt: Temporal.Instant.from("2026-04-01T10:00:00Z"),
    });
    const ajv = new Ajv({ allErrors: true });
    expect(ajv.validate(PROFILE, codebook), ajv.errorsText()).toBe(true);
    const { fields } = codebook.resources[0]!.schema;
    expect(fields.map(({ name }) => name)).toEqual(columnsOf(dataset));
    for (const { titles } of fields) expect(Object.keys(titles).sort()).toEqual(["en", "fr", "nl"]);
  },
);

test("every way the table divides people starts at zero, with the three ways of not answering", () => {
  for (const cells of Object.values(emptyKinds())) {
    expect(Object.keys(cells).slice(-3)).toEqual(["not_asked", "asked_refused", "asked_unknown"]);
    expect(Object.values(cells).every((count) => count === 0)).toBe(true);
  }
});
