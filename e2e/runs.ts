import { LANGUAGES, type Language } from "./people.ts";

/** The screens of playwright.config.ts. */
export const SCREENS = ["phone", "desktop"] as const;

export type Screen = (typeof SCREENS)[number];

/** A language and a screen: the six ways in which a journey can be walked. */
export type Way = `${Language} ${Screen}`;

export const WAYS: readonly Way[] = LANGUAGES.flatMap((locale) =>
  SCREENS.map((screen): Way => `${locale} ${screen}`),
);

/** Every journey in all six ways, as `npm run test:full` asks for. */
export const isFull = process.env.TEST_FULL === "1";

/** What is walked on no screen, unless all of it is. */
const LEFT_OUT = "@full";

/**
 * A main journey, walked in each language on each screen: find a place, book a room, join a
 * session, check in, fill a sheet, sign in.
 */
export const MAIN = onlyOn(SCREENS);

/**
 * Any other journey that is written for three languages: walked in one way of the six. The ways are
 * spread over the journeys, and whole-house.spec.ts looks at every page in every language.
 *
 * @param screens those on which it can be walked at all
 */
export function walkedBy(locale: Language, chosen: Way, screens: readonly Screen[] = SCREENS) {
  return onlyOn(screens.filter((screen) => isFull || chosen === `${locale} ${screen}`));
}

/** A journey in one language that is walked on one screen, and on both when everything is. */
export function walkedOn(chosen: Screen) {
  return onlyOn(isFull ? SCREENS : [chosen]);
}

/**
 * On which screen a page is looked at in a language (whole-house.spec.ts): in turn, so that each is
 * met in every language and on both.
 *
 * @param nth the page, counted from 0
 */
export function screenFor(nth: number, locale: Language): Screen {
  return (nth + LANGUAGES.indexOf(locale)) % 2 === 0 ? "phone" : "desktop";
}

/** For what does not depend on the width of a window. */
export const ONCE = onlyOn(["desktop"]);

/** The projects of playwright.config.ts leave out what names other screens only. */
export function onlyOn(screens: readonly Screen[]) {
  if (screens.length === 0) return { tag: [LEFT_OUT] };
  return { tag: screens.length === SCREENS.length ? [] : screens.map((screen) => `@${screen}`) };
}

/** What a screen does not walk. */
export function leftOutOn(screen: Screen): RegExp {
  const others = SCREENS.filter((other) => other !== screen);
  return new RegExp(
    [LEFT_OUT, ...others.map((other) => `@${other}`)].map((tag) => `${tag}\\b`).join("|"),
  );
}
