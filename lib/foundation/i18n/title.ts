import { LOCALES, type Locale } from "./locales.ts";

/** What something is called, in one to three languages. */
export type Title = Partial<Record<Locale, string>>;

/** The title in the reader's language, or else in the first it has. */
export function titleIn(title: Title, locale: Locale): { text: string; lang: Locale } {
  const lang = [locale, ...LOCALES].find((language) => title[language]) ?? locale;
  return { text: title[lang] ?? "", lang };
}
