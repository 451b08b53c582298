import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { LANGUAGES } from "./people.ts";
import { coverageOf, ONCE, RUNS, SCREENS } from "./runs.ts";

const KINDS = Object.keys(RUNS) as (keyof typeof RUNS)[];

/** The spec files by name; the pictures of README.md are named as they are. */
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".spec.ts") && name !== "screenshots.spec.ts")
  .map((name) => [name, readFileSync(join(import.meta.dirname, name), "utf8")] as const);

test("every kind of journey meets every language and every screen", ONCE, () => {
  for (const kind of KINDS)
    expect(coverageOf(kind), kind).toEqual({ languages: [...LANGUAGES], screens: [...SCREENS] });
});

test("a journey in three languages says who walks it, and so on which screens", ONCE, () => {
  const silent = files.flatMap(([name, text]) =>
    [
      ...text.matchAll(
        /^ *test\(`([^`]*\$\{locale\}[^`]*)`,(?!\s*(?:by(?:Learners|Staff)\(locale\)|ONCE\b|MOUSE\b|javaScriptEnabled\b|onlyOn\())/gm,
      ),
    ].map(([, title]) => `${name}: ${title}`),
  );
  expect(silent).toEqual([]);
});

test("nothing that a journey makes bears the name of the screen without the try", ONCE, () => {
  const bare = files.flatMap(([name, text]) =>
    text
      .split("\n")
      .filter((line) => /\$\{(?:info\.)?project\.name\}/.test(line) && !line.includes("tryOf("))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(bare).toEqual([]);
});
