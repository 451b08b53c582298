import type { Locale } from "./locales.ts";

/**
 * A language as the reader calls it: "Dutch", "néerlandais", "Nederlands".
 *
 * @param code as BCP 47 writes it
 */
export function languageName(locale: Locale, code: string): string {
  return new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code;
}
