import { describe, expect, test } from "vitest";
import { literalsOf, sources } from "#testing/source-text.ts";
import { COLON, labelled } from "./colon.ts";

/**
 * Where code writes words that people read. What a log, a header or a file says has no language.
 */
const SHOWN = /^(?:app|components)\/.*\.tsx$|^app\/\[locale\]\/.*\.ts$/;

/** `${label}: ${text}`, ": " between two words, and a colon behind a value between tags. */
const IN_STRING = /\}: |^: |: $/;
const BETWEEN_TAGS = /\}:(?:\{" "\}| ?<| \{|\s*$)|\}: <\/|>: (?:\{|<)/m;

test("a label has its colon as its language writes it", () => {
  expect(labelled("fr", "Qui", 3)).toBe("Qui\u202f: 3");
  expect(labelled("nl", "Wie", 3)).toBe("Wie: 3");
  expect(COLON.en).toBe(": ");
});

describe("no code joins a colon to a word by itself", () => {
  test.each(sources().filter(({ path }) => SHOWN.test(path)))("$path", ({ text }) => {
    expect(joinsIn(text)).toEqual([]);
  });

  test.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    '`${t("who")}: ${name}`',
    '[a, b].join(": ")',
    '<p>{t("who")}: <b>{name}</b></p>',
    '{by}:{" "}',
    '{t("files")}:{" "}',
  ])("this is found: %s", (text) => expect(joinsIn(text)).not.toEqual([]));
});

function joinsIn(text: string): string[] {
  const inStrings = literalsOf(text)
    .filter((literal) => IN_STRING.test(literal.text))
    .map((literal) => literal.text);
  const code = text
    .replace(/^(?:\}|.*\) ?(?:=>)? ?)?\}?: ?(?:\{(?!" ")|Props).*$/gm, "")
    .replace(/\}: (?:\{ |Props|Pick<)/g, "");
  const betweenTags = code.split("\n").filter((line) => BETWEEN_TAGS.test(line));
  return [...inStrings, ...betweenTags];
}
