import type { Metadata } from "next";
import { ActorList } from "#components/actors/actor-list.tsx";
import { ActorMap } from "#components/actors/actor-map.tsx";
import { areaOf, HOME, viewOf } from "#components/map/layout.ts";
import "#components/spaces/places.css";
import { Empty } from "#components/ui/empty.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { COLON } from "#lib/foundation/i18n/colon.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { pageFrom } from "#lib/foundation/platform/pages.ts";
import { actorsWhere, listActors } from "#lib/places/actors/queries.ts";
import { actorFilter, FIELDS } from "#lib/places/actors/schema.ts";
import { REGIONS } from "#lib/places/spaces/schema.ts";
import { ViewTabs } from "../view-tabs.tsx";
import "../home.css";

type Asked = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ locale: string }>; searchParams: Promise<Asked> };

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
  const wanted = wantedFrom(asked);
  const parsed = actorFilter.safeParse(wanted);
  const filter = parsed.success ? parsed.data : {};
  const page = pageFrom(asked.page);
  const [{ items, total }, spots] = await Promise.all([
    listActors(ctx, { ...filter, page, size: ON_A_PAGE }),
    actorsWhere(ctx, filter),
  ]);
  const first = (page - 1) * ON_A_PAGE + 1;
  const isAll = Object.keys(filter).length === 0;
  const hrefWith = (change: Asked, at = "#list") =>
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
        <Chips locale={locale} wanted={wanted} hrefWith={hrefWith} />
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

type ChipsProps = { locale: Locale; wanted: Asked; hrefWith: (change: Asked) => string };

/** One press each: what is chosen is taken off again by the same press. */
function Chips({ locale, wanted, hrefWith }: ChipsProps) {
  const t = translator(locale, "actors");
  const spaces = translator(locale, "spaces");
  const chips = [
    ...FIELDS.map((field) => ({ name: "field", value: field, text: t(`fields.${field}`) })),
    ...REGIONS.map((region) => ({
      name: "region",
      value: region,
      text: spaces(`regions.${region}`),
    })),
    ...(wanted.area ? [{ name: "area", value: String(wanted.area), text: t("onMap") }] : []),
  ];
  return (
    <div className="filters">
      <nav className="chiplinks" aria-label={t("filter")}>
        {chips.map(({ name, value, text }) => {
          const isOn = wanted[name] === value;
          return (
            <a
              key={value}
              className="chip"
              href={hrefWith({ [name]: isOn ? undefined : value })}
              aria-current={isOn ? "true" : undefined}
            >
              {isOn && <Icon name="check" />}
              {text}
            </a>
          );
        })}
      </nav>
    </div>
  );
}

/** What the address says of the list, each part only when the list knows it. */
function wantedFrom(asked: Asked): Asked {
  const names = Object.keys(actorFilter.shape) as (keyof typeof actorFilter.shape)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = [asked[name] ?? ""].flat()[0] ?? "";
      return value !== "" && actorFilter.shape[name].safeParse(value).success
        ? [[name, value]]
        : [];
    }),
  );
}

function queryOf(wanted: Asked): string {
  const given = Object.entries(wanted).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  const query = new URLSearchParams(given);
  return query.size > 0 ? `?${query}` : "";
}
