import type { ReactNode } from "react";
import { DrawnMap, type MapSpot } from "#components/map/drawn-map.tsx";
import type { View } from "#components/map/layout.ts";
import { OverlayKey } from "#components/map/overlay-key.tsx";
import type { MapOverlay } from "#components/map/overlay-shapes.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import "#components/map/map.css";

type Props = {
  locale: Locale;
  spots: Omit<MapSpot, "href">[];
  view: View;
  hrefOfArea: (area: string) => string;
  /** What else is shown, over the land. */
  overlays?: (MapOverlay & { name: Record<Locale, string>; source: string })[];
  children?: ReactNode;
};

/**
 * Organisations and groups on the drawn map of the network. It asks for nothing, and works without
 * scripts.
 */
export function ActorMap({ locale, spots, view, hrefOfArea, overlays = [], children }: Props) {
  const t = translator(locale, "actors");
  const spaces = translator(locale, "spaces");
  const regions = {
    vlaanderen: spaces("regions.vlaanderen"),
    "hauts-de-france": spaces("regions.hauts-de-france"),
    wallonie: spaces("regions.wallonie"),
  };
  return (
    <section className="map" id="map" aria-label={t("map")}>
      <div className="view">
        <DrawnMap
          locale={locale}
          view={view}
          spots={spots.map((spot) => ({ ...spot, href: `/${locale}/community/${spot.slug}` }))}
          hrefOfArea={hrefOfArea}
          overlays={overlays}
          words={{ count: (town, count) => t("count", { town, count }), regions }}
        />
      </div>
      <p className="key">
        {Object.entries(regions).map(([region, name]) => (
          <span key={region} className={`region ${region}`}>
            {name}
          </span>
        ))}
        <span>{translator(locale, "map")("border")}</span>
        <OverlayKey locale={locale} overlays={overlays} />
      </p>
      {children}
    </section>
  );
}
