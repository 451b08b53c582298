import type { Metadata } from "next";
import { townIn } from "#components/map/towns.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { visitorContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { listSpaces, spotsOf } from "#lib/places/spaces/queries.ts";
import { MapBeside, viewFrom } from "../../../[locale]/map-beside.tsx";
import { layersFrom, layersNamed } from "../../../[locale]/map-layers.ts";
import {
  isEverything,
  placeFilterFrom,
  queryOf,
  wantedBy,
} from "../../../[locale]/place-filter.ts";
import "./embed.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "map")("embed.title") };
}

/**
 * A frame is as tall as a site makes it: the list is there for whoever sees no map, the rest is a
 * press away.
 */
const PLACES_LISTED = 12;

/** The map and the places on it, for other sites. Nobody who looks at it is known here. */
export default async function EmbeddedMap({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const filter = { ...placeFilterFrom(await searchParams), page: 1 };
  const ctx = await visitorContext();
  const t = translator(locale, "map");
  const spaces = translator(locale, "spaces");
  const wanted = await wantedBy(ctx, filter);
  const query = queryOf(filter);
  const isAll = isEverything(filter);
  const [spots, { items, total }, overlays] = await Promise.all([
    spotsOf(ctx, wanted),
    listSpaces(ctx, { ...wanted, page: 1, size: PLACES_LISTED }),
    layersNamed(ctx, locale, layersFrom(filter.layer)),
  ]);
  const here = `/${locale}${query.size > 0 ? `?${query}` : ""}`;
  return (
    <main className="embedded">
      <h1>{t("embed.title")}</h1>
      <MapBeside
        locale={locale}
        spots={spots}
        view={viewFrom("", wanted.bbox ?? null, isAll ? null : spots)}
        kinds={[...new Set(spots.map((spot) => spot.kind))]}
        address={queryOf({ ...filter, area: "" })}
        areaName="area"
        isAll={isAll}
        overlays={overlays}
      />
      {total === 0 && <p>{t("embed.none")}</p>}
      <ul className="embedded-list">
        {items.map((place) => (
          <li key={place.slug}>
            <a href={`/${locale}/spaces/${place.slug}`}>{place.name}</a>
            <small>
              {[
                townIn(locale, place.city),
                spaces.or(`kinds.${place.kind}`, place.kind),
                t(place.isOpen ? "embed.open" : "embed.shut"),
              ].join(" · ")}
            </small>
          </li>
        ))}
      </ul>
      <p>
        <a href={here}>
          {total > items.length ? t("embed.more", { count: total - items.length }) : t("embed.all")}
        </a>
      </p>
    </main>
  );
}
