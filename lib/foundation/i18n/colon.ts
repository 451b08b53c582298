import type { Locale } from "./locales.ts";

/**
 * What stands between a label and what is said of it: in French, a colon keeps a narrow space
 * before it.
 */
export const COLON: Record<Locale, string> = { nl: ": ", fr: "\u202f: ", en: ": " };

/** What stands between the things of a list that may have commas in them, likewise. */
export const SEMICOLON: Record<Locale, string> = { nl: "; ", fr: "\u202f; ", en: "; " };

/**
 * "Label: text" as the language writes it. A test refuses a colon that code joins to a word by
 * itself.
 */
export function labelled(locale: Locale, label: string, text: string | number): string {
  return `${label}${COLON[locale]}${text}`;
}
