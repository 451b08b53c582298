import type { Metadata } from "next";
import { RoomList } from "#components/booking/room-list.tsx";
import { SpaceMap } from "#components/map/space-map.tsx";
import { SpaceList } from "#components/spaces/space-list.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { CheckboxGroup, SelectField, TextField, Tick } from "#components/ui/field.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { offersAtOtherTimes } from "#lib/booking/offers.ts";
import { findAvailability } from "#lib/booking/queries.ts";
import {
  isSearch,
  NEEDS,
  NETWORK_ZONE,
  type ReadSearch,
  readSearch,
  searchFormFrom,
} from "#lib/booking/search-form.ts";
import { checkAddress } from "#lib/booking/wish.ts";
import { formatDateTimeRange } from "#lib/i18n/format.ts";
import { type Locale, localeOf } from "#lib/i18n/locales.ts";
import { messageFor, translator } from "#lib/i18n/translator.ts";
import type { Context } from "#lib/identity/context.ts";
import { requestContext } from "#lib/identity/session.ts";
import { bandsOf } from "#lib/occupancy/now.ts";
import { bandWords } from "#lib/occupancy/words.ts";
import { pageFrom } from "#lib/platform/pages.ts";
import { settings } from "#lib/platform/settings.ts";
import { findTown, listSpaces, PAGE_SIZE, spaceKinds } from "#lib/spaces/queries.ts";

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
  const search = readSearch(form, ctx.now);

  return (
    <>
      <h1>{t("title")}</h1>
      <p className="fact">{t("intro")}</p>
      <form className="search" action={`/${locale}`} method="get">
        <TextField label={t("day")} name="day" type="date" defaultValue={form.day} required />
        <TextField label={t("from")} name="from" type="time" step={900} defaultValue={form.from} required />
        <TextField label={t("to")} name="to" type="time" step={900} defaultValue={form.to} required />
        <TextField
          label={t("people")}
          name="people"
          inputMode="numeric"
          defaultValue={form.people}
          maxLength={3}
        />
        <TextField
          label={t("town")}
          name="town"
          defaultValue={form.town}
          maxLength={60}
          autoComplete="address-level2"
        />
        <CheckboxGroup
          legend={t("need")}
          name="need"
          chosen={form.needs}
          options={NEEDS.map((need) => ({
            value: need,
            label: translator(locale, "spaces")(`features.${need}`),
          }))}
        />
        <button type="submit" className="button">
          {t("search")}
        </button>
        <a className="button quiet" href={`/${locale}/book`}>
          {t("stepByStep")}
        </a>
      </form>
      {!isSearch(asked) ? (
        <Spaces ctx={ctx} locale={locale} filter={listFilterFrom(asked)} />
      ) : "code" in search ? (
        <p className="alert" role="alert">
          {messageFor(locale, search)}
        </p>
      ) : (
        <FreeRooms ctx={ctx} locale={locale} search={search} town={form.town} />
      )}
    </>
  );
}

type SpacesProps = { ctx: Context; locale: Locale; filter: ListFilter };

/** The list, with its own small filter and the map beside it for whoever wants one. */
async function Spaces({ ctx, locale, filter }: SpacesProps) {
  const t = translator(locale, "spaces");
  const { q, kind, open, page } = filter;
  const { items, total } = await listSpaces(ctx, { q, kind, page, openAt: open ? ctx.now : undefined });
  const kinds = await spaceKinds(ctx);
  const openNow = items.filter(({ openUntil }) => openUntil !== null).map(({ slug }) => slug);
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
      <h2>{translator(locale, "map")("title")}</h2>
      <SpaceMap locale={locale} words={mapWords(locale, kinds)} tilesUrl={settings().mapTilesUrl} />
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

type FreeRoomsProps = { ctx: Context; locale: Locale; search: ReadSearch; town: string };

async function FreeRooms({ ctx, locale, search, town }: FreeRoomsProps) {
  const t = translator(locale, "home");
  const { time, people, equipment } = search;
  const near = town ? await findTown(ctx, town) : null;
  const { items, alternatives } = await findAvailability(ctx, {
    ...time,
    people,
    equipment,
    near: near ?? undefined,
  });

  const offers =
    items.length > 0
      ? items.map((room) => {
          const query = checkAddress({ ...search, ...time, roomId: room.roomId });
          return { ...room, when: null, href: `/${locale}/book/check?${query}` };
        })
      : offersAtOtherTimes(alternatives, search, locale);

  return (
    <section>
      <h2>
        {t(items.length > 0 ? "free" : offers.length > 0 ? "otherTimes" : "nothingFree", {
          when: formatDateTimeRange(locale, time, NETWORK_ZONE),
        })}
      </h2>
      {town && !near && <p role="status">{t("unknownTown", { town })}</p>}
      {offers.length === 0 && <p>{t("tryOther")}</p>}
      <RoomList rooms={offers} locale={locale} t={t} spaces={translator(locale, "spaces")} />
    </section>
  );
}
