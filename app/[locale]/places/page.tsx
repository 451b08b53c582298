import type { Metadata } from "next";
import type { MapSpot } from "#components/map/drawn-map.tsx";
import { FRAME, pointIn, type View } from "#components/map/layout.ts";
import { regionOfSpot } from "#components/map/region-at.ts";
import { namedByTown, townIn } from "#components/map/towns.ts";
import { firstOf, type PageQuery, readableIn } from "#lib/foundation/platform/http/page-query.ts";
import "#components/actors/actors.css";
import "#components/spaces/places.css";
import { Empty } from "#components/ui/empty.tsx";
import { CheckboxGroup, SelectField, TextField, Tick } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { Pages } from "#components/ui/pages.tsx";
import { Unread } from "#components/ui/unread.tsx";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatTime } from "#lib/foundation/i18n/format.ts";
import { LOCALE_NAMES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { regionName } from "#lib/foundation/i18n/region-name.ts";
import { sourceName } from "#lib/foundation/i18n/source-name.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { pageFrom } from "#lib/foundation/platform/http/pages.ts";
import { kindOf } from "#lib/places/exchange/as-space.ts";
import { hoursFrom } from "#lib/places/exchange/hours.ts";
import {
  clustersOf,
  countListed,
  countUnknown,
  LISTED_ON_A_PAGE,
  type ListedItem,
  listedFilter,
  listedPlacesBy,
  MOST_PAGES,
} from "#lib/places/exchange/listed.ts";
import { type PlaceFilter, placeFilter } from "#lib/places/exchange/schema.ts";
import { spotFrom } from "#lib/places/exchange/spots.ts";
import {
  AUDIENCES,
  area as areaOf,
  KINDS,
  LANGUAGES,
  type Language,
} from "#lib/places/spaces/schema.ts";
import { MapBeside, viewFrom } from "../map-beside.tsx";
import { layerChoices, layersFrom, layersNamed } from "../map-layers.ts";
import { ViewTabs } from "../view-tabs.tsx";
import "../home.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
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
  const one = (name: string) => firstOf(asked[name]);
  const { asked: chosen, unread } = readableIn(placeFilter, asked);
  const { area, ...requested } = chosen;
  const { language, open } = requested;
  const bbox = areaOf.safeParse(area).data;
  const page = Math.min(pageFrom(asked.page), MOST_PAGES);
  const ctx = await requestContext();
  const t = translator(locale, "places");
  const wanted = listedFilter(requested, ctx.now);
  const view = viewFrom(one("at"), bbox ?? null, null);
  const layer = layersFrom(asked.layer);
  const [items, total, unknown, clusters, overlays, layers] = await Promise.all([
    listedPlacesBy(ctx, { ...wanted, bbox, page }),
    countListed(ctx, { ...wanted, bbox }),
    countUnknown(ctx, { ...wanted, bbox }),
    clustersOf(ctx, { ...wanted, bbox: shownIn(view) }, view.zoom),
    layersNamed(ctx, locale, layer),
    layerChoices(ctx, locale),
  ]);
  const query = (change: Record<string, string>) =>
    queryOf({ ...requested, area: bbox ? area : "", layer: layer.join(), ...change });
  const spaces = translator(locale, "spaces");
  const removable = [
    ...(bbox ? [{ name: "area", label: t("list.onMap") }] : []),
    ...(open ? [{ name: "open", label: spaces("filter.openNow") }] : []),
    ...(language
      ? [
          {
            name: "language",
            label: labelled(locale, spaces("filter.language"), LOCALE_NAMES[language]),
          },
        ]
      : []),
  ];
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
      <Filters
        locale={locale}
        chosen={{ ...chosen, area: bbox ? area : "" }}
        layer={layer}
        layers={layers}
      />
      <Unread locale={locale} unread={unread} />
      <div className="toolbar">
        <h2 id="list" tabIndex={-1}>
          {t("list.count", { count: total })}
        </h2>
        {removable.length > 0 && (
          <nav className="chiplinks" aria-label={spaces("filter.label")}>
            {removable.map(({ name, label }) => (
              <a
                key={name}
                className="chip"
                aria-current="true"
                href={`/${locale}/places?${query({ [name]: "" })}#list`}
              >
                {label}
              </a>
            ))}
          </nav>
        )}
      </div>
      <Unknown locale={locale} unknown={unknown} />
      <ViewTabs locale={locale} list="list" />
      <div className="split">
        <div>
          {items.length === 0 && (
            <Empty text={t(query({}).size > 0 ? "list.none" : "list.empty")}>
              <p className="row">
                {open && (
                  <a href={`/${locale}/places?${query({ open: "" })}#list`}>
                    {t("list.alsoClosed")}
                  </a>
                )}
                {language && (
                  <a href={`/${locale}/places?${query({ language: "" })}#list`}>
                    {t("list.anyLanguage")}
                  </a>
                )}
                <a href={`/${locale}/places`}>{t("list.all")}</a>
              </p>
            </Empty>
          )}
          <Listed items={items} locale={locale} now={ctx.now} />
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
          overlays={overlays}
          countedAt={`/api/v1/places/clusters?${queryOf(requested)}`}
        />
      </div>
    </div>
  );
}

type FiltersProps = {
  locale: Locale;
  chosen: PlaceFilter;
  /** What else the map shows, and what it could. */
  layer: string[];
  layers: { value: string; label: string }[];
};

/** What the list is narrowed by, and what else the map shows: a plain form. */
function Filters({ locale, chosen, layer, layers }: FiltersProps) {
  const t = translator(locale, "places");
  const spaces = translator(locale, "spaces");
  return (
    <form className="search roomy" action={`/${locale}/places`} method="get">
      <TextField
        label={t("list.find")}
        name="q"
        type="search"
        defaultValue={chosen.q}
        maxLength={100}
      />
      <Narrowing locale={locale} chosen={chosen} />
      <Tick
        label={spaces("filter.openNow")}
        name="open"
        value="now"
        defaultChecked={chosen.open === "now"}
      />
      {layers.length > 0 && (
        <CheckboxGroup
          legend={translator(locale, "map")("overlays.choose")}
          name="layer"
          chosen={layer}
          options={layers}
        />
      )}
      {chosen.area && <input type="hidden" name="area" value={chosen.area} />}
      <button type="submit" className="button">
        {t("list.search")}
      </button>
    </form>
  );
}

/** What most do not ask: behind one press on a phone, where the list is what was come for. */
function Narrowing({ locale, chosen }: Pick<FiltersProps, "locale" | "chosen">) {
  const t = translator(locale, "places");
  const spaces = translator(locale, "spaces");
  const any = (label: string, values: readonly string[], nameOf: (value: string) => string) => [
    { value: "", label },
    ...optionsOf(values, nameOf),
  ];
  const { kind, audience, country, wheelchair, language } = chosen;
  const isNarrowed = Boolean(kind || audience || country || wheelchair || language);
  return (
    <details className="phone-fold" open={isNarrowed}>
      <summary>
        <Icon name="down" />
        {translator(locale, "home")("more")}
      </summary>
      <SelectField
        label={spaces("filter.kind")}
        name="kind"
        defaultValue={kind ?? ""}
        options={any(spaces("filter.any.kind"), KINDS, (kind) => spaces(`kinds.${kind}`))}
      />
      <SelectField
        label={spaces("filter.audience")}
        name="audience"
        defaultValue={audience ?? ""}
        options={any(spaces("filter.any.audience"), AUDIENCES, (audience) =>
          spaces(`audiences.${audience}`),
        )}
      />
      <SelectField
        label={t("list.country")}
        name="country"
        defaultValue={country ?? ""}
        options={any(t("list.bothCountries"), ["BE", "FR"], (country) =>
          regionName(locale, country),
        )}
      />
      <SelectField
        label={t("list.care")}
        name="wheelchair"
        defaultValue={wheelchair ?? ""}
        options={any(t("list.anyCare"), ["yes"], () => t("list.helpsMoving"))}
      />
      <SelectField
        label={spaces("filter.language")}
        name="language"
        defaultValue={language ?? ""}
        options={any(
          spaces("filter.any.language"),
          LANGUAGES,
          (language) => LOCALE_NAMES[language as Language],
        )}
      />
    </details>
  );
}

function queryOf(chosen: Record<string, string | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(chosen).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
}

type UnknownProps = { locale: Locale; unknown: { hours: number; language: number } };

/** How many places may belong on the list as well: nobody told us. */
function Unknown({ locale, unknown }: UnknownProps) {
  const t = translator(locale, "places");
  const said = [
    unknown.hours > 0 && t("list.noHours", { count: unknown.hours }),
    unknown.language > 0 && t("list.noLanguage", { count: unknown.language }),
  ].filter(Boolean);
  return said.length > 0 && <p className="fact">{said.join(" ")}</p>;
}

type ListedProps = { items: ListedItem[]; locale: Locale; now: Temporal.Instant };

function Listed({ items, locale, now }: ListedProps) {
  const t = translator(locale, "places");
  const spaces = translator(locale, "spaces");
  return (
    <ol className="actors">
      {items.map(({ id, name, city, source, record, openUntil }) => {
        const facts = [
          townIn(locale, city),
          spaces(`kinds.${kindOf(record)}`),
          ...(openUntil ? [openWords(openUntil, record, now, locale)] : []),
        ];
        return (
          <li className="actor" key={id} data-slugs={id}>
            <h3>
              <a href={`/${locale}/places/${id}`}>{name}</a>
            </h3>
            <p className="where">{facts.join(" · ")}</p>
            <p className="fact">{t("list.source", { source: sourceName(locale, source) })}</p>
          </li>
        );
      })}
    </ol>
  );
}

/** Whoever stays open for longer is open, and no more is said. */
const MOST_HOURS_AHEAD = 24;

function openWords(
  until: Temporal.Instant,
  record: ListedItem["record"],
  now: Temporal.Instant,
  locale: Locale,
): string {
  const t = translator(locale, "spaces");
  if (now.until(until).total("hours") > MOST_HOURS_AHEAD) return t("card.open");
  const { timeZone } = hoursFrom("", record.pays);
  return t("card.openUntil", { time: formatTime(locale, until, timeZone) });
}

/** What a view shows of the land, with a little around it. */
function shownIn(view: View) {
  const from = pointIn(view, { x: 0, y: FRAME.height });
  const to = pointIn(view, { x: FRAME.width, y: 0 });
  return { west: from.lon, south: from.lat, east: to.lon, north: to.lat };
}
