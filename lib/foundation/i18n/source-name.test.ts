import { expect, test } from "vitest";
import { BADGE_FILE, MADE_UP, sourceName } from "./source-name.ts";

test.each([
  ["nl", MADE_UP, "een verzonnen bron"],
  ["fr", MADE_UP, "une source inventée"],
  ["en", MADE_UP, "a made-up source"],
  ["fr", BADGE_FILE, "un fichier Open Badges"],
  ["fr", "Les Assembleurs", "Les Assembleurs"],
] as const)("in %s, %s is called %s", (locale, source, name) => {
  expect(sourceName(locale, source)).toBe(name);
});
