import { expect, test } from "vitest";
import { type Compared, gapsOf, matrixOf, nameSimilarity, nearDuplicates } from "./rules.ts";

test.each([
  ["the same", "Gérer un projet", "Gérer un projet", 1],
  ["without its accents and capitals", "GÉRER un projet", "gerer un Projet", 1],
  ["in another order", "Projet : gérer", "Gérer, projet", 1],
  ["with nothing in common", "Repair", "Budgets", 0],
  ["of signs alone", "!!!", "???", 0],
])("a name is compared with one %s", (_, one, other, expected) => {
  expect(nameSimilarity(one, other)).toBe(expected);
});

const entry = (change: Partial<Compared>): Compared => ({
  id: change.name ?? "x",
  kind: "badge",
  name: "Managing a project",
  lang: null,
  issuer: "UPHF",
  languages: ["en"],
  region: null,
  competences: [],
  ...change,
});

test.each<[string, Partial<Compared>, Partial<Compared>, boolean]>([
  ["rather alike by name alone", {}, { issuer: "PMI", name: "Managing a budget" }, false],
  ["of one name", {}, { issuer: "PMI" }, true],
  ["of nearly one name", {}, { issuer: "PMI", name: "Managing projects" }, true],
  ["of other names", {}, { issuer: "PMI", name: "Green computing" }, false],
  [
    "rather alike, for the same competences",
    { competences: ["m A1", "m A2"] },
    { issuer: "PMI", name: "Managing a budget", competences: ["m A1", "m A2"] },
    true,
  ],
  [
    "rather alike, for one competence in common",
    { competences: ["m A1"] },
    { issuer: "PMI", name: "Managing a budget", competences: ["m A1"] },
    false,
  ],
  [
    "of other names, for the same competences",
    { competences: ["m A1", "m A2"] },
    { issuer: "PMI", name: "Chef", competences: ["m A1", "m A2"] },
    false,
  ],
  ["of one issuer in two languages", {}, { languages: ["fr"] }, false],
  ["of one issuer in the same language", {}, { id: "second" }, true],
  ["of one issuer, of which nobody knows the language", {}, { id: "second", languages: [] }, true],
  ["ours and another's", { kind: "own", issuer: "Trivium" }, {}, true],
  ["a course and a badge of one name", { kind: "offer" }, {}, false],
  ["two courses of one name", { kind: "offer" }, { kind: "offer", issuer: "Forem" }, true],
])("two that are %s", (_, one, other, isNamed) => {
  expect(nearDuplicates([entry(one), entry(other)])).toHaveLength(isNamed ? 1 : 0);
});

const items = [
  { id: "1", code: "A1", keys: ["map A1", "esco x"] },
  { id: "2", code: "A2", keys: ["map A2"] },
];

test("a map is covered by its own codes and by those of others that say the same, each once", () => {
  const twice = entry({ id: "twice", competences: ["map A1", "esco x"] });
  const own = entry({ id: "own", kind: "own", competences: ["map A2"] });
  const rows = matrixOf(items, [twice, own, entry({ id: "none", competences: ["map Z"] })]);
  expect(
    rows.map(({ own, badges }) => [own.map(({ id }) => id), badges.map(({ id }) => id)]),
  ).toEqual([
    [[], ["twice"]],
    [["own"], []],
  ]);
});

test("a course counts in its region, and one that is followed from anywhere in each", () => {
  const here = entry({ id: "here", kind: "offer", region: "wallonie", competences: ["map A1"] });
  const anywhere = entry({ id: "anywhere", kind: "offer", competences: ["map A2"] });
  const rows = matrixOf(items, [here, anywhere]);
  const gaps = gapsOf(rows);
  expect(gaps.noBadge.map(({ code }) => code)).toEqual(["A1", "A2"]);
  expect(gaps.noOffer.wallonie).toEqual([]);
  expect(gaps.noOffer.vlaanderen.map(({ code }) => code)).toEqual(["A1"]);
});

test("of nothing there is a gap for each competence", () => {
  expect(gapsOf(matrixOf(items, [])).noBadge).toHaveLength(2);
  expect(gapsOf(matrixOf([], []))).toEqual({
    noBadge: [],
    noOffer: { vlaanderen: [], "hauts-de-france": [], wallonie: [] },
  });
});
