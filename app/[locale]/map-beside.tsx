import { DrawnMap, type MapSpot } from "#components/map/drawn-map.tsx";
import {
  areaOf,
  HOME,
  LEAST_ZOOM,
  SPREAD_ZOOM,
  type View,
  viewOf,
} from "#components/map/layout.ts";
import { OverlayKey } from "#components/map/overlay-key.tsx";
import { SpaceMap } from "#components/map/space-map.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { bandWords } from "#lib/places/occupancy/words.ts";
import { PRECISIONS } from "#lib/places/spaces/schema.ts";
import "#components/map/map.css";
import type { Layer } from "./map-layers.ts";

type Props = {
  locale: Locale;
  spots: MapSpot[];
  view: View;
  kinds: string[];
  /**
   * The same list without a part of the map, as an address to which one can be added under this
   * name; null without a list.
   */
  address: URLSearchParams | null;
  areaName: "area" | "bbox";
  /** Whether the spots are all there are. */
  isAll: boolean;
  /** The page of the list, after the language; the first page unless another is named. */
  base?: string;
  /** What the map is called, where it is not that of the spaces. */
  label?: string;
  /** Where the server counts the places of what the map shows: for more than a page can carry. */
  countedAt?: string;
  /** What else is shown, over the land. */
  overlays?: Layer[];
};

/** The map beside a list: the same places, drawn. */
export function MapBeside({
  locale,
  spots,
  view,
  kinds,
  address,
  areaName,
  isAll,
  ...more
}: Props) {
  const { base = "", label, countedAt, overlays = [] } = more;
  const t = translator(locale, "map");
  const spaces = translator(locale, "spaces");
  const regions = {
    vlaanderen: spaces("regions.vlaanderen"),
    "hauts-de-france": spaces("regions.hauts-de-france"),
    wallonie: spaces("regions.wallonie"),
  };
  const count = (town: string, places: number) => t("count", { town, count: places });
  const words = Object.fromEntries(
    (
      [
        "open",
        "failed",
        "searchHere",
        "zoomIn",
        "zoomOut",
        "streets",
        "thirdParty",
        "move",
        "closePlace",
      ] as const
    ).map((word) => [word, t(word)]),
  ) as Record<
    | "open"
    | "failed"
    | "searchHere"
    | "zoomIn"
    | "zoomOut"
    | "streets"
    | "thirdParty"
    | "move"
    | "closePlace",
    string
  >;
  return (
    <SpaceMap
      locale={locale}
      words={{
        ...words,
        here: t("near.here"),
        label: label ?? t("region"),
        placesIn: t("placesIn", { town: "{town}", count: "{count}" }),
        precision: Object.fromEntries(
          PRECISIONS.map((name) => [name, spaces(`precision.${name}`)]),
        ),
        kinds: Object.fromEntries(kinds.map((kind) => [kind, spaces.or(`kinds.${kind}`, kind)])),
        now: bandWords(locale).now,
      }}
      tilesUrl={settings().mapTilesUrl}
      searchHere={address && `/${locale}${base}?${address}`}
      areaName={areaName}
      countedAt={countedAt}
      slugs={isAll ? null : spots.map(({ slug }) => slug)}
      legend={
        <p className="key">
          {Object.entries(regions).map(([region, name]) => (
            <span key={region} className={`region ${region}`}>
              {name}
            </span>
          ))}
          <span>{t("border")}</span>
          <OverlayKey locale={locale} overlays={overlays} />
        </p>
      }
    >
      <DrawnMap
        locale={locale}
        view={view}
        spots={spots}
        overlays={overlays}
        hrefOfArea={(area) =>
          `/${locale}${base}?${withArea(address ?? new URLSearchParams(), areaName, area)}`
        }
        words={{ count, regions }}
      />
    </SpaceMap>
  );
}

function withArea(address: URLSearchParams, name: string, area: string): string {
  const query = new URLSearchParams(address);
  query.set(name, area);
  // Pressed on a phone, the map stays what is looked at; elsewhere it is in sight anyway.
  return `${query}#map`;
}

const CLOSEST_FIT = 14;

/**
 * What an address shows of the map: the part that was looked at, the area asked for, else all that
 * fits the list.
 */
export function viewFrom(
  at: string,
  area: { west: number; south: number; east: number; north: number } | null,
  spots: { lat: number; lon: number }[] | null,
): View {
  const [zoom = Number.NaN, lat = Number.NaN, lon = Number.NaN] = at.split(",").map(Number);
  if (zoom >= LEAST_ZOOM && zoom <= 17 && lat >= 50 && lat <= 51.5 && lon >= 2 && lon <= 5)
    return { centre: { lat, lon }, zoom };
  if (area) return viewOf(area, SPREAD_ZOOM);
  if (spots && spots.length > 0) return viewOf(areaOf(spots), CLOSEST_FIT);
  return HOME;
}
