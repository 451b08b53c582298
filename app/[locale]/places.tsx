import type { ReactNode } from "react";
import { KeepList } from "#components/spaces/keep-list.tsx";
import { NearList } from "#components/spaces/near-list.tsx";
import { NearMe } from "#components/spaces/near-me.tsx";
import { PlaceCard } from "#components/spaces/place-list.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { CheckboxGroup, SelectField, TextField } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Unread } from "#components/ui/unread.tsx";
import { nextFreeOf } from "#lib/booking/allocation/room-times.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { countListed } from "#lib/places/exchange/listed.ts";
import { bandsOf } from "#lib/places/occupancy/now.ts";
import { bandWords } from "#lib/places/occupancy/words.ts";
import { cardFactsOf } from "#lib/places/spaces/cards.ts";
import { listSpaces, spaceKinds, spotsOf } from "#lib/places/spaces/queries.ts";
import { MapBeside, viewFrom } from "./map-beside.tsx";
import { type Layer, layerChoices, layersFrom, layersNamed } from "./map-layers.ts";
import { awayWords, communesOf, nearPlaces, nearWords } from "./near-words.ts";
import {
  CHOSEN,
  type Choice,
  type ChosenName,
  choicesOf,
  HAVING,
  isEverything,
  type PlaceFilter,
  placeFilterFrom,
  queryOf,
  unreadOf,
  wantedBy,
} from "./place-filter.ts";
import { ViewTabs } from "./view-tabs.tsx";

const PLACES_ON_A_PAGE = 5;
const KINDS_IN_SIGHT = ["library", "makerspace", "coworking"];

/** All places that a few filters leave, as a list and on the map beside it. */
export async function Places({
  ctx,
  locale,
  asked,
}: {
  ctx: Context;
  locale: Locale;
  asked: PageQuery;
}) {
  const t = translator(locale, "spaces");
  const filter = placeFilterFrom(asked);
  const wanted = await wantedBy(ctx, filter);
  const bbox = wanted.bbox ?? null;
  const isAll = isEverything(filter);
  const isMore = firstOf(asked.more) === "filters";
  const named = CHOSEN.filter((name) => isMore || filter[name] !== "");
  const [{ items, total }, spots, kinds, listed, choices, overlays, layers] = await Promise.all([
    listSpaces(ctx, { ...wanted, page: filter.page, size: PLACES_ON_A_PAGE }),
    spotsOf(ctx, wanted),
    spaceKinds(ctx),
    countListed(ctx, { q: filter.q, bbox: bbox ?? undefined }),
    choicesOf(ctx, locale, named),
    layersNamed(ctx, locale, layersFrom(filter.layer)),
    isMore ? layerChoices(ctx, locale) : [],
  ]);
  const slugs = items.map(({ slug }) => slug);
  const openNow = items.filter(({ isOpen }) => isOpen).map(({ slug }) => slug);
  const [facts, free, bands] = await Promise.all([
    cardFactsOf(ctx, slugs),
    nextFreeOf(ctx, slugs),
    bandsOf(ctx, openNow),
  ]);
  const places = items.map((item) => ({
    ...item,
    seats: 0,
    features: [],
    laptops: 0,
    opensAt: null,
    ...facts.get(item.slug),
    freeAt: free.get(item.slug)?.from ?? null,
    band: bands.get(item.slug) ?? null,
  }));
  const at = firstOf(asked.at);
  const words = translator(locale, "map");
  const first = (filter.page - 1) * PLACES_ON_A_PAGE + 1;
  return (
    <div className="beside">
      {/* Shown by app/list-worker.js, in the copy that opens without network. */}
      <p className="kept-list" hidden>
        {words("keep.offline", { when: formatDateTime(locale, ctx.now, NETWORK_ZONE) })}
      </p>
      <div className="toolbar">
        <h2 id="list" tabIndex={-1}>
          {t("all", { count: total })}
        </h2>
        <Chips {...{ locale, filter, kinds, isMore, choices, overlays, layers }}>
          {total > 0 && <NearMe communes={communesOf(locale, spots)} words={nearWords(locale)} />}
        </Chips>
      </div>
      <Unread locale={locale} unread={unreadOf(asked, filter)} />
      <ViewTabs locale={locale} list="list" />
      <div className="split">
        <div>
          {total === 0 && (
            <Empty text={t("filter.noneFound")}>
              <a href={`/${locale}`}>{t("filter.showAll")}</a>
            </Empty>
          )}
          <NearList
            locale={locale}
            className="places"
            itemClass="place"
            cards={places.map((place) => ({
              slug: place.slug,
              card: (
                <PlaceCard
                  place={place}
                  locale={locale}
                  now={ctx.now}
                  t={t}
                  bandWords={bandWords(locale)}
                />
              ),
            }))}
            places={nearPlaces(locale, spots)}
            words={{ ...awayWords(locale), more: t("filter.next") }}
          >
            {total > items.length && (
              <nav className="pager" aria-label={translator(locale, "common")("pages.label")}>
                <span>{t("filter.shown", { first, last: first + items.length - 1, total })}</span>
                <span className="row">
                  {filter.page > 1 && (
                    <a
                      className="button quiet"
                      href={addressOf(locale, { ...filter, page: filter.page - 1 })}
                    >
                      {t("filter.previous")}
                    </a>
                  )}
                  {first + items.length <= total && (
                    <a
                      className="button quiet"
                      href={addressOf(locale, { ...filter, page: filter.page + 1 })}
                    >
                      {t("filter.next")}
                    </a>
                  )}
                </span>
              </nav>
            )}
          </NearList>
          <p className="row list-ways">
            <a href={`/${locale}/print?${queryOf({ ...filter, page: 1 })}`}>
              {words("print.link")}
            </a>
            <KeepList
              words={{
                keep: words("keep.keep"),
                keeping: words("keep.keeping"),
                kept: words("keep.kept"),
                forget: words("keep.forget"),
                failed: words("keep.failed"),
              }}
            />
            {listed > 0 && (
              <a
                href={`/${locale}/places${filter.q ? `?${new URLSearchParams({ q: filter.q })}` : ""}`}
              >
                {translator(locale, "places")("list.more", { count: listed })}
              </a>
            )}
          </p>
        </div>
        <MapBeside
          locale={locale}
          spots={spots}
          view={viewFrom(at, bbox, isAll ? null : spots)}
          kinds={kinds}
          address={queryOf({ ...filter, area: "", page: 1 })}
          areaName="area"
          isAll={isAll}
          overlays={overlays}
        />
      </div>
    </div>
  );
}

type ChipsProps = {
  locale: Locale;
  filter: PlaceFilter;
  kinds: string[];
  isMore: boolean;
  /** What can be chosen of each list that is shown or chosen from. */
  choices: Partial<Record<ChosenName, Choice[]>>;
  /** What else the map shows, and what it could. */
  overlays: Layer[];
  layers: Choice[];
  /** What stands before them, in their line. */
  children: ReactNode;
};

/**
 * One press each: chosen ones are taken off again by the same press. The rest stands behind "more".
 */
function Chips({ locale, filter, kinds, isMore, choices, overlays, layers, children }: ChipsProps) {
  const t = translator(locale, "spaces");
  const inSight = KINDS_IN_SIGHT.filter((kind) => kinds.includes(kind));
  const chips: { text: string; isOn: boolean; change: Partial<PlaceFilter> }[] = [
    { text: t("filter.openNow"), isOn: filter.open, change: { open: !filter.open } },
    { text: t("filter.freeNow"), isOn: filter.free, change: { free: !filter.free } },
    ...inSight.map((kind) => ({
      text: t(`kinds.${kind}`),
      isOn: filter.kind === kind,
      change: { kind: filter.kind === kind ? "" : kind },
    })),
    ...[...new Set(["wheelchair", filter.having])].filter(Boolean).map((feature) => ({
      text: t(`features.${feature}`),
      isOn: filter.having === feature,
      change: { having: filter.having === feature ? "" : feature },
    })),
    // What was chosen in the form is seen, and taken off, without it.
    ...CHOSEN.filter((name) => filter[name] !== "" && !inSight.includes(filter[name])).map(
      (name) => ({
        text: labelled(locale, t(`filter.${name}`), labelOf(choices[name], filter[name])),
        isOn: true,
        change: { [name]: "" },
      }),
    ),
    ...(filter.q
      ? [{ text: labelled(locale, t("filter.search"), filter.q), isOn: true, change: { q: "" } }]
      : []),
    ...overlays.map(({ slug, name }) => ({
      text: translator(locale, "map")("overlays.chip", { name: name[locale] }),
      isOn: true,
      change: {
        layer: layersFrom(filter.layer)
          .filter((one) => one !== slug)
          .join(),
      },
    })),
    ...(filter.area ? [{ text: t("filter.onMap"), isOn: true, change: { area: "" } }] : []),
  ];
  // What is chosen stands in sight also where the line is pushed aside.
  const chosenFirst = chips.toSorted((one, other) => Number(other.isOn) - Number(one.isOn));
  return (
    <div className="filters">
      {children}
      <nav className="chiplinks" aria-label={t("filter.label")}>
        {chosenFirst.map(({ text, isOn, change }) => (
          <a
            key={text}
            className="chip"
            href={addressOf(locale, { ...filter, page: 1, ...change })}
            aria-current={isOn ? "true" : undefined}
          >
            {isOn && <Icon name="check" />}
            {/* What is chosen may be a name from elsewhere. */}
            {isOn ? <bdi>{text}</bdi> : text}
          </a>
        ))}
        {!isMore && (
          <a className="chip" href={`/${locale}?${moreOf(filter)}#list`}>
            <Icon name="plus" />
            {t("filter.more")}
          </a>
        )}
      </nav>
      {isMore && <MoreFilters locale={locale} filter={filter} choices={choices} layers={layers} />}
    </div>
  );
}

/**
 * Every list to choose from, and the words to search by. What stands in no field is carried along.
 */
function MoreFilters({
  locale,
  filter,
  choices,
  layers,
}: Pick<ChipsProps, "locale" | "filter" | "choices" | "layers">) {
  const t = translator(locale, "spaces");
  const { having, area, open, free, q } = filter;
  const carried = { area, open: open ? "now" : "", free: free ? "now" : "" };
  return (
    <form className="search" action={`/${locale}#list`} method="get">
      <TextField label={t("filter.search")} name="q" defaultValue={q} maxLength={100} />
      {CHOSEN.map((name) => (
        <SelectField
          key={name}
          label={t(`filter.${name}`)}
          name={name}
          defaultValue={filter[name]}
          options={[
            { value: "", label: t(`filter.any.${name}`) },
            ...knownChoices(choices[name], filter[name]),
          ]}
        />
      ))}
      <SelectField
        label={t("filter.having")}
        name="having"
        defaultValue={having}
        options={[
          { value: "", label: t("filter.any.having") },
          ...HAVING.map((feature) => ({ value: feature, label: t(`features.${feature}`) })),
        ]}
      />
      {layers.length > 0 && (
        <CheckboxGroup
          legend={translator(locale, "map")("overlays.choose")}
          name="layer"
          chosen={layersFrom(filter.layer)}
          options={layers}
        />
      )}
      {Object.entries(carried).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <button type="submit" className="button quiet">
        {t("filter.show")}
      </button>
    </form>
  );
}

function labelOf(choices: Choice[] | undefined, value: string): string {
  return choices?.find((choice) => choice.value === value)?.label ?? value;
}

/** What an address asks for stays chosen, also when there is none of it. */
function knownChoices(choices: Choice[] = [], value: string): Choice[] {
  return value === "" || choices.some((choice) => choice.value === value)
    ? choices
    : [...choices, { value, label: value }];
}

function addressOf(locale: Locale, filter: PlaceFilter): string {
  return `/${locale}?${queryOf(filter)}#list`;
}

/** The same list from its first page, with every filter in sight. */
function moreOf(filter: PlaceFilter): URLSearchParams {
  const query = queryOf({ ...filter, page: 1 });
  query.set("more", "filters");
  return query;
}
