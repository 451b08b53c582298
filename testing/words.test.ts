import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { literalsOf, type Source, sources } from "./source-text.ts";

/**
 * Words that identifiers do not say (docs/glossary.md), with how many identifiers of the sources
 * still do. None may be added, and who takes some away writes the smaller number.
 */
const REFUSED: Record<string, { say: string; left: number }> = {
  wish: { say: "request or input", left: 4 },
  tell: { say: "notify or send", left: 2 },
  mine: { say: "own, or what is allowed to see", left: 3 },
  presence: { say: "visit", left: 19 },
  heads: { say: "person lines, tallies or occupancy", left: 13 },
};

/** Forms of a word that are refused with it. */
const FORMS: Record<string, string> = {
  wishes: "wish",
  wished: "wish",
  told: "tell",
  tells: "tell",
  telling: "tell",
};

/** `readWish` and `WISH_WORDS` alike. */
function partsOf(identifier: string): string[] {
  return /^[A-Z\d_$]+$/.test(identifier) ? identifier.split("_") : identifier.split(/(?=[A-Z])|_/);
}

/**
 * The refused words in the identifiers of a source, each with its identifier; strings and comments
 * are passed over.
 */
function refusedIn({ text, path }: Source): { word: string; identifier: string }[] {
  const strings = literalsOf(text).filter(({ kind }) => kind === "string");
  let code = text;
  for (const { at, text: said } of strings)
    code = code.slice(0, at) + " ".repeat(said.length + 2) + code.slice(at + said.length + 2);
  code = code.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(?<!:)\/\/.*$/gm, "");
  if (path.endsWith(".tsx")) code = code.replaceAll(/>[^<>{}=]*</g, "><");
  return [...code.matchAll(/[A-Za-z_$][\w$]*/g)].flatMap(([identifier]) =>
    partsOf(identifier)
      .map((part) => FORMS[part.toLowerCase()] ?? part.toLowerCase())
      .filter((word) => word in REFUSED)
      .map((word) => ({ word, identifier })),
  );
}

/** What is said otherwise than in the glossary, beyond what is left of a word. */
function faultsIn(found: ReturnType<typeof refusedIn>): string[] {
  return Object.entries(REFUSED).flatMap(([word, { say, left }]) => {
    const names = found.filter((one) => one.word === word).map(({ identifier }) => identifier);
    if (names.length <= left) return [];
    const which = [...new Set(names)].toSorted().join(", ");
    return [`${word}: say ${say}. ${names.length} where ${left} are left: ${which}`];
  });
}

describe("one word a thing", () => {
  const found = sources().flatMap(refusedIn);

  test("no identifier more says what the glossary says otherwise", () => {
    expect(faultsIn(found)).toEqual([]);
  });

  test.each(Object.entries(REFUSED))(
    "%s is found where it is planted beside all others",
    (word, { left }) => {
      const planted = `${word}Planted`;
      const said = found.filter((one) => one.word === word).length;
      const text = `export const a = [${Array(left - said + 1).fill(planted)}];`;
      const faults = faultsIn([...found, ...refusedIn({ path: "lib/planted.ts", text })]);
      expect(faults).toEqual([expect.stringMatching(new RegExp(`^${word}: .*\\b${planted}\\b`))]);
    },
  );

  test.each([
    ["as a name", "const wish = 1;", ["wish"]],
    ["inside a name", "readWishForm(); toldStaff;", ["wish", "tell"]],
    ["in a constant", "const NO_WISHES = TOLD;", ["wish", "tell"]],
    ["in a template", "const a = sql`select told`;", ["tell"]],
    ["in a string or a comment it says nothing", 'const a = "wish"; // told\n/* mine */', []],
  ])("a refused word is found %s", (_, text, words) => {
    expect(refusedIn({ path: "lib/planted.ts", text }).map(({ word }) => word)).toEqual(words);
  });

  test("the glossary says what to say instead", () => {
    const glossary = readFileSync("docs/glossary.md", "utf8");
    for (const word of Object.keys(REFUSED))
      expect(glossary).toMatch(new RegExp(`^\\| ${word}\\b`, "m"));
  });
});
