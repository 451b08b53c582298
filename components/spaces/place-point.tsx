import { DrawnMap } from "#components/map/drawn-map.tsx";
import { HOME, type View } from "#components/map/layout.ts";
import { SelectField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { PRECISIONS } from "#lib/places/spaces/schema.ts";
import { PointField } from "./point-field.tsx";
import "#components/map/map.css";

type Props = {
  locale: Locale;
  /** Null for a place that has no point yet. */
  place: { lat: number; lon: number; precision: string } | null;
  /** How closely the point of a new one is known. */
  usual?: (typeof PRECISIONS)[number];
};

/** A town and those around it. */
const NEAR_ZOOM = 12;

/** Where something is: a point, typed or pressed on the map, and how closely it is known. */
export function PlacePoint({ locale, place, usual }: Props) {
  const t = translator(locale, "desk");
  const spaces = translator(locale, "spaces");
  const map = translator(locale, "map");
  const view: View = place ? { centre: { lat: place.lat, lon: place.lon }, zoom: NEAR_ZOOM } : HOME;
  return (
    <>
      <PointField
        label={t("places.position")}
        hint={t("places.positionHint")}
        point={place && { lat: place.lat, lon: place.lon }}
        view={view}
        tilesUrl={settings().mapTilesUrl}
        words={{
          map: t("places.map"),
          closer: t("places.closer"),
          moveMap: t("places.moveMap"),
          thirdParty: map("thirdParty"),
          zoomIn: map("zoomIn"),
          zoomOut: map("zoomOut"),
        }}
      >
        <DrawnMap
          locale={locale}
          view={view}
          spots={[]}
          hrefOfArea={() => ""}
          words={{
            count: () => "",
            regions: {
              vlaanderen: spaces("regions.vlaanderen"),
              "hauts-de-france": spaces("regions.hauts-de-france"),
              wallonie: spaces("regions.wallonie"),
            },
          }}
        />
      </PointField>
      <SelectField
        label={t("places.precision")}
        name="precision"
        defaultValue={place?.precision ?? usual}
        options={optionsOf(PRECISIONS, (value) => t(`places.precisions.${value}`))}
      />
    </>
  );
}
