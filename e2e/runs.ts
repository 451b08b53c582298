import { LANGUAGES, type Language } from "./people.ts";

/** The screens of playwright.config.ts. */
export const SCREENS = ["phone", "desktop"] as const;

type Screen = (typeof SCREENS)[number];

/**
 * Which screens walk a journey in which language. Whoever learns is met on a phone in every language, and at a desk in the one
 * with the longest words. What staff do is the same on both: each language once, each screen at least once. Every page is
 * measured at both widths wherever it is looked at (page-rules.ts).
 */
export const RUNS = {
  learners: { nl: ["phone"], fr: ["phone", "desktop"], en: ["phone"] },
  staff: { nl: ["phone"], fr: ["desktop"], en: ["phone"] },
} as const satisfies Record<string, Record<Language, readonly Screen[]>>;

/** For a journey of learners or visitors that is walked in three languages. */
export const byLearners = (locale: Language) => onlyOn(RUNS.learners[locale]);

/** For a journey of staff that is walked in three languages. */
export const byStaff = (locale: Language) => onlyOn(RUNS.staff[locale]);

/** For what does not depend on the width of a window. */
export const ONCE = onlyOn(["desktop"]);

/** The projects of playwright.config.ts leave out what names other screens only. */
export function onlyOn(screens: readonly Screen[]) {
  return { tag: screens.length === SCREENS.length ? [] : screens.map((screen) => `@${screen}`) };
}

/** What a screen does not walk. */
export function leftOutOn(screen: Screen): RegExp {
  const others = SCREENS.filter((other) => other !== screen);
  return new RegExp(others.map((other) => `@${other}\\b`).join("|"));
}

/** The languages and the screens of a kind of journey, each once. */
export function coverageOf(kind: keyof typeof RUNS) {
  const screens = LANGUAGES.flatMap((locale) => RUNS[kind][locale] as readonly Screen[]);
  return {
    languages: LANGUAGES.filter((locale) => RUNS[kind][locale].length > 0),
    screens: SCREENS.filter((screen) => screens.includes(screen)),
  };
}
