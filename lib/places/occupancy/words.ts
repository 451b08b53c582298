import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { BANDS, type Band } from "./rules.ts";

/**
 * What a page says by itself while it is open: it has no dictionary of its own. `{when}` stays to
 * be filled in.
 */
export function bandWords(locale: Locale) {
  const t = translator(locale, "occupancy");
  return {
    now: Object.fromEntries(
      BANDS.map((band) => [band, t("now", { band: t(`bands.${band}`) })]),
    ) as Record<Band, string>,
    justNow: t("age", { minutes: 0 }),
    ago: t("ago", { when: "{when}" }),
  };
}
