import { expect, test } from "vitest";
import { languageName } from "./language-name.ts";

test.each([
  ["nl", "en", "Engels"],
  ["fr", "nl", "néerlandais"],
  ["en", "fr", "French"],
  ["nl", "nl-BE", "Vlaams"],
] as const)("to a reader of %s, %s is %s", (locale, code, name) => {
  expect(languageName(locale, code)).toBe(name);
});
