import type { Locale } from "./locales.ts";

/** What a country is called, by its ISO 3166 code: "Belgique" for BE in French. */
export function regionName(locale: Locale, code: string): string {
  return new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
}
