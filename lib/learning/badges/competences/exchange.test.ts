import { expect, test } from "vitest";
import { frameworkCsv, frameworkOfJson, jsonOf, rowsOfCsv } from "./exchange.ts";
import type { Framework } from "./queries.ts";

const framework = {
  id: "11111111-1111-4111-8111-111111111111",
  slug: "map",
  kind: "map",
  version: "1",
  names: { en: "Map" },
  about: {},
  publisher: "Trivium",
  licence: "CC0",
  source: "invented",
  targetType: "CFItem",
  changedAt: Temporal.Instant.from("2026-03-02T06:00:00Z"),
  items: [
    {
      code: "A",
      parentCode: null,
      isGroup: true,
      uri: null,
      labels: { nl: "Zien", fr: "Voir" },
      origin: "",
      aligned: [],
    },
    {
      code: "A1",
      parentCode: "A",
      isGroup: false,
      uri: "https://example.org/a1",
      labels: { en: '=HYPERLINK("x"), "twice"\nand more' },
      origin: "+1 of ESCO; half of e-CF",
      aligned: [{ framework: "esco-1.2", code: "x-1", relation: "close" }],
    },
  ],
} as unknown as Framework;

test("a table is read back as it was written, and no cell of it is a formula", () => {
  const csv = frameworkCsv(framework);
  expect(csv).toContain(`"'=HYPERLINK(""x""), ""twice""\nand more"`);
  expect(csv).toContain(`,"'+1 of ESCO; half of e-CF",`);
  expect(rowsOfCsv(csv)).toEqual({
    rows: {
      items: [
        { code: "A", isGroup: true, labels: { nl: "Zien", fr: "Voir" }, origin: "" },
        {
          code: "A1",
          parentCode: "A",
          isGroup: false,
          uri: "https://example.org/a1",
          labels: { en: '=HYPERLINK("x"), "twice"\nand more' },
          origin: "+1 of ESCO; half of e-CF",
        },
      ],
      alignments: [{ code: "A1", framework: "esco-1.2", other: "x-1", relation: "close" }],
    },
  });
});

test("every row at fault is named, by its place below the header", () => {
  const csv =
    "code;label_en;uri;aligned\nA1;See;;\n;No code;;\nA3;;;\nA4;See;javascript:alert(1);\nA5;See;;esco:x:sideways\n";
  expect(rowsOfCsv(csv)).toMatchObject({
    faults: [
      { row: 2, code: "badges.import.code" },
      { row: 3, code: "badges.import.no_label" },
      { row: 4, code: "badges.import.uri" },
      { row: 5, code: "badges.import.alignment", value: "esco:x:sideways" },
    ],
  });
});

test.each([
  ["nothing", "", "badges.import_no_code"],
  ["a header alone", "code,label_en\n", "badges.import_empty"],
  ["a table without codes", "a,b\n1,2\n", "badges.import_no_code"],
  ["a quote that never ends", 'code,label_en\nA,"open', "badges.import_no_table"],
])("%s is refused", (_, text, code) => {
  expect(() => rowsOfCsv(text)).toThrow(
    expect.objectContaining({ reason: expect.objectContaining({ code }) }),
  );
});

test.each([
  ["no JSON", "{", "common.not_json"],
  ["a list", "[]", "badges.import_faults"],
  [
    "ten thousand lists in each other",
    `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
    "badges.import_faults",
  ],
])("%s is no framework", (_, text, code) => {
  expect(() => frameworkOfJson(jsonOf(text))).toThrow(
    expect.objectContaining({ reason: expect.objectContaining({ code }) }),
  );
});
