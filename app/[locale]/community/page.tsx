import type { Metadata } from "next";
import { ActorList } from "#components/actors/actor-list.tsx";
import { ActorMap } from "#components/actors/actor-map.tsx";
import { areaOf, HOME, viewOf } from "#components/map/layout.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/spaces/places.css";
import { Empty } from "#components/ui/empty.tsx";
import { CheckboxGroup, SelectField, TextField } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { COLON, labelled } from "#lib/foundation/i18n/colon.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { pageFrom } from "#lib/foundation/platform/http/pages.ts";
import { actorsWhere, listActors } from "#lib/places/actors/queries.ts";
import { actorFilter, FIELDS, KINDS, LANGUAGES } from "#lib/places/actors/schema.ts";
import { type DrawnOverlay, overlaysNamed } from "#lib/places/overlays/queries.ts";
import { REGIONS } from "#lib/places/spaces/schema.ts";
import { layersFrom, overlayChoices } from "../map-layers.ts";
import { ViewTabs } from "../view-tabs.tsx";
import "../home.css";

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<PageQuery> };

const ON_A_PAGE = 8;
const CLOSEST_FIT = 14;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "actors")("title") };
}

/** Organisations and groups of the three regions, as a list and on the map beside it. */
export default async function CommunityPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const t = translator(locale, "actors");
  const ctx = await requestContext();
  const layer = layersFrom(asked.layer);
  const wanted = { ...wantedFrom(asked), ...(layer.length > 0 && { layer: layer.join() }) };
  const isMore = firstOf(asked.more) === "filters";
  const parsed = actorFilter.safeParse(wanted);
  const filter = parsed.success ? parsed.data : {};
  const page = pageFrom(asked.page);
  const [{ items, total }, spots, overlays, layers] = await Promise.all([
    listActors(ctx, { ...filter, page, size: ON_A_PAGE }),
    actorsWhere(ctx, filter),
    overlaysNamed(ctx, layer),
    isMore ? overlayChoices(ctx, locale) : [],
  ]);
  const first = (page - 1) * ON_A_PAGE + 1;
  const isAll = Object.keys(filter).length === 0;
  const hrefWith = (change: PageQuery, at = "#list") =>
    `/${locale}/community${queryOf({ ...wanted, ...change })}${at}`;
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <p>
        <a href={`/${locale}/network`}>{t("network.title")}</a>
      </p>
      <div className="toolbar">
        <h2 id="list" tabIndex={-1}>
          {t("found", { count: total })}
        </h2>
        <Chips {...{ locale, wanted, hrefWith, isMore, overlays, layers }} />
      </div>
      <ViewTabs locale={locale} list="list" />
      <div className="split">
        <div>
          {items.length === 0 && (
            <Empty text={t("none")}>
              <a href={`/${locale}/community`}>{t("all")}</a>
            </Empty>
          )}
          <ActorList actors={items} locale={locale} t={t} />
          {total > items.length && items.length > 0 && (
            <nav className="pager" aria-label={translator(locale, "common")("pages.label")}>
              <span>{t("shown", { first, last: first + items.length - 1, total })}</span>
              <span className="row">
                {page > 1 && (
                  <a className="button quiet" href={hrefWith({ page: String(page - 1) })}>
                    {t("previous")}
                  </a>
                )}
                {first + items.length <= total && (
                  <a className="button quiet" href={hrefWith({ page: String(page + 1) })}>
                    {t("next")}
                  </a>
                )}
              </span>
            </nav>
          )}
          <p className="row">
            {t("files")}
            {COLON[locale]}
            {FILES.map(({ form, name }) => (
              <a key={form} href={`/api/v1/actors${queryOf({ ...wanted, form })}`}>
                {name}
              </a>
            ))}
          </p>
        </div>
        <ActorMap
          locale={locale}
          spots={spots}
          view={isAll || spots.length === 0 ? HOME : viewOf(areaOf(spots), CLOSEST_FIT)}
          overlays={overlays}
          hrefOfArea={(area) => hrefWith({ area }, "#map")}
        />
      </div>
    </>
  );
}

const FILES = [
  { form: "csv", name: "CSV" },
  { form: "json", name: "JSON" },
  { form: "geojson", name: "GeoJSON" },
];

type ChipsProps = {
  locale: Locale;
  wanted: PageQuery;
  hrefWith: (change: PageQuery) => string;
  isMore: boolean;
  /** What else the map shows, and what it could. */
  overlays: DrawnOverlay[];
  layers: { value: string; label: string }[];
};

/**
 * One press each: what is chosen is taken off again by the same press. The rest stands behind
 * "more".
 */
function Chips({ locale, wanted, hrefWith, isMore, overlays, layers }: ChipsProps) {
  const t = translator(locale, "actors");
  const spaces = translator(locale, "spaces");
  const chips = [
    ...FIELDS.map((field) => ({ name: "field", value: field, text: t(`fields.${field}`) })),
    ...REGIONS.map((region) => ({
      name: "region",
      value: region,
      text: spaces(`regions.${region}`),
    })),
    // What was chosen in the form is seen, and taken off, without it.
    ...chosenIn(wanted, "kind", (kind) => labelled(locale, t("kind"), t(`kinds.${kind}`))),
    ...chosenIn(wanted, "language", (language) =>
      labelled(locale, t("language"), t(`languages.${language}`)),
    ),
    ...chosenIn(wanted, "q", (q) => labelled(locale, spaces("filter.search"), q)),
    ...(overlays.length > 0
      ? [
          {
            name: "layer",
            value: String(wanted.layer),
            text: translator(locale, "map")("overlays.chip", {
              name: overlays.map(({ name }) => name[locale]).join(", "),
            }),
          },
        ]
      : []),
    ...(wanted.area ? [{ name: "area", value: String(wanted.area), text: t("onMap") }] : []),
  ];
  return (
    <div className="filters">
      <nav className="chiplinks" aria-label={t("filter")}>
        {chips.map(({ name, value, text }) => {
          const isOn = wanted[name] === value;
          return (
            <a
              key={`${name} ${value}`}
              className="chip"
              href={hrefWith({ [name]: isOn ? undefined : value })}
              aria-current={isOn ? "true" : undefined}
            >
              {isOn && <Icon name="check" />}
              {text}
            </a>
          );
        })}
        {!isMore && (
          <a className="chip" href={hrefWith({ more: "filters" })}>
            <Icon name="plus" />
            {spaces("filter.more")}
          </a>
        )}
      </nav>
      {isMore && <MoreFilters locale={locale} wanted={wanted} layers={layers} />}
    </div>
  );
}

function chosenIn(
  wanted: PageQuery,
  name: "kind" | "language" | "q",
  textOf: (value: string) => string,
) {
  const { [name]: value } = wanted;
  return typeof value === "string" ? [{ name, value, text: textOf(value) }] : [];
}

/** Words to search by, and the lists to choose from. What stands in no field is carried along. */
function MoreFilters({ locale, wanted, layers }: Pick<ChipsProps, "locale" | "wanted" | "layers">) {
  const t = translator(locale, "actors");
  const spaces = translator(locale, "spaces");
  const { q, kind, language, layer, ...carried } = wanted;
  const any = (label: string, values: readonly string[], names: string) => [
    { value: "", label },
    ...optionsOf(values, (value) => t(`${names}.${value}`)),
  ];
  return (
    <form className="search" action={`/${locale}/community#list`} method="get">
      <TextField
        label={spaces("filter.search")}
        name="q"
        defaultValue={String(q ?? "")}
        maxLength={100}
      />
      <SelectField
        label={t("kind")}
        name="kind"
        defaultValue={String(kind ?? "")}
        options={any(spaces("filter.any.kind"), KINDS, "kinds")}
      />
      <SelectField
        label={t("language")}
        name="language"
        defaultValue={String(language ?? "")}
        options={any(spaces("filter.any.language"), LANGUAGES, "languages")}
      />
      {layers.length > 0 && (
        <CheckboxGroup
          legend={translator(locale, "map")("overlays.choose")}
          name="layer"
          chosen={layersFrom(layer)}
          options={layers}
        />
      )}
      {Object.entries(carried).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={String(value)} />
      ))}
      <button type="submit" className="button quiet">
        {spaces("filter.show")}
      </button>
    </form>
  );
}

/** What the address says of the list, each part only when the list knows it. */
function wantedFrom(asked: PageQuery): PageQuery {
  const names = Object.keys(actorFilter.shape) as (keyof typeof actorFilter.shape)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = firstOf(asked[name]);
      return value !== "" && actorFilter.shape[name].safeParse(value).success
        ? [[name, value]]
        : [];
    }),
  );
}

function queryOf(wanted: PageQuery): string {
  const given = Object.entries(wanted).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  const query = new URLSearchParams(given);
  return query.size > 0 ? `?${query}` : "";
}
