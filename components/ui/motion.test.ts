import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const SHEETS = globSync("{app,components}/**/*.css", { cwd: ROOT }).map((file) => ({
  file,
  css: readFileSync(join(ROOT, file), "utf8").replaceAll(/\/\*.*?\*\//gs, ""),
}));

/** The rules of a sheet that hold such a declaration, by their selectors in one line each. */
function rulesWith(css: string, declaration: RegExp): string[] {
  return [...css.matchAll(/([^{};]+)\{([^{}]*)\}/g)]
    .filter(([, , body = ""]) => declaration.test(body))
    .map(([, selector = ""]) => selector.replaceAll(/\s+/g, " ").trim());
}

/** What stands within `@media (prefers-reduced-motion: reduce)`. */
function whenReduced(css: string): string {
  const [, ...blocks] = css.split("@media (prefers-reduced-motion: reduce)");
  return blocks.map((block) => block.slice(0, block.search(/\}\s*\}/) + 1)).join("\n");
}

test.each(SHEETS)("$file moves nothing on and on for who asked for less motion", ({ css }) => {
  const still = rulesWith(whenReduced(css), /animation:(?![^;]*infinite)/);
  const moving = rulesWith(css, /animation:[^;]*infinite/);
  expect(moving.filter((selector) => !still.includes(selector))).toEqual([]);
});

test.each(SHEETS)("$file changes as slowly as the reader wants", ({ css }) => {
  for (const [, times = ""] of css.matchAll(/transition:([^;]*);/g))
    for (const part of times.split(/,(?![^(]*\))/)) expect(part).toMatch(/var\(--(quick|calm)\)/);
  expect(css).not.toMatch(/scroll-behavior:\s*smooth/);
});

test("what takes its time takes none for who asked for less motion", () => {
  const tokens = SHEETS.find(({ file }) => file === "app/tokens.css")?.css ?? "";
  expect(whenReduced(tokens)).toMatch(/--quick: 0ms;\s*--calm: 0ms;/);
});
