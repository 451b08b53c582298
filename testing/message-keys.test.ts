import { describe, expect, test } from "vitest";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { literalsOf, type Source, sources } from "./source-text.ts";

type Tree = { [key: string]: string | Tree };

const keysOf = (tree: Tree, prefix = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  );

/**
 * The keys that no source says: neither as a string, nor by a template with a dot in it whose gaps
 * are filled with words that stand in a source at all, or with a number. A key that is put together
 * in another way is found here, and better written as a template.
 */
function unsaidKeys(keys: readonly string[], of: readonly Source[]): string[] {
  const said = new Set<string>();
  const words = new Set<string>();
  const shapes = new Map<string, RegExp>();
  for (const { text } of of) {
    for (const [word] of text.matchAll(/[a-z\d+-]+/gi)) words.add(word);
    for (const [word] of text.matchAll(/[A-Za-z\d]+/g)) words.add(word);
    for (const { kind, text: literal } of literalsOf(text)) {
      const parts = literal.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
      if (kind === "string" || parts.length === 1) said.add(literal);
      else if (/^[\w.-]*[a-z]{2}[\w.-]*$/i.test(parts.join("")) && literal.includes("."))
        shapes.set(literal, new RegExp(`^${parts.map(RegExp.escape).join("([^ ]+?)")}$`));
    }
  }
  const isWord = (gap: string) =>
    gap.split(/[._]|(?<=\w)-/).every((part) => words.has(part) || /^[A-Z]?-?\d+$/.test(part));
  const isSaid = (name: string) =>
    said.has(name) ||
    [...shapes.values()].some((shape) => shape.exec(name)?.slice(1).every(isWord));
  return keys.filter((key) => ![key, key.replace(/^\w+\./, "")].some(isSaid));
}

/** Said by a key that is made from a word with another spelling. */
const MADE = ["practices.needs_targetgroup"];

test("no sentence is kept that nobody says", () => {
  const keys = Object.entries(MESSAGES.en).flatMap(([domain, tree]) =>
    keysOf(tree as Tree, `${domain}.`),
  );
  expect(keys.length).toBeGreaterThan(2_000);
  const unsaid = unsaidKeys(keys, sources());
  expect(unsaid, "say it, or take it out of all three languages").toEqual(MADE);
});

test.each([
  ["by its key", 't("form.save")', true],
  ["with its domain", 'const a = { code: "desk.form.save" };', true],
  ["by a template", "const a = what === 'save' && t(`form.$<what>`);", true],
  ["not by a template whose words stand nowhere", "t(`form.$<what>`)", false],
  ["not by a template of gaps alone", "t(`$<form>.$<save>`)", false],
  ["not in a comment", '// t("form.save")', false],
])("a sentence is said %s", (_, written, is) => {
  const text = written.replaceAll(/\$<(.*?)>/g, (_whole, placed) => `$\{${placed}}`);
  expect(unsaidKeys(["desk.form.save"], [{ path: "lib/planted.ts", text }])).toEqual(
    is ? [] : ["desk.form.save"],
  );
});

/** The keys of each domain. Languages have the same: `lib/foundation/i18n/messages.test.ts`. */
const KEYS = new Map(
  Object.entries(MESSAGES.en).map(([domain, tree]) => [domain, keysOf(tree as Tree)]),
);
const ALL = [...KEYS.values()].flat();
const CODES = [...KEYS].flatMap(([domain, keys]) => keys.map((key) => `${domain}.${key}`));

/** A gap of a template, with one pair of braces inside it at most. */
const GAP = /\$\{(?:[^{}]|\{[^{}]*\})*\}/;

/** Whether there is such a key; of a template, whether its gaps can be filled so that there is. */
function isKey(literal: string, keys: readonly string[]): boolean {
  if (!literal.includes("${")) return keys.includes(literal);
  const shape = new RegExp(`^${literal.split(GAP).map(RegExp.escape).join(".+")}$`);
  return keys.some((key) => shape.test(key));
}

/** Names of translators that a function is handed: any domain may be meant. */
function handedIn(text: string): string[] {
  const typed = [...text.matchAll(/\b(\w+): Translate\b/g)].map(([, name = ""]) => name);
  const parts = [...text.matchAll(/\{([\w\s,]+)\}: [A-Z]/g)].flatMap(([, names = ""]) =>
    names.split(",").map((name) => name.trim()),
  );
  return [...typed, ...parts];
}

/** The domains that each name of a translator stands for in a source. */
function domainsIn(text: string): Map<string, string[]> {
  const made = text.matchAll(
    /\bconst (\w+) = translator\([^()"]*(?:\([^()]*\))?[^()"]*, "([\w-]+)"\)/g,
  );
  return Map.groupBy(made, ([, name = ""]) => name)
    .entries()
    .reduce(
      (domains, [name, found]) =>
        domains.set(
          name,
          found.map(([, , domain = ""]) => domain),
        ),
      new Map<string, string[]>(),
    );
}

/**
 * What a source says that no domain of its own translators has, and codes of refusals that no domain
 * has.
 */
function unknownKeys({ text, path }: Source): string[] {
  const domains = domainsIn(text);
  const handed = handedIn(text);
  const keysFor = (before: string): readonly string[] | undefined => {
    const [, inline] = /\btranslator\([^"]*, "([\w-]+)"\)\(\s*$/.exec(before) ?? [];
    if (inline) return KEYS.get(inline);
    const [, name = ""] = /(?<![.\w])(\w+)(?:\.has|\.or)?\(\s*$/.exec(before) ?? [];
    if (/\bDomainError\(\s*"\w+",\s*\{\s*code:\s*$/.test(before)) return CODES;
    if (handed.includes(name) && (domains.has(name) || name === "t")) return ALL;
    return domains.get(name)?.flatMap((domain) => KEYS.get(domain) ?? []);
  };
  return literalsOf(text).flatMap(({ at, text: literal }) => {
    const keys = keysFor(text.slice(Math.max(0, at - 120), at));
    return keys && !isKey(literal, keys) ? [`${path}: ${literal}`] : [];
  });
}

describe("what is said has its words", () => {
  test("no source says a key that none of its domains has, and no refusal has a code without words", () => {
    expect(sources().flatMap(unknownKeys)).toEqual([]);
  });

  const known = 'const t = translator(locale, "desk");';
  test.each([
    ["a key that is there", `${known} t("form.people")`, true],
    ["a key that is not there", `${known} t("form.poeple")`, false],
    ["one of another domain", `${known} t("one.checkIn")`, false],
    ["of a translator that is not kept", 'translator(locale, "desk")("form.poeple")', false],
    ["made by a template", `${known} t(\`form.$<field>\`)`, true],
    ["made by a template that nothing fits", `${known} t(\`fomr.$<field>\`)`, false],
    ["of a translator that is handed", "(t: Translate) => t('fomr.people')", false],
    ["a refusal", 'throw new DomainError("invalid", { code: "booking.not_a_moment" })', true],
    ["a refusal without words", 'new DomainError("invalid", { code: "booking.nothing" })', false],
  ])("%s is told apart", (_, written, is) => {
    const text = written.replaceAll(/\$<(.*?)>/g, (_whole, gap) => `$\{${gap}}`);
    expect(unknownKeys({ path: "lib/planted.ts", text })).toHaveLength(is ? 0 : 1);
  });
});
