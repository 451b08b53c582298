import { PlaceList } from "#components/spaces/place-list.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField, Tick } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { nextFreeOf } from "#lib/booking/allocation/room-times.ts";
import { spacesFreeNow } from "#lib/booking/search/free-now.ts";
import { LOCALE_NAMES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { pageFrom } from "#lib/foundation/platform/pages.ts";
import { countListed } from "#lib/places/exchange/listed.ts";
import { bandsOf } from "#lib/places/occupancy/now.ts";
import { bandWords } from "#lib/places/occupancy/words.ts";
import { cardFactsOf } from "#lib/places/spaces/cards.ts";
import { equipmentKinds, listSpaces, spaceKinds, spotsOf } from "#lib/places/spaces/queries.ts";
import { area } from "#lib/places/spaces/schema.ts";
import { MapBeside, viewFrom } from "./map-beside.tsx";
import { ViewTabs } from "./view-tabs.tsx";

export type ListFilter = {
  q: string;
  kind: string;
  open: boolean;
  free: boolean;
  /** What one of its rooms has. */
  having: string;
  /** Spoken at the desk. */
  language: string;
  /** What can be borrowed there. */
  equipment: string;
  /** `west,south,east,north`: a part of the map. */
  area: string;
  page: number;
};

type Asked = Record<string, string | string[] | undefined>;

const PLACES_ON_A_PAGE = 5;
const KINDS_IN_SIGHT = ["library", "makerspace", "coworking"];
const LANGUAGES = ["nl", "fr"] as const;
const HAVING = ["wheelchair", "hearing-loop", "projector", "kitchen", "quiet"];

/** All places that a few filters leave, as a list and on the map beside it. */
export async function Places({ ctx, locale, asked }: { ctx: Context; locale: Locale; asked: Asked }) {
  const t = translator(locale, "spaces");
  const filter = listFilterFrom(asked);
  const isAll = Object.entries(filter).every(([name, value]) => name === "page" || !value);
  const bbox = filter.area ? (area.safeParse(filter.area).data ?? null) : null;
  const wanted = {
    q: filter.q,
    kind: filter.kind || undefined,
    openAt: filter.open ? ctx.now : undefined,
    bbox: bbox ?? undefined,
    feature: filter.having || undefined,
    language: filter.language || undefined,
    equipment: filter.equipment || undefined,
    slugs: filter.free ? await spacesFreeNow(ctx) : undefined,
  };
  const [{ items, total }, spots, kinds, listed] = await Promise.all([
    listSpaces(ctx, { ...wanted, page: filter.page, size: PLACES_ON_A_PAGE }),
    spotsOf(ctx, wanted),
    spaceKinds(ctx),
    countListed(ctx, { q: filter.q, bbox: bbox ?? undefined }),
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
  const at = [asked.at ?? ""].flat()[0] ?? "";
  const isMore =
    [asked.more ?? ""].flat()[0] === "filters" ||
    [filter.q, filter.language, filter.equipment].some((value) => value !== "");
  const first = (filter.page - 1) * PLACES_ON_A_PAGE + 1;
  return (
    <div className="beside">
      <div className="toolbar">
        <h2 id="list" tabIndex={-1}>
          {t("all", { count: total })}
        </h2>
        <Chips
          locale={locale}
          filter={filter}
          kinds={kinds}
          isMore={isMore}
          equipment={isMore ? await equipmentKinds(ctx) : []}
        />
      </div>
      <ViewTabs locale={locale} list="list" />
      <div className="split">
        <div>
          {total === 0 && (
            <Empty text={t("filter.noneFound")}>
              <a href={`/${locale}`}>{t("filter.showAll")}</a>
            </Empty>
          )}
          <PlaceList places={places} locale={locale} now={ctx.now} t={t} bandWords={bandWords(locale)} />
          {total > items.length && (
            <nav className="pager" aria-label={translator(locale, "common")("pages.label")}>
              <span>{t("filter.shown", { first, last: first + items.length - 1, total })}</span>
              <span className="row">
                {filter.page > 1 && (
                  <a className="button quiet" href={addressOf(locale, { ...filter, page: filter.page - 1 })}>
                    {t("filter.previous")}
                  </a>
                )}
                {first + items.length <= total && (
                  <a className="button quiet" href={addressOf(locale, { ...filter, page: filter.page + 1 })}>
                    {t("filter.next")}
                  </a>
                )}
              </span>
            </nav>
          )}
          {listed > 0 && (
            <p>
              <a href={`/${locale}/places${filter.q ? `?${new URLSearchParams({ q: filter.q })}` : ""}`}>
                {translator(locale, "places")("list.more", { count: listed })}
              </a>
            </p>
          )}
        </div>
        <MapBeside
          locale={locale}
          spots={spots}
          view={viewFrom(at, bbox, isAll ? null : spots)}
          kinds={kinds}
          address={queryOf({ ...filter, area: "", page: 1 })}
          areaName="area"
          isAll={isAll}
        />
      </div>
    </div>
  );
}

type ChipsProps = {
  locale: Locale;
  filter: ListFilter;
  kinds: string[];
  isMore: boolean;
  /** What can be borrowed somewhere. */
  equipment: string[];
};

/** One press each: chosen ones are taken off again by the same press. The rest stands behind "more". */
function Chips({ locale, filter, kinds, isMore, equipment }: ChipsProps) {
  const t = translator(locale, "spaces");
  const inSight = KINDS_IN_SIGHT.filter((kind) => kinds.includes(kind));
  const chips: { text: string; isOn: boolean; change: Partial<ListFilter> }[] = [
    { text: t("filter.openNow"), isOn: filter.open, change: { open: !filter.open } },
    { text: t("filter.freeNow"), isOn: filter.free, change: { free: !filter.free } },
    ...inSight.map((kind) => ({
      text: t(`kinds.${kind}`),
      isOn: filter.kind === kind,
      change: { kind: filter.kind === kind ? "" : kind },
    })),
    {
      text: t("features.wheelchair"),
      isOn: filter.having === "wheelchair",
      change: { having: filter.having === "wheelchair" ? "" : "wheelchair" },
    },
    ...(filter.area ? [{ text: t("filter.onMap"), isOn: true, change: { area: "" } }] : []),
  ];
  return (
    <div className="filters">
      <nav className="chiplinks" aria-label={t("filter.label")}>
        {chips.map(({ text, isOn, change }) => (
          <a
            key={text}
            className="chip"
            href={addressOf(locale, { ...filter, page: 1, ...change })}
            aria-current={isOn ? "true" : undefined}
          >
            {isOn && <Icon name="check" />}
            {text}
          </a>
        ))}
        {!isMore && (
          <a className="chip" href={`/${locale}?${moreOf(filter)}#list`}>
            <Icon name="plus" />
            {t("filter.more")}
          </a>
        )}
      </nav>
      {isMore && (
        <form className="search" action={`/${locale}#list`} method="get">
          <TextField label={t("filter.search")} name="q" defaultValue={filter.q} maxLength={100} />
          <SelectField
            label={t("filter.kind")}
            name="kind"
            defaultValue={filter.kind}
            options={[
              { value: "", label: t("filter.any") },
              ...kinds.map((value) => ({ value, label: t.or(`kinds.${value}`, value) })),
            ]}
          />
          <SelectField
            label={t("filter.language")}
            name="language"
            defaultValue={filter.language}
            options={[
              { value: "", label: t("filter.anyLanguage") },
              ...LANGUAGES.map((value) => ({ value, label: LOCALE_NAMES[value] })),
            ]}
          />
          <SelectField
            label={t("filter.equipment")}
            name="equipment"
            defaultValue={filter.equipment}
            options={[
              { value: "", label: t("filter.anyEquipment") },
              ...equipment.map((value) => ({ value, label: t.or(`features.${value}`, value) })),
            ]}
          />
          <Tick label={t("filter.openNow")} name="open" value="now" defaultChecked={filter.open} />
          <button type="submit" className="button quiet">
            {t("filter.show")}
          </button>
        </form>
      )}
    </div>
  );
}

function listFilterFrom(asked: Asked): ListFilter {
  const one = (name: string) => [asked[name] ?? ""].flat()[0]?.slice(0, 100) ?? "";
  return {
    q: one("q"),
    kind: one("kind"),
    open: one("open") === "now",
    free: one("free") === "now",
    having: HAVING.includes(one("having")) ? one("having") : "",
    language: LANGUAGES.find((language) => language === one("language")) ?? "",
    equipment: /^[a-z][a-z-]{0,39}$/.test(one("equipment")) ? one("equipment") : "",
    area: area.safeParse(one("area")).success ? one("area") : "",
    page: pageFrom(asked.page),
  };
}

function addressOf(locale: Locale, filter: ListFilter): string {
  return `/${locale}?${queryOf(filter)}#list`;
}

/** The same list from its first page, with every filter in sight. */
function moreOf(filter: ListFilter): URLSearchParams {
  const query = queryOf({ ...filter, page: 1 });
  query.set("more", "filters");
  return query;
}

function queryOf({ q, kind, open, free, having, area: part, page, ...more }: ListFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (kind) query.set("kind", kind);
  if (open) query.set("open", "now");
  if (free) query.set("free", "now");
  if (having) query.set("having", having);
  if (more.language) query.set("language", more.language);
  if (more.equipment) query.set("equipment", more.equipment);
  if (part) query.set("area", part);
  if (page > 1) query.set("page", String(page));
  return query;
}
