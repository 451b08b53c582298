import { expect, test } from "vitest";
import type { Answer, Fetch } from "../verification/fetching.ts";
import { badgesFrom } from "./importing.ts";

const none: Fetch = async () => ({ is: "unreachable" });
const bytes = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

const classOfTwo = {
  type: "BadgeClass",
  id: "https://school.example/classes/1",
  name: "Managing a project",
  "@language": "en",
  criteria: "https://school.example/how",
  issuer: { type: "Issuer", name: "A school", address: { addressCountry: "FR" } },
  alignment: [{ targetName: "manage ICT project", targetUrl: "https://esco.example/1" }],
};
const award = {
  type: ["VerifiableCredential", "OpenBadgeCredential"],
  id: "https://school.example/awards/1",
  issuer: { id: "did:web:school.example", type: ["Profile"], name: "A school" },
  validFrom: "2026-01-01T00:00:00Z",
  validUntil: "2028-01-01T00:00:00Z",
  endorsement: [{ issuer: { name: "VDAB" } }],
  credentialSubject: {
    type: "AchievementSubject",
    achievement: {
      type: ["Achievement"],
      id: "urn:uuid:5f1e",
      name: "Gérer un projet",
      inLanguage: "fr",
      criteria: { narrative: "Un test." },
      alignment: { targetName: "A1", targetUrl: "https://trivium.example/x", targetCode: "A1" },
    },
  },
};

test("a class of Open Badges 2 says its name, issuer, language, country and skills", async () => {
  expect(await badgesFrom(bytes(classOfTwo), none)).toEqual([
    expect.objectContaining({
      importedFrom: "https://school.example/classes/1",
      name: "Managing a project",
      issuer: "A school",
      country: "FR",
      languages: ["en"],
      standard: "2",
      website: "https://school.example/how",
      validMonths: null,
      alignments: [
        { url: "https://esco.example/1", code: null, framework: null, name: "manage ICT project" },
      ],
    }),
  ]);
});

test("an award of Open Badges 3 says for how long it is valid and who endorses it, as JSON and as a JWT", async () => {
  const token = `e30.${Buffer.from(JSON.stringify(award)).toString("base64url")}.c2ln`;
  for (const given of [award, token])
    expect(await badgesFrom(bytes(given), none)).toEqual([
      expect.objectContaining({
        importedFrom: "urn:uuid:5f1e",
        standard: "3",
        languages: ["fr"],
        validMonths: 24,
        endorsedBy: ["VDAB"],
        verification: "https://school.example/awards/1",
      }),
    ]);
});

test("what an assertion of Open Badges 2 only names is asked for, each address once", async () => {
  const asked: string[] = [];
  const documents: Record<string, unknown> = {
    "https://school.example/classes/1": { ...classOfTwo, issuer: "https://school.example/issuer" },
    "https://school.example/issuer": { type: "Issuer", name: "A school" },
  };
  const fetch: Fetch = async (url): Promise<Answer> => {
    asked.push(url);
    return { is: "found", url, type: "application/json", bytes: bytes(documents[url]) };
  };
  const assertion = (id: string) => ({
    type: "Assertion",
    id: `https://school.example/${id}`,
    badge: "https://school.example/classes/1",
  });
  const badges = await badgesFrom(bytes([assertion("a"), assertion("b")]), fetch);
  expect(badges.map(({ name, issuer }) => [name, issuer])).toEqual(
    Array(2).fill(["Managing a project", "A school"]),
  );
  expect(asked).toEqual(Object.keys(documents));
});

test("a language is named as browsers know it, and one that they would stumble over is left out", async () => {
  const badge = { ...classOfTwo, "@language": ["en_us", "NL", "fr-ab1", "x", 3] };
  expect((await badgesFrom(bytes(badge), none))[0]?.languages).toEqual(["en-US", "nl"]);
});

const fault = (row: number, field: string, code: string) => ({
  row,
  field,
  code: `benchmark.import.${code}`,
});

test.each<[string, unknown, unknown[]]>([
  [
    "a badge without a name",
    [classOfTwo, { ...classOfTwo, name: " " }],
    [fault(2, "name", "no_name")],
  ],
  ["without an issuer", { ...classOfTwo, issuer: {} }, [fault(1, "issuer", "no_issuer")]],
  [
    "without either",
    { ...classOfTwo, issuer: null, name: null },
    [fault(1, "name", "no_name"), fault(1, "issuer", "no_issuer")],
  ],
  ["something else", { type: "Person", name: "Noor" }, [fault(1, "type", "not_a_badge")]],
  [
    "an award of nothing",
    { ...award, credentialSubject: {} },
    [fault(1, "achievement", "not_a_badge")],
  ],
  ["a list of a number", [classOfTwo, 3], [fault(2, "type", "not_a_badge")]],
  [
    "an issuer that nobody answers for",
    { ...classOfTwo, issuer: "https://gone.example/" },
    [fault(1, "issuer", "unreachable")],
  ],
])("%s is refused by its place, its field and the reason", async (_, given, rows) => {
  await expect(badgesFrom(bytes(given), none)).rejects.toMatchObject({
    kind: "invalid",
    reason: { code: "benchmark.import.faults", count: rows.length },
    details: { rows },
  });
});

test.each([
  ["nothing", ""],
  ["a sentence", "this is no badge"],
  ["lists in lists, ten thousand deep", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
  ["objects in objects, ten thousand deep", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`],
  ["a picture without a badge", "\u0089PNG"],
  ["a JWT of nothing", "e30.e30.c2ln"],
])("%s is no badge", async (_, given) => {
  await expect(badgesFrom(bytes(given), none)).rejects.toMatchObject({ kind: "invalid" });
});

test("an address inside a network is a fault of its badge", async () => {
  const inside: Fetch = async () => ({ is: "refused", why: "not_public" });
  await expect(
    badgesFrom(bytes({ ...classOfTwo, issuer: "https://10.0.0.1/" }), inside),
  ).rejects.toMatchObject({ details: { rows: [fault(1, "issuer", "not_public")] } });
});

test.each([
  ["name", { name: "A\0b" }],
  ["name", { name: "A\ud800b" }],
  ["id", { id: "urn:a\0b" }],
  ["alignment", { alignment: [{ targetName: "A", targetCode: "\udc00" }] }],
])("a text that cannot be kept is refused at its field: %s", async (field, change) => {
  const list = [classOfTwo, { ...classOfTwo, ...change }];
  await expect(badgesFrom(bytes(list), none)).rejects.toMatchObject({
    details: { rows: [{ row: 2, field, code: "common.odd_text" }] },
  });
});

test("a long name is cut between two signs, not in one", async () => {
  const long = { ...classOfTwo, name: `a${"😀".repeat(150)}` };
  const [badge] = await badgesFrom(bytes(long), none);
  expect(badge?.name.isWellFormed()).toBe(true);
});
