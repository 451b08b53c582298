import { extractText, getDocumentProxy } from "unpdf";
import { expect, test } from "vitest";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { qrSquares } from "#lib/foundation/platform/text/qr.ts";
import { AT, givenIssuer, ORIGIN } from "#testing/badges.ts";
import type { StoredCredential } from "../credentials/queries.ts";
import { badgeSheet, type SheetContext } from "./sheet.ts";

type Given = Parameters<Awaited<ReturnType<typeof givenIssuer>>["badge"]>[0];

async function givenStored(
  change: Given = {},
  more: Partial<StoredCredential> = {},
): Promise<StoredCredential> {
  const issuer = await givenIssuer();
  return {
    id: "b7c7c1de-4a2d-4d3f-9d1c-5b60b8ad7e10",
    signed: JSON.stringify(await issuer.badge(change)),
    signedJwt: "",
    imageSvg: null,
    issuedAt: AT.toString(),
    validUntil: null,
    revokedAt: null,
    revokeReason: null,
    isOwn: true,
    mayWithdraw: false,
    isByLink: false,
    ...more,
  };
}

const ADDRESS = `${ORIGIN}/badges/b7c7c1de-4a2d-4d3f-9d1c-5b60b8ad7e10?key=abcdefghijklmnopqrstuvwxyz`;

const SCHOOL = {
  organisation: "École du Nord",
  domain: "ecole.example",
  scope: "un entretien",
  comment: "Ces personnes réparent seules.",
  language: "fr",
};

async function readBack(stored: StoredCredential, change: Partial<SheetContext> = {}) {
  const bytes = await badgeSheet(stored, {
    locale: "fr",
    now: AT,
    address: ADDRESS,
    verifyAddress: `${ORIGIN}/fr/verify`,
    recognisedBy: [],
    ...change,
  });
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  const { totalPages, text } = await extractText(pdf, { mergePages: true });
  const page = await pdf.getPage(1);
  const kinds = new Set<string>();
  const tree = JSON.stringify(await page.getStructTree());
  for (const [, role] of tree.matchAll(/"role":"(\w+)"/g)) kinds.add(role ?? "");
  return {
    pages: totalPages,
    text: text.replaceAll(/\s+/g, " "),
    kinds,
    tree,
    links: (await page.getAnnotations()).map(({ url }) => url as string),
    meta: (await pdf.getMetadata()).info as Record<string, unknown>,
    attached: await attachedTo(pdf),
  };
}

async function attachedTo(pdf: Awaited<ReturnType<typeof getDocumentProxy>>) {
  const texts = new Map<string, string>();
  const files = (await pdf.getAttachments()) as Map<string, unknown> | null;
  for (const name of files?.keys() ?? []) {
    const content = (await pdf.getAttachmentContent(name)) as Uint8Array | null;
    texts.set(name, Buffer.from(content ?? []).toString());
  }
  return texts;
}

test.each(LOCALES)(
  "a badge is one sheet that can be read, searched and checked (%s)",
  async (locale) => {
    const stored = await givenStored();
    const sheet = await readBack(stored, {
      locale,
      recognisedBy: [SCHOOL],
    });
    expect(sheet.pages).toBe(1);
    expect(sheet.meta).toMatchObject({ Title: "Réparer", Language: locale });
    for (const words of [
      "Réparer",
      "Hangar K",
      "Résoudre des problèmes techniques",
      "Niveau 4",
      "4 × séances",
      "Sans aide",
      "2026",
      SCHOOL.organisation,
      SCHOOL.scope,
      SCHOOL.comment,
      SCHOOL.domain,
    ])
      expect(sheet.text).toContain(words);
    expect([...sheet.kinds]).toEqual(expect.arrayContaining(["H1", "H2", "P", "LI", "Figure"]));
    expect(new Set(sheet.links)).toEqual(new Set([ADDRESS]));
  },
);

test("what was signed is attached, byte for byte", async () => {
  const stored = await givenStored();
  const { attached } = await readBack(stored);
  expect([...attached.keys()]).toEqual(["badge.json"]);
  expect(attached.get("badge.json")).toBe(stored.signed);
});

test("without a link there is no code, and the sheet says where to check", async () => {
  const { text, links } = await readBack(await givenStored(), { address: null });
  expect(text).toContain(`${ORIGIN}/fr/verify`);
  expect(links).toEqual([]);
});

test("a badge that was withdrawn or has ended says so, and not why", async () => {
  const stored = await givenStored(
    {},
    {
      validUntil: "2026-01-31T10:00:00Z",
      revokedAt: "2026-02-01T10:00:00Z",
      revokeReason: "Donné par erreur",
    },
  );
  const { text } = await readBack(stored);
  expect(text).toContain("Ce badge a été retiré le");
  expect(text).toContain("Ce badge était valable jusqu’au");
  expect(text).not.toContain("par erreur");
});

test.each([
  ["Greek", "Επισκευή συσκευών"],
  ["Cyrillic", "Ремонт приладів ґ є ї"],
  ["accents", "Dépôt œuvre ĳ ő ș ł"],
])("a name in %s is written", async (_, name) => {
  const { text } = await readBack(await givenStored(named(name)));
  expect(text).toContain(name);
});

test("Arabic letters are there, joined by the font", async () => {
  const { text } = await readBack(await givenStored(named("إصلاح")));
  expect(text.normalize("NFKC")).toMatch(/[\u0621-\u064A]{3,}/);
});

test("a badge with much to say still stands on one sheet", async () => {
  const evidence = Array.from({ length: 12 }, (_, at) => ({
    genre: "Attendance" as const,
    label: "séances",
    count: at + 1,
    narrative: "Une longue histoire de ce qui a été vu et fait ensemble. ".repeat(3),
  }));
  expect((await readBack(await givenStored({ evidence }))).pages).toBe(1);
});

test("what five schools say at length is all there, and so is the code", async () => {
  const comment = "Qui a ce badge travaille seul et avec soin. ".repeat(27).trim();
  const recognisedBy = Array.from({ length: 5 }, (_, at) => ({
    ...SCHOOL,
    comment: `${comment} Fin ${at}.`,
  }));
  const { text, links } = await readBack(await givenStored(), { recognisedBy });
  for (const [at] of recognisedBy.entries()) expect(text).toContain(`Fin ${at}.`);
  expect(links).toContain(ADDRESS);
});

test("the code has the squares of its text", () => {
  const { side, dark } = qrSquares(ADDRESS);
  expect(side).toBeGreaterThanOrEqual(29);
  expect(dark.length).toBeGreaterThan((side * side) / 3);
  // The three corners by which a code is found.
  for (const corner of [
    [0, 0],
    [0, side - 1],
    [side - 1, 0],
  ])
    expect(dark).toContainEqual(corner);
});

function named(name: string): Given {
  return {
    achievement: {
      id: `${ORIGIN}/badges/classes/repair/1/fr`,
      version: "1",
      language: "fr",
      name,
      description: name,
      criteria: { narrative: name, url: `${ORIGIN}/fr/badges/repair` },
      achievementType: "Badge",
      tags: [],
      competences: [],
      related: [],
    },
  };
}
