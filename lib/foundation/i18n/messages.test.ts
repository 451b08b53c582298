import { expect, test } from "vitest";
import { LOCALES } from "./locales.ts";
import { MESSAGES } from "./messages.ts";

type Tree = { [key: string]: string | Tree };

const flatten = (tree: Tree, prefix = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[prefix + key, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{\s*(\w+)/g)].map((match) => match[1]))].sort();

const english = new Map(flatten(MESSAGES.en as Tree));

test.each(LOCALES)("%s says everything English says, with the same values", (locale) => {
  const spoken = new Map(flatten(MESSAGES[locale] as Tree));

  expect([...spoken.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of spoken) {
    expect(text.trim(), `${locale}: ${key} is empty`).not.toBe("");
    const plural = /plural|select/.test(text) || /plural|select/.test(english.get(key) ?? "");
    if (!plural)
      expect(placeholders(text), `${locale}: ${key}`).toEqual(placeholders(english.get(key) ?? ""));
  }
});

test("French counts none as one: where a sentence says one in figures, it says the number itself", () => {
  const literal = flatten(MESSAGES.fr as Tree).filter(([, text]) =>
    /plural, (?:=0 \{[^{}]*\} )?one \{[^#{}]*\b1\b/.test(text),
  );
  expect(literal).toEqual([]);
});
