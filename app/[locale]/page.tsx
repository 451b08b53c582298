import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SpaceMap } from "#components/map/space-map.tsx";
import { SpaceList } from "#components/spaces/space-list.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField, Tick } from "#components/ui/field.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { readPhrase } from "#lib/booking/phrases.ts";
import {
  formAddress,
  isSearch,
  NETWORK_ZONE,
  readSearch,
  type SearchForm,
  searchFormFrom,
  withWhen,
} from "#lib/booking/search-form.ts";
import { type Locale, localeOf } from "#lib/i18n/locales.ts";
import { messageFor, translator } from "#lib/i18n/translator.ts";
import type { Context } from "#lib/identity/context.ts";
import { requestContext } from "#lib/identity/session.ts";
import { bandsOf } from "#lib/occupancy/now.ts";
import { bandWords } from "#lib/occupancy/words.ts";
import { pageFrom } from "#lib/platform/pages.ts";
import { settings } from "#lib/platform/settings.ts";
import { findSpace, listSpaces, PAGE_SIZE, spaceKinds } from "#lib/spaces/queries.ts";
import { SLUG } from "#lib/spaces/schema.ts";
import { Results } from "./results.tsx";
import { SearchBar } from "./search-bar.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "home")("title") };
}

export default async function HomePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const ctx = await requestContext();
  const t = translator(locale, "home");
  const form = searchFormFrom(asked, ctx.now);
  const search = searchOf(form, locale, ctx.now);
  const space = SLUG.test(form.space) ? await findSpace(ctx, form.space) : null;

  return (
    <>
      <h1>{t("title")}</h1>
      <p className="fact">{t("intro")}</p>
      <SearchBar locale={locale} form={form} spaceName={space?.name ?? null} />
      {!isSearch(asked) ? (
        <Spaces ctx={ctx} locale={locale} filter={listFilterFrom(asked)} />
      ) : "code" in search ? (
        <p className="alert" role="alert">
          {messageFor(locale, search)}
        </p>
      ) : form.space && !space ? (
        <p className="alert" role="alert">
          {messageFor(locale, { code: "spaces.unknown" })}
        </p>
      ) : (
        <Results ctx={ctx} locale={locale} form={form} search={search} />
      )}
      <h2>{translator(locale, "map")("title")}</h2>
      <SpaceMap
        locale={locale}
        words={mapWords(locale, await spaceKinds(ctx))}
        tilesUrl={settings().mapTilesUrl}
        searchHere={`/${locale}?${formAddress({ ...form, bbox: "", near: "", town: "", space: "" })}`}
        shown={"code" in search ? null : (search.bbox ?? null)}
      />
    </>
  );
}

/** The search an address asks for. Words become a day and hours in it, so that it can be shared. */
function searchOf(form: SearchForm, locale: Locale, now: Temporal.Instant) {
  if (!form.when) return readSearch(form, now);
  const read = readPhrase(form.when, now.toZonedDateTimeISO(NETWORK_ZONE));
  if ("code" in read) return read;
  redirect(`/${locale}?${formAddress(withWhen(form, read))}`);
}

type SpacesProps = { ctx: Context; locale: Locale; filter: ListFilter };

/** The list, with its own small filter. */
async function Spaces({ ctx, locale, filter }: SpacesProps) {
  const t = translator(locale, "spaces");
  const { q, kind, open, page } = filter;
  const { items, total } = await listSpaces(ctx, { q, kind, page, openAt: open ? ctx.now : undefined });
  const kinds = await spaceKinds(ctx);
  const openNow = items.filter(({ isOpen }) => isOpen).map(({ slug }) => slug);
  const pages = Math.ceil(total / PAGE_SIZE);
  return (
    <section>
      <h2>{t("all", { count: total })}</h2>
      <form className="search" action={`/${locale}`} method="get">
        <TextField label={t("filter.search")} name="q" defaultValue={q} maxLength={100} />
        <SelectField
          label={t("filter.kind")}
          name="kind"
          defaultValue={kind ?? ""}
          options={[
            { value: "", label: t("filter.any") },
            ...kinds.map((value) => ({ value, label: t.or(`kinds.${value}`, value) })),
          ]}
        />
        <Tick label={t("filter.openNow")} name="open" value="now" defaultChecked={open} />
        <button type="submit" className="button quiet">
          {t("filter.show")}
        </button>
      </form>
      {total === 0 && (
        <Empty text={t("filter.noneFound")}>
          <a href={`/${locale}`}>{t("filter.showAll")}</a>
        </Empty>
      )}
      <SpaceList
        spaces={items}
        locale={locale}
        t={t}
        bands={await bandsOf(ctx, openNow)}
        bandWords={bandWords(locale)}
      />
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={pages}
        hrefOf={(other) => `/${locale}?${listAddress({ ...filter, page: other })}`}
      />
    </section>
  );
}

type ListFilter = { q: string; kind: string | undefined; open: boolean; page: number };

function listFilterFrom(asked: Record<string, string | string[] | undefined>): ListFilter {
  const one = (name: string) => [asked[name] ?? ""].flat()[0]?.slice(0, 100) ?? "";
  return {
    q: one("q"),
    kind: one("kind") || undefined,
    open: one("open") === "now",
    page: pageFrom(asked.page),
  };
}

function listAddress({ q, kind, open, page }: ListFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (kind) query.set("kind", kind);
  if (open) query.set("open", "now");
  query.set("page", String(page));
  return query;
}

/** Everything the map says, in the reader's language: it has no dictionary of its own. */
function mapWords(locale: Locale, kinds: string[]) {
  const t = translator(locale, "map");
  const spaces = translator(locale, "spaces");
  const words = [
    "show",
    "region",
    "skip",
    "open",
    "legend",
    "exact",
    "approximate",
    "bands",
    "failed",
    "detailed",
    "thirdParty",
    "searchHere",
  ] as const;
  return {
    ...(Object.fromEntries(words.map((word) => [word, t(word)])) as Record<(typeof words)[number], string>),
    precision: Object.fromEntries(
      ["building", "address", "street", "locality", "commune"].map((name) => [
        name,
        spaces(`precision.${name}`),
      ]),
    ),
    kinds: Object.fromEntries(kinds.map((kind) => [kind, spaces.or(`kinds.${kind}`, kind)])),
    now: bandWords(locale).now,
  };
}
