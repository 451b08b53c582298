import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";

/** "2026-Q3" in words: "July to September 2026". A year is its number. */
export function periodLabel(t: Translate, name: string): string {
  const [year = "", quarter] = name.split("-");
  return quarter
    ? t(`indicators.quarters.${quarter}`, { year })
    : t("indicators.wholeYear", { year });
}

/** The same inside a sentence, where Dutch and French write a month without a capital. */
export function periodWithin(locale: Locale, t: Translate, name: string): string {
  const label = periodLabel(t, name);
  return locale === "en" ? label : label.charAt(0).toLocaleLowerCase(locale) + label.slice(1);
}
