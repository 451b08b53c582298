import type { Metadata } from "next";
import type { MapSpot } from "#components/map/drawn-map.tsx";
import { FRAME, pointIn, type View } from "#components/map/layout.ts";
import { regionOfSpot } from "#components/map/region-at.ts";
import { namedByTown, townIn } from "#components/map/towns.ts";
import "#components/actors/actors.css";
import "#components/spaces/places.css";
import { Empty } from "#components/ui/empty.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { pageFrom } from "#lib/foundation/platform/pages.ts";
import { kindOf } from "#lib/places/exchange/as-space.ts";
import {
  clustersOf,
  countListed,
  LISTED_ON_A_PAGE,
  type ListedItem,
  listedPlacesBy,
  MOST_PAGES,
} from "#lib/places/exchange/listed.ts";
import { placeFilter } from "#lib/places/exchange/schema.ts";
import { spotFrom } from "#lib/places/exchange/spots.ts";
import { area as areaOf } from "#lib/places/spaces/schema.ts";
import { MapBeside, viewFrom } from "../map-beside.tsx";
import { ViewTabs } from "../view-tabs.tsx";
import "../home.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "places")("list.title") };
}

/**
 * Places that other sources tell of, as a list and counted on the map beside it: nobody books in
 * them.
 */
export default async function ListedPlacesPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const one = (name: string) => [asked[name] ?? ""].flat()[0] ?? "";
  const { q, area } = placeFilter.parse({ q: one("q"), area: one("area") });
  const bbox = areaOf.safeParse(area).data;
  const page = Math.min(pageFrom(asked.page), MOST_PAGES);
  const ctx = await requestContext();
  const t = translator(locale, "places");
  const view = viewFrom(one("at"), bbox ?? null, null);
  const [items, total, clusters] = await Promise.all([
    listedPlacesBy(ctx, { q, bbox, page }),
    countListed(ctx, { q, bbox }),
    clustersOf(ctx, { q, bbox: shownIn(view) }, view.zoom),
  ]);
  const query = (change: Record<string, string>) =>
    new URLSearchParams(
      Object.entries({ q, area: bbox ? area : "", ...change }).filter(([, value]) => value !== ""),
    );
  const spots: MapSpot[] = namedByTown(clusters.map(spotFrom)).map(({ href, ...spot }) => ({
    ...spot,
    region: regionOfSpot(spot),
    ...(href && { href: `/${locale}${href}` }),
  }));
  return (
    <div className="beside listed-places">
      <h1>{t("list.title")}</h1>
      <p className="lead">
        {t("list.intro")} <a href={`/${locale}`}>{t("list.book")}</a>
      </p>
      <form className="search" action={`/${locale}/places`} method="get">
        <TextField label={t("list.find")} name="q" type="search" defaultValue={q} maxLength={100} />
        {bbox && <input type="hidden" name="area" value={area} />}
        <button type="submit" className="button">
          {t("list.search")}
        </button>
      </form>
      <div className="toolbar">
        <h2 id="list" tabIndex={-1}>
          {t("list.count", { count: total })}
        </h2>
        {bbox && (
          <nav className="chiplinks" aria-label={t("list.onMap")}>
            <a
              className="chip"
              aria-current="true"
              href={`/${locale}/places?${query({ area: "" })}#list`}
            >
              {t("list.onMap")}
            </a>
          </nav>
        )}
      </div>
      <ViewTabs locale={locale} list="list" />
      <div className="split">
        <div>
          {items.length === 0 && (
            <Empty text={t(q || bbox ? "list.none" : "list.empty")}>
              <a href={`/${locale}/places`}>{t("list.all")}</a>
            </Empty>
          )}
          <Listed items={items} locale={locale} />
          <Pages
            t={translator(locale, "common")}
            page={page}
            pages={Math.min(Math.ceil(total / LISTED_ON_A_PAGE), MOST_PAGES)}
            hrefOf={(to) => `/${locale}/places?${query({ page: String(to) })}#list`}
          />
        </div>
        <MapBeside
          locale={locale}
          base="/places"
          label={t("list.map")}
          spots={spots}
          view={view}
          kinds={[]}
          address={query({ area: "" })}
          areaName="area"
          isAll={false}
          countedAt={`/api/v1/places/clusters?${new URLSearchParams({ q })}`}
        />
      </div>
    </div>
  );
}

function Listed({ items, locale }: { items: ListedItem[]; locale: Locale }) {
  const t = translator(locale, "places");
  const spaces = translator(locale, "spaces");
  return (
    <ol className="actors">
      {items.map(({ id, name, city, source, record }) => (
        <li className="actor" key={id} data-slugs={id}>
          <h3>
            <a href={`/${locale}/places/${id}`}>{name}</a>
          </h3>
          <p className="where">{`${townIn(locale, city)} · ${spaces(`kinds.${kindOf(record)}`)}`}</p>
          <p className="fact">{t("list.source", { source })}</p>
        </li>
      ))}
    </ol>
  );
}

/** What a view shows of the land, with a little around it. */
function shownIn(view: View) {
  const from = pointIn(view, { x: 0, y: FRAME.height });
  const to = pointIn(view, { x: FRAME.width, y: 0 });
  return { west: from.lon, south: from.lat, east: to.lon, north: to.lat };
}
