import { expect, test } from "vitest";
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
