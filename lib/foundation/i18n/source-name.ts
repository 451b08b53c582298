import type { Locale } from "./locales.ts";
import { translator } from "./translator.ts";

/** The source of what a demonstration makes up. */
export const MADE_UP = "demonstration";

/** Who says something, in the reader's language where nobody does. */
export function sourceName(locale: Locale, source: string): string {
  return source === MADE_UP ? translator(locale, "common")("madeUpSource") : source;
}
