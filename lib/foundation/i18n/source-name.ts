import type { Locale } from "./locales.ts";
import { translator } from "./translator.ts";

/** The source of what a demonstration makes up. */
export const MADE_UP = "demonstration";

/** The source of what came in a file of badges that somebody gave. */
export const BADGE_FILE = "A file of Open Badges";

const SENTENCES = new Map([
  [MADE_UP, "madeUpSource"],
  [BADGE_FILE, "badgeFileSource"],
]);

/** Who says something, in the reader's language where nobody does. */
export function sourceName(locale: Locale, source: string): string {
  const sentence = SENTENCES.get(source);
  return sentence ? translator(locale, "common")(sentence) : source;
}
