import { describe, expect, test } from "vitest";
import { bundledFrameworks } from "./bundled.ts";
import { coverageOf, editingRefusal, faultsOf, labelIn, sectionsOf, spokenCode } from "./rules.ts";
import type { CompetenceItem } from "./schema.ts";

test.each([
  [
    "in the reader's language",
    { nl: "Zien", fr: "Voir" },
    "fr",
    { text: "Voir", lang: "fr", isMissing: false },
  ],
  [
    "in another, said to be missing",
    { fr: "Voir" },
    "nl",
    { text: "Voir", lang: "fr", isMissing: true },
  ],
  [
    "in English before other languages",
    { nl: "Zien", en: "See" },
    "fr",
    { text: "See", lang: "en", isMissing: true },
  ],
] as const)("a label is shown %s", (_, labels, locale, expected) => {
  expect(labelIn(labels, locale)).toEqual(expected);
});

test("a code that people say is shown, the end of an address is not", () => {
  expect(spokenCode("E.2")).toBe("E.2");
  expect(spokenCode("0a9acb6b-1139-4be9-b431-3a80a959f2f4")).toBeNull();
});

const given = Temporal.Instant.from("2026-03-02T10:00:00Z");

test.each([
  ["a map of one's own", "map", null, null],
  ["a map that was given up", "map", given, "badges.framework_retired"],
  ["a list of others", "reference", null, "badges.framework_of_others"],
  ["a list of others that was given up", "reference", given, "badges.framework_of_others"],
] as const)("editing %s: %4$s", (_, kind, retiredAt, code) => {
  expect(editingRefusal({ kind, retiredAt })).toEqual(code && { code });
});

const item = (code: string, change: Partial<CompetenceItem> = {}): CompetenceItem => ({
  code,
  isGroup: false,
  labels: { en: code },
  origin: "",
  ...change,
});
const link = (code: string) => ({
  code,
  framework: "esco-1.2",
  other: "x",
  relation: "close" as const,
});

test.each([
  [
    "that are right",
    [item("A", { isGroup: true }), item("A1", { parentCode: "A" })],
    [link("A1")],
    [],
  ],
  ["with a code twice", [item("A"), item("A")], [], [{ row: 2, code: "badges.import.twice" }]],
  [
    "in a group that is not there",
    [item("A1", { parentCode: "A" })],
    [],
    [{ row: 1, code: "badges.import.unknown_parent" }],
  ],
  [
    "in themselves",
    [item("A", { parentCode: "A" })],
    [],
    [{ row: 1, code: "badges.import.own_parent" }],
  ],
  [
    "in a circle",
    [item("A", { parentCode: "B" }), item("B", { parentCode: "A" })],
    [],
    [{ row: 1, code: "badges.import.parent_later" }],
  ],
  [
    "with a link of no row",
    [item("A")],
    [link("B")],
    [{ row: 0, code: "badges.import.unknown_code" }],
  ],
])("rows %s", (_, items, alignments, expected) => {
  expect(faultsOf({ items, alignments })).toMatchObject(expected);
  expect(faultsOf({ items, alignments })).toHaveLength(expected.length);
});

test("groups are no part of what badges cover", () => {
  const items = [
    { isGroup: true, badges: [] },
    { isGroup: false, badges: ["repair"] },
    { isGroup: false, badges: [] },
  ];
  expect(coverageOf(items)).toEqual({ covered: 1, total: 2 });
});

describe("the frameworks that come with the product", () => {
  const files = bundledFrameworks();
  const known = new Map(
    files.map(({ slug, items }) => [slug, new Set(items.map(({ code }) => code))]),
  );

  test("have no fault, and point only to what is there", () => {
    expect(files.flatMap(faultsOf)).toEqual([]);
    const links = files.flatMap(({ alignments }) => alignments);
    expect(links.filter(({ framework, other }) => !known.get(framework)?.has(other))).toEqual([]);
    expect(links.length).toBeGreaterThan(60);
  });

  test("say who publishes them, under which licence, and where they were read", () => {
    expect(
      files.filter(({ licence, source, publisher }) => !licence || !source || !publisher),
    ).toEqual([]);
    expect(known.get("digcomp-2.2")?.size).toBe(5 + 21);
    expect(known.get("e-cf-4.0")?.size).toBe(5 + 41);
    expect(known.get("greencomp")?.size).toBe(4 + 12);
  });

  test("our own maps are in three languages, and say where each competence comes from", () => {
    const items = files.filter(({ kind }) => kind === "map").flatMap((file) => file.items);
    expect(items.filter(({ labels }) => !(labels.nl && labels.fr && labels.en))).toEqual([]);
    expect(items.filter(({ isGroup, origin }) => !isGroup && origin === "")).toEqual([]);
  });

  test("the map of projects is chosen: agile is in it, recruiting is not", () => {
    const map = files.find(({ slug }) => slug === "it-project-management");
    const aligned = map?.alignments.map(({ other }) => other);
    expect(aligned).toContain("0a9acb6b-1139-4be9-b431-3a80a959f2f4");
    expect(aligned).not.toContain("496932f1-0b6b-4f73-9432-d95c7ddcd43b");
  });
});

test("what stands in no group is shown, and what stands in another competence is in its group", () => {
  const one = (code: string, parentCode: string | null = null, isGroup = false) => ({
    ...{ code, parentCode, isGroup },
  });
  const sections = sectionsOf([
    ...[one("A", null, true), one("A1", "A"), one("A1a", "A1"), one("B", null, true)],
    ...[one("C"), one("C1", "C")],
  ]);
  expect(sections.map(({ group, items }) => [group?.code, items.map(({ code }) => code)])).toEqual([
    ["A", ["A1", "A1a"]],
    [undefined, ["C", "C1"]],
  ]);
  expect(sectionsOf([one("A"), one("B", "A")])).toMatchObject([{ group: null }]);
});
