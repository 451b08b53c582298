import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

/**
 * What a framework says in one language only, where it comes from, in the reader's language: what
 * comes with the product is translated, as long as nobody has changed it.
 *
 * @param key of the translation in the messages of badges
 */
export function saidIn(locale: Locale, key: string, text: string): string {
  return translator("en", "badges").or(key, "") === text
    ? translator(locale, "badges").or(key, text)
    : text;
}
