import { expect, test } from "vitest";
import { frameworkOfCase, isCase } from "./case.ts";
import { fileOf, withItem, withoutItem } from "./editing.ts";
import { caseDocument } from "./exchange.ts";
import type { Framework } from "./queries.ts";

const ORIGIN = "https://trivium.example";

const framework = {
  id: "11111111-1111-4111-8111-111111111111",
  slug: "a-map",
  kind: "map",
  version: "2",
  names: { nl: "Kaart", en: "Map" },
  about: { fr: "Faite à la main." },
  levels: [{ nl: "Met hulp", fr: "Avec de l’aide" }, { en: "Alone" }],
  publisher: "Trivium",
  licence: "CC0",
  source: "invented",
  targetType: "ext:Map",
  changedAt: Temporal.Instant.from("2026-03-02T06:00:00Z"),
  items: [
    {
      id: "1",
      code: "A",
      parentCode: null,
      isGroup: true,
      uri: null,
      labels: { nl: "Zien" },
      origin: "",
      aligned: [],
    },
    {
      id: "2",
      code: "A1",
      parentCode: "A",
      isGroup: false,
      uri: "https://elsewhere.example/a1",
      labels: { fr: "Voir", en: "See" },
      origin: "Ours",
      aligned: [
        { framework: "esco-1.2", code: "x-1", uri: "https://esco.example/x-1", relation: "exact" },
        { framework: "e-cf-4.0", code: "E.2", uri: null, relation: "part" },
      ],
    },
  ],
} as unknown as Framework;

const known = async (uris: string[]) =>
  new Map(
    uris.includes("https://esco.example/x-1")
      ? [["https://esco.example/x-1", { framework: "esco-1.2", code: "x-1" }]]
      : [],
  );

test("what is exported in the form of CASE is imported as it was", async () => {
  const exported: unknown = JSON.parse(JSON.stringify(caseDocument(framework, ORIGIN)));
  expect(isCase(exported)).toBe(true);
  expect(await frameworkOfCase(exported, ORIGIN, known)).toEqual(fileOf(framework));
});

test("a file of others in one language is read, with parents put before what stands in them", async () => {
  const file = {
    CFDocument: {
      uri: "https://case.example/uri/9f",
      title: "Réparer, un référentiel",
      language: "fr-BE",
      creator: "École d’ailleurs",
      licenseText: "CC BY 4.0",
    },
    CFItems: [
      {
        identifier: "i-2",
        uri: "https://case.example/i-2",
        humanCodingScheme: "R1",
        fullStatement: "Ouvrir",
      },
      {
        identifier: "i-1",
        uri: "https://case.example/i-1",
        humanCodingScheme: "R",
        fullStatement: "Réparer",
      },
    ],
    CFAssociations: [
      {
        associationType: "isChildOf",
        originNodeURI: { title: "Ouvrir", identifier: "i-2", uri: "https://case.example/i-2" },
        destinationNodeURI: {
          title: "Réparer",
          identifier: "i-1",
          uri: "https://case.example/i-1",
        },
      },
      {
        associationType: "isChildOf",
        originNodeURI: "https://case.example/i-1",
        destinationNodeURI: "https://case.example/uri/9f",
      },
    ],
  };
  expect(await frameworkOfCase(file, ORIGIN, known)).toMatchObject({
    slug: "9f",
    kind: "reference",
    names: { fr: "Réparer, un référentiel" },
    publisher: "École d’ailleurs",
    source: "https://case.example/uri/9f",
    items: [
      { code: "R", labels: { fr: "Réparer" }, uri: "https://case.example/i-1" },
      { code: "R1", parentCode: "R", labels: { fr: "Ouvrir" } },
    ],
  });
});

const small = (change: Record<string, unknown>) => ({
  CFDocument: {
    uri: "x/small",
    title: "Small",
    publisher: "P",
    licenseText: "L",
    officialSourceText: "S",
  },
  CFItems: [{ humanCodingScheme: "A", fullStatement: "See" }],
  ...change,
});
const link = (associationType: string, originNodeURI: string, destinationNodeURI: string) => ({
  CFAssociations: [{ associationType, originNodeURI, destinationNodeURI }],
});
const OWN = `${ORIGIN}/api/v1/frameworks/small#A`;

test.each([
  ["has no items", small({ CFItems: undefined }), 0, "badges.import.row"],
  [
    "has an item without words",
    small({ CFItems: [{ humanCodingScheme: "A" }] }),
    1,
    "badges.import.row",
  ],
  [
    "has an item without a code",
    small({ CFItems: [{ fullStatement: "See" }] }),
    1,
    "badges.import.code",
  ],
  ["begins a link nowhere", small(link("isPartOf", "x", OWN)), 0, "badges.import.unknown_code"],
  ["links as nobody does", small(link("precedes", OWN, OWN)), 1, "badges.import.relation"],
  [
    "links to what is not there",
    small(link("isPartOf", OWN, "https://x.example/1")),
    1,
    "badges.import.unknown_alignment",
  ],
  ["has no publisher", small({ CFDocument: { title: "Small" } }), 0, "badges.import.row"],
])("a file that %s is refused with its row", async (_, file, row, code) => {
  const read = frameworkOfCase(file, ORIGIN, known);
  await expect(read).rejects.toMatchObject({ kind: "invalid" });
  const { details } = (await read.catch((error: unknown) => error)) as {
    details: { rows: unknown[] };
  };
  expect(details.rows[0]).toMatchObject({ row, code });
});

test("a competence is added after another, changed, moved, and taken away with its links", () => {
  const file = fileOf(framework);
  const item = { code: "A2", isGroup: false, labels: { en: "Look" }, origin: "" };
  const codes = ({ items }: typeof file) => items.map(({ code }) => code);
  const link = { framework: "esco-1.2", other: "y-2", relation: "close" } as const;
  const added = withItem(file, { item, alignments: [link], after: "A", isNew: true });
  expect(codes(added)).toEqual(["A", "A2", "A1"]);
  expect(added.alignments).toContainEqual({ code: "A2", ...link });
  const moved = withItem(added, { item, alignments: [], after: "A1", isNew: false });
  expect(codes(moved)).toEqual(["A", "A1", "A2"]);
  expect(moved.alignments).toEqual(file.alignments);
  const without = withoutItem(moved, "A");
  expect(without.items.map(({ parentCode }) => parentCode)).toEqual([undefined, undefined]);
  expect(withoutItem(moved, "A1").alignments).toEqual([]);
});

test.each([
  {
    says: "levels in any order, of one criterion",
    positions: [2, 1],
    criteria: 1,
    levels: [{ en: "b" }, { en: "a" }],
  },
  {
    says: "levels of several criteria: those are of single competences",
    positions: [1, 2],
    criteria: 2,
    levels: [],
  },
])("a document of others with $says", async ({ positions, criteria, levels }) => {
  const exported = JSON.parse(JSON.stringify(caseDocument(framework, ORIGIN)));
  const criterion = {
    CFRubricCriterionLevels: positions.map((position, at) => ({
      position,
      quality: at === 0 ? "a" : "b",
    })),
  };
  exported.CFRubrics = [{ CFRubricCriteria: Array.from({ length: criteria }, () => criterion) }];
  expect((await frameworkOfCase(exported, ORIGIN, known)).levels).toEqual(levels);
});

test.each([
  ["of the document", { language: "de-DE" }, "Auseinandernehmen"],
  ["of a label", {}, { de: "Auseinandernehmen", fr: "Démonter" }],
])(
  "a language that is none of ours is said, and not taken for another: %s",
  async (_, head, said) => {
    const file = {
      CFDocument: {
        ...head,
        uri: "https://school.example/repair",
        title: "Repair",
        publisher: "A school",
      },
      CFItems: [{ humanCodingScheme: "Z1", fullStatement: said }],
    };
    await expect(frameworkOfCase(file, ORIGIN, async () => new Map())).rejects.toMatchObject({
      details: { rows: [{ code: "badges.import.language" }] },
    });
  },
);

test("a language of a country is that language", async () => {
  const file = {
    CFDocument: {
      ...{ language: "nl-BE", uri: "https://school.example/repair", title: "Herstellen" },
      ...{ publisher: "A school", licenseText: "CC0" },
    },
    CFItems: [{ humanCodingScheme: "Z1", fullStatement: { "fr-BE": "Démonter" } }],
  };
  const { names, items } = await frameworkOfCase(file, ORIGIN, async () => new Map());
  expect([names, items[0]?.labels]).toEqual([{ nl: "Herstellen" }, { fr: "Démonter" }]);
});

test("a new competence does not write over the one that has its code", () => {
  const file = fileOf(framework);
  const item = { code: "A1", isGroup: false, labels: { nl: "Weg" }, origin: "" };
  expect(() => withItem(file, { item, alignments: [], after: "", isNew: true })).toThrow(
    expect.objectContaining({ details: { field: "code" } }),
  );
});

test("a group that moves takes along what stands in it", () => {
  const file = fileOf(framework);
  const named = (code: string, parentCode?: string) => ({
    ...{ code, isGroup: parentCode === undefined, labels: { en: code }, origin: "" },
    ...(parentCode && { parentCode }),
  });
  const items = [named("A"), named("A1", "A"), named("A1a", "A1"), named("B"), named("B1", "B")];
  const moved = (after: string) =>
    withItem(
      { ...file, items, alignments: [] },
      {
        ...{ item: named("A"), alignments: [], after, isNew: false },
      },
    ).items.map(({ code }) => code);
  expect(moved("B1")).toEqual(["B", "B1", "A", "A1", "A1a"]);
  expect(moved("A1")).toEqual(["A", "A1", "A1a", "B", "B1"]);
});
