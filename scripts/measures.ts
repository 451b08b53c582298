// How readable the code is, in figures: `npm run measures`. Tests are no part of it. Tokens are
// words, numbers, strings and signs; SQL is what stands in templates that begin as SQL does or are
// tagged `sql`; a cast is an `as` to a type, without `as const` and without the names in SQL.

import "./without-env-file.ts";
import { spawnSync } from "node:child_process";
import { type Literal, literalsOf, sources } from "#testing/source-text.ts";

const TOKEN = /"(?:[^"\\\n]|\\.)*"|[\w$]+|=>|\?\?=?|\?\.|\.\.\.|[=!]==?|&&|\|\||[^\s\w]/g;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const CAST = /\)?\s\bas (?!const\b)[A-Z{"(]|\bas unknown\b/g;

const all = sources();
const lines = all.map(({ text }) => text.split("\n").length).toSorted((one, other) => one - other);
const at = (share: number) => lines[Math.floor(lines.length * share)] ?? 0;

/** The statements of a source, whole: what is placed into one stands in it already. */
function statementsIn(text: string): Literal[] {
  const found: Literal[] = [];
  let end = 0;
  for (const literal of literalsOf(text)) {
    const { kind, at, text: said } = literal;
    const isSql = /\bsql(?:<[^`]*>)?$/.test(text.slice(Math.max(0, at - 30), at));
    if (kind !== "template" || !isSql || at < end) continue;
    found.push(literal);
    end = at + said.length;
  }
  return found;
}

const withoutStatements = (text: string): string =>
  statementsIn(text).reduceRight(
    (rest, { at, text: said }) => rest.slice(0, at + 1) + rest.slice(at + 1 + said.length),
    text,
  );

let tokens = 0;
let tokenLines = 0;
let casts = 0;
for (const { path, text } of all) {
  const code = text.replaceAll(COMMENT, "");
  tokens += code.match(TOKEN)?.length ?? 0;
  tokenLines += code.split("\n").filter((line) => line.trim() !== "").length;
  if (path.endsWith(".ts") || path.endsWith(".tsx"))
    casts += withoutStatements(text)
      .replaceAll(COMMENT, "")
      .split("\n")
      .filter((line) => !/^\s*(?:import|export)\b/.test(line))
      .reduce((sum, line) => sum + (line.match(CAST)?.length ?? 0), 0);
}

let sqlCharacters = 0;
let libCharacters = 0;
for (const { path, text } of all) {
  if (!path.startsWith("lib/")) continue;
  libCharacters += text.length;
  for (const { text: said } of statementsIn(text)) sqlCharacters += said.length;
}

/** How many functions the linter finds too long, and with too many branches inside one another, by scripts/measures.biome.json. */
function functionsOver(): { lines: number; branches: number } {
  const folders = ["app", "components", "db", "lib", "scripts", "server"];
  const asked = [
    "lint",
    "--config-path=scripts/measures.biome.json",
    "--max-diagnostics=none",
    "--reporter=json",
  ];
  const { stdout } = spawnSync("biome", [...asked, ...folders], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string } }[];
  };
  const of = (rule: string) =>
    diagnostics.filter(
      ({ category, location }) =>
        category.endsWith(`/${rule}`) && !location.path.includes(".test."),
    ).length;
  return {
    lines: of("noExcessiveLinesPerFunction"),
    branches: of("noExcessiveCognitiveComplexity"),
  };
}

const over = functionsOver();
console.table({
  files: all.length,
  "lines of a file, median and p90": `${at(0.5)}, ${at(0.9)}`,
  "tokens a line": (tokens / tokenLines).toFixed(1),
  "SQL, % of the characters of lib": ((100 * sqlCharacters) / libCharacters).toFixed(1),
  casts,
  "functions over 30 lines": over.lines,
  "functions of more than 15 (cognitive complexity)": over.branches,
});
