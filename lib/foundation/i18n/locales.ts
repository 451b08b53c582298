/** Locale is the first segment of every page's path. */
export const LOCALES = ["nl", "fr", "en"] as const;

export type Locale = (typeof LOCALES)[number];

/** A language by its own name: what the switch shows. */
export const LOCALE_NAMES: Record<Locale, string> = {
  nl: "Nederlands",
  fr: "Français",
  en: "English",
};

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * The best of our languages for an `Accept-Language` header; English when none fits.
 * @see RFC 9110, section 12.5.4
 */
export function preferredLocale(acceptLanguage: string | null): Locale {
  const preferences = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return {
        language: tag.split("-")[0]?.toLowerCase(),
        weight: quality ? Number(quality.trim().slice(2)) : 1,
      };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return preferences.map(({ language }) => language).find(isLocale) ?? "en";
}

/** The locale of a page's path; server/gate.ts lets no other through. */
export function localeOf(segment: string): Locale {
  return isLocale(segment) ? segment : "en";
}
