import { Icon } from "#components/ui/icon.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

/**
 * On a phone, where only one of both fits: the list or the map, without a script.
 *
 * @param list the id of the list
 */
export function ViewTabs({ locale, list }: { locale: Locale; list: string }) {
  const t = translator(locale, "map");
  return (
    <nav className="viewtabs" aria-label={t("view")}>
      <a href={`#${list}`} data-view="list">
        <Icon name="list" />
        {t("list")}
      </a>
      <a href="#map" data-view="map">
        <Icon name="map" />
        {t("map")}
      </a>
    </nav>
  );
}
