import type { Metadata } from "next";
import { ProgrammeDays } from "#components/sessions/programme-days.tsx";
import { ProgrammeFilter } from "#components/sessions/programme-filter.tsx";
import { SharedWords } from "#components/site/shared-words.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Status } from "#components/ui/status.tsx";
import { Unread } from "#components/ui/unread.tsx";
import { formatDayOfMonth, formatWeekday, formatWeekEnds } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery, readableIn } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { programmeData } from "#lib/learning/sessions/linked-data.ts";
import { myPlaces } from "#lib/learning/sessions/my-places.ts";
import {
  type ProgrammeWeek,
  programmeOfWeek,
  sundayOf,
  WEEK_PAGE,
  WEEK_WHOLE,
} from "#lib/learning/sessions/programme-weeks.ts";
import {
  type ProgrammeFilter as Narrowed,
  programmeFilter,
} from "#lib/learning/sessions/schema.ts";
import { MapBeside, viewFrom } from "../map-beside.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return {
    title: translator(locale, "sessions")("title"),
    description: translator(locale, "common")("describe.sessions"),
  };
}

/** The public programme, week by week. What is asked for stands in the address. */
export default async function SessionsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "sessions");
  const query = await searchParams;
  const { asked: filter, unread } = readableIn(programmeFilter, query);
  const isMap = firstOf(query.view) === "map";
  const ctx = await requestContext();
  const [programme, places] = await Promise.all([
    programmeOfWeek(ctx, filter, isMap ? WEEK_WHOLE : WEEK_PAGE),
    can(ctx.actor, "session.enrol") ? myPlaces(ctx) : new Map(),
  ]);
  const { items, total } = programme;
  const narrowed = narrowedBy(filter);
  const isAll = narrowed.size === 0;
  const to = addressFrom(`/${locale}/sessions`, narrowed, {
    ...(filter.week && { week: filter.week }),
    ...(isMap && { view: "map" }),
  });
  const shown = { programme, isMap, locale, t, to };
  return (
    <>
      <SharedWords
        locale={locale}
        path="/sessions"
        title={t("title")}
        description={translator(locale, "common")("describe.sessions")}
        data={programmeData(items, settings().publicUrl, locale)}
      />
      <h1>{t("programme.heading")}</h1>
      {total > 0 && (
        <Status className="lead">
          {t(isAll ? "programme.across" : "found", { count: total })}
        </Status>
      )}
      <ProgrammeFilter
        locale={locale}
        filter={filter}
        more={firstOf(query.more) === "filters"}
        isNarrowed={!isAll || Object.keys(unread).length > 0}
        typed={{ ...unread, from: firstOf(query.from), until: firstOf(query.until) }}
      />
      <Unread locale={locale} unread={besideDays(unread)} />
      {total === 0 ? (
        <Empty text={t(isAll ? "empty" : "none")}>
          <a href={isAll ? `/${locale}` : `/${locale}/sessions`}>{t(isAll ? "findRoom" : "all")}</a>
        </Empty>
      ) : (
        <>
          <WeekBar {...shown} />
          <Week {...shown} places={places} />
          <Onward {...shown} page={filter.page} />
        </>
      )}
      <p>
        <a href={`/calendar/programme.ics?${new URLSearchParams([["in", locale], ...narrowed])}`}>
          {t("subscribe")}
        </a>
      </p>
    </>
  );
}

/** The fields of the two days say it themselves. */
function besideDays({ from: _, until: __, ...unread }: Record<string, string>) {
  return unread;
}

/** What of the programme is asked for, whatever week and page of it are shown. */
function narrowedBy({ page: _, week: __, ...narrowed }: Narrowed): URLSearchParams {
  return new URLSearchParams(
    Object.entries(narrowed).filter((field): field is [string, string] => Boolean(field[1])),
  );
}

/** Addresses of this page with something else in them; what is empty is left out. */
function addressFrom(path: string, query: URLSearchParams, here: Record<string, string>) {
  return (more: Record<string, string>) => {
    const added = Object.entries({ ...here, ...more }).filter(([, value]) => value !== "");
    const address = new URLSearchParams([...query, ...added]);
    return `${path}${address.size > 0 ? `?${address}` : ""}`;
  };
}

/** What the week has, on the map or day by day. */
function Week({
  programme,
  isMap,
  locale,
  t,
  places,
}: Shown & { places: Awaited<ReturnType<typeof myPlaces>> }) {
  const { items, days } = programme;
  if (isMap) return <Where programme={programme} locale={locale} />;
  if (items.length === 0) return <p className="fact">{t("programme.emptyWeek")}</p>;
  return (
    <ProgrammeDays
      sessions={items}
      counts={new Map(days.map(({ day, count }) => [day.toString(), count]))}
      locale={locale}
      t={t}
      places={places}
    />
  );
}

type Shown = {
  programme: ProgrammeWeek;
  isMap: boolean;
  locale: Locale;
  t: Translate;
  /** This page with something else in its address. */
  to: (more: Record<string, string>) => string;
};

/**
 * Which week it is, the ways to the next ones that have something, and the choice between list and
 * map.
 */
function WeekBar({ programme: { week, before, after }, isMap, locale, t, to }: Shown) {
  const map = translator(locale, "map");
  const arrow = (monday: Temporal.PlainDate | null, icon: "left" | "right", label: string) =>
    monday && (
      <a className="iconbtn" href={to({ week: monday.toString() })} aria-label={label}>
        <Icon name={icon} />
      </a>
    );
  return (
    <div className="week-bar">
      {arrow(before, "left", t("programme.weekBefore"))}
      {arrow(after, "right", t("programme.weekAfter"))}
      {week && <h2>{t("programme.week", formatWeekEnds(locale, week, sundayOf(week)))}</h2>}
      <nav className="viewlinks" aria-label={map("view")}>
        <a href={to({ view: "" })} aria-current={isMap ? undefined : "true"}>
          <Icon name="list" />
          {map("list")}
        </a>
        <a href={to({ view: "map" })} aria-current={isMap ? "true" : undefined}>
          <Icon name="map" />
          {map("map")}
        </a>
      </nav>
    </div>
  );
}

/** The places of the week on the map; each leads to its own programme. */
function Where({ programme: { items }, locale }: Pick<Shown, "programme" | "locale">) {
  const spots = [...new Map(items.map((session) => [session.spaceSlug, session])).values()].map(
    ({ spaceSlug, spaceName, lat, lon, ...session }) => ({
      ...session,
      slug: spaceSlug,
      name: spaceName,
      lat,
      lon,
      href: `/${locale}/sessions?space=${spaceSlug}`,
    }),
  );
  return (
    <MapBeside
      locale={locale}
      spots={spots}
      view={viewFrom("", null, spots)}
      kinds={[]}
      address={null}
      areaName="bbox"
      isAll={false}
    />
  );
}

/** How much of the week is shown, and the way to the rest of it, or to the week after. */
function Onward({ programme, page, isMap, locale, t, to }: Shown & { page: number }) {
  const { days, after } = programme;
  const inWeek = days.reduce((sum, { count }) => sum + count, 0);
  const shown = (page - 1) * WEEK_PAGE + programme.items.length;
  const next = isMap ? undefined : dayOf(days, shown);
  return (
    <nav className="onward" aria-label={translator(locale, "common")("pages.label")}>
      {!isMap && inWeek > WEEK_PAGE && (
        <span>{t("programme.shown", { shown: programme.items.length, total: inWeek })}</span>
      )}
      {page > 1 && !isMap && (
        <a className="button quiet" href={to({ page: String(page - 1) })}>
          {t("programme.backward")}
        </a>
      )}
      {next ? (
        <a className="button quiet" href={to({ page: String(page + 1) })}>
          {t("programme.onward", { day: formatWeekday(locale, next) })}
          <Icon name="down" />
        </a>
      ) : (
        after && (
          <a className="button quiet" href={to({ week: after.toString() })}>
            {t("programme.weekOf", { day: formatDayOfMonth(locale, after) })}
            <Icon name="right" />
          </a>
        )
      )}
    </nav>
  );
}

/** The day of the session that stands at an index of the whole week. */
function dayOf(days: ProgrammeWeek["days"], index: number): Temporal.PlainDate | undefined {
  let rest = index;
  return days.find(({ count }) => {
    rest -= count;
    return rest < 0;
  })?.day;
}
