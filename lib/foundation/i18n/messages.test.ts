import { expect, test } from "vitest";
import { LOCALES } from "./locales.ts";
import { MESSAGES } from "./messages.ts";
import { translator } from "./translator.ts";

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

test("French counts none as one: a sentence that says one in words or figures says so of one alone", () => {
  const literal = flatten(MESSAGES.fr as Tree).filter(([, text]) =>
    [...text.matchAll(/plural, (=0 \{[^{}]*\} )?(?:=1 \{[^{}]*\} )?one \{([^{}]*)\}/g)].some(
      ([, none, one]) => none === undefined && !one?.includes("#"),
    ),
  );
  expect(literal).toEqual([]);
  const closed = (count: number) => translator("fr", "attendance")("closed.is", { count });
  expect([0, 1, 2].map(closed)).toEqual([
    "Fermée et signée\u202f: 0 personne.",
    "Fermée et signée\u202f: une personne.",
    "Fermée et signée\u202f: 2 personnes.",
  ]);
});

test("a number of a French sentence has its format: no space stands before its two points", () => {
  const unread = flatten(MESSAGES.fr as Tree).filter(([, text]) => /,[\u00a0\u202f]/u.test(text));
  expect(unread).toEqual([]);
  const disk = { free: 75.527, size: 270.553, database: 0.0723 };
  expect(translator("fr", "operations")("checks.disk.well", disk)).toBe(
    "75,5 Go sur 270,6 sont libres. La base prend 0,07 Go.",
  );
});
