import type { Translate } from "#lib/foundation/i18n/translator.ts";

/** "2026-Q3" in words: "July to September 2026". A year is its number. */
export function periodLabel(t: Translate, name: string): string {
  const [year = "", quarter] = name.split("-");
  return quarter
    ? t(`indicators.quarters.${quarter}`, { year })
    : t("indicators.wholeYear", { year });
}
