import type { Metadata } from "next";
import { FigureTiles, type Tile } from "#components/occupancy/figure-tiles.tsx";
import { periodWithin } from "#components/research/period-label.ts";
import { IndexList } from "#components/site/index-list.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { Unread } from "#components/ui/unread.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { keyFigures, ownAttendances } from "#lib/evidence/research/key-figures.ts";
import { formatNumber } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { entriesUnder } from "#lib/foundation/identity/permission/menu.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { type PageQuery, readableIn } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { useInput } from "#lib/places/occupancy/schema.ts";
import { FIGURES } from "#lib/places/occupancy/shares.ts";
import { keepsBookings, yearOfUse } from "#lib/places/occupancy/use.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import { tileOfUse } from "../use/tile-of-use.ts";
import "#components/occupancy/plot-card.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

const YEARS_BACK = 3;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "common")("menu.reports") };
}

/** The key figures of a year and a place, and the pages that have them in full. */
export default async function ReportsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("use.read", `/${locale}/desk/reports`);
  const t = translator(locale, "occupancy");
  const asked = await searchParams;
  const thisYear = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).year;
  const own = (await spacesWhere(ctx, "use.read")).filter(({ id }) => keepsBookings(ctx, id));
  const { asked: input, unread } = readableIn(useInput.pick({ year: true }), asked);
  const { year = thisYear } = input;
  // A place of somebody else is not an answer: then it is all of them.
  const space = own.find(({ slug }) => slug === [asked.space].flat()[0])?.slug;
  return (
    <>
      <h1>{translator(locale, "common")("menu.reports")}</h1>
      <form className="filter-line" action={`/${locale}/desk/reports`} method="get">
        <SelectField
          label={t("use.year")}
          name="year"
          defaultValue={String(year)}
          options={Array.from({ length: YEARS_BACK + 1 }, (_, back) => String(thisYear - back)).map(
            (value) => ({ value, label: value }),
          )}
        />
        {own.length > 0 && (
          <SelectField
            label={t("use.place")}
            name="space"
            defaultValue={space ?? ""}
            options={[
              { value: "", label: t("use.network") },
              ...own.map(({ slug, name }) => ({ value: slug, label: name })),
            ]}
          />
        )}
        <button type="submit" className="button quiet">
          {t("use.show")}
        </button>
      </form>
      <Unread locale={locale} unread={unread} />
      <FigureTiles label={t("use.figures")} tiles={await tilesOf(ctx, { locale, year, space })} />
      <IndexList
        entries={entriesUnder(ctx.actor, "/desk/reports", { isDemonstration: settings().demo }).map(
          (entry) => ({
            href: `/${locale}${entry.href}`,
            label: translator(locale, entry.label[0])(entry.label[1]),
            icon: entry.icon,
          }),
        )}
      />
    </>
  );
}

type Shown = { locale: Locale; year: number; space: string | undefined };

/** Of one's own places everything as it is; from outside only what is published. */
async function tilesOf(ctx: Context, { locale, year, space }: Shown): Promise<Tile[]> {
  const use = await yearOfUse(ctx, { year, space });
  const query = new URLSearchParams({ year: String(year), ...(space ? { space } : {}) });
  const figures = use.isOwn ? FIGURES : (["frequency"] as const);
  return [
    ...figures.map((figure) => ({
      ...tileOfUse(locale, use, figure),
      href: `/${locale}/desk/use?${query}&figure=${figure}`,
    })),
    await attendancesTile(ctx, { locale, year, space }),
  ];
}

async function attendancesTile(ctx: Context, { locale, year, space }: Shown): Promise<Tile> {
  const t = translator(locale, "research");
  const tile = { key: "attendances", name: t("key.attendances") };
  const own = await ownAttendances(ctx, { year, space });
  if (own) {
    const query = new URLSearchParams({ from: `${year}-01`, to: `${year}-12`, space: space ?? "" });
    return {
      ...tile,
      value: formatNumber(locale, own.total),
      of: `${t("key.eachTime")}, ${year}`,
      course: own.course,
      href: `/${locale}/research/indicators?${query}`,
    };
  }
  const { course } = await keyFigures(ctx);
  const last = course.findLast(({ counts }) => counts !== null);
  const people = last?.counts?.attendances ?? null;
  return {
    ...tile,
    value: last
      ? people === null
        ? t("indicators.few")
        : formatNumber(locale, people)
      : t("indicators.notYet"),
    of: last
      ? `${t("key.of.attendances")}, ${periodWithin(locale, t, last.quarter)}`
      : t("key.partly"),
    course: course.map(({ counts }) => counts?.attendances ?? null),
    href: `/${locale}/research/indicators`,
  };
}
