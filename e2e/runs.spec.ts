import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { LANGUAGES } from "./people.ts";
import { MAIN, ONCE, SCREENS, screenFor, WAYS } from "./runs.ts";

/**
 * The pictures of README.md are named as they are; every page has its own way of being spread; and
 * this file.
 */
const APART = ["whole-house.spec.ts", "runs.spec.ts"];

/** The spec files of journeys by name. */
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".spec.ts") && !APART.includes(name))
  .map((name) => [name, readFileSync(join(import.meta.dirname, name), "utf8")] as const);

test(
  "each of the six ways is walked by as many journeys as the others, give or take a few",
  ONCE,
  () => {
    const all = files.map(([, text]) => text).join("\n");
    const counts = WAYS.map((way) => all.split(`"${way}"`).length - 1);
    expect(Math.min(...counts)).toBeGreaterThan(4);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(5);
  },
);

test("every main journey is walked in every language on every screen", ONCE, () => {
  expect(MAIN.tag).toEqual([]);
  const main = files.flatMap(([name, text]) =>
    text.includes("    MAIN,") || text.includes("? MAIN") ? [name] : [],
  );
  expect(main).toEqual([
    "booking.spec.ts",
    "kiosk.spec.ts",
    "map.spec.ts",
    "programme.spec.ts",
    "sheet.spec.ts",
    "sign-in.spec.ts",
  ]);
});

test(
  "every page is looked at in every language, on both screens, and half of them on each",
  ONCE,
  () => {
    for (const [nth, next] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const screens = LANGUAGES.map((locale) => screenFor(nth, locale));
      expect([...new Set(screens)].sort()).toEqual([...SCREENS].sort());
      const turned = LANGUAGES.map((locale) => screenFor(next, locale));
      expect(screens.filter((screen, at) => screen === turned[at])).toEqual([]);
    }
  },
);

test("a journey in three languages says who walks it, and so on which screens", ONCE, () => {
  const silent = files.flatMap(([name, text]) =>
    [
      ...text.matchAll(
        /^ *test\(\s*`([^`]*\$\{locale\}[^`]*)`,(?!\s*(?:MAIN\b|walkedBy\(locale,|ONCE\b|javaScriptEnabled\b|isTable\b|onlyOn\())/gm,
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
