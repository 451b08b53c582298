import { isDeepStrictEqual } from "node:util";
import type { Metadata } from "next";
import { Status } from "#components/ui/status.tsx";
import { notSetUpWords, purposeIn, setUpWords } from "#lib/booking/bookings/title.ts";
import type { SeriesDate, SeriesView } from "#lib/booking/series/queries.ts";
import { isEdited } from "#lib/booking/series/split.ts";
import { ruleWords } from "#lib/booking/series/words.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { openedSeries } from "./opened.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
};

const DONE = ["booked", "changed", "cancelled"];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "series")("title") };
}

/** How the room of a date is set up, where it is not as the others. */
function setUpOf(series: SeriesView, date: SeriesDate, locale: Locale): string | null {
  if (date.layoutId === series.layoutId) return null;
  if (date.layout)
    return isDeepStrictEqual(date.layout, series.layout) ? null : setUpWords(locale, date.layout);
  return series.layout && notSetUpWords(locale, series.layout);
}

/** A series and its dates, with the ways to change one, some or all of them. */
export default async function SeriesPage({ params, searchParams }: Props) {
  const { ctx, locale, id, series } = await openedSeries(params);
  const t = translator(locale, "series");
  const people = translator(locale, "booking");
  const { done } = await searchParams;
  const { timeZone, dates, follows } = series;
  const isAhead = (at: Temporal.Instant) => Temporal.Instant.compare(at, ctx.now) > 0;
  const ahead = dates.filter(
    ({ during, status }) => status === "confirmed" && isAhead(during.start),
  );
  const change = `/${locale}/desk/series/${id}/change`;
  return (
    <div className="narrow">
      <h1>{purposeIn(series, locale) || t("title")}</h1>
      {DONE.includes(String(done)) && <Status>{t(`show.${done}`)}</Status>}
      <h2>
        <bdi>{series.spaceName}</bdi> – <bdi>{series.roomName}</bdi>
      </h2>
      <p>{ruleWords(locale, series.rule, timeZone)}</p>
      <p>{people("check.people", { count: series.people })}</p>
      {series.layout && <p>{setUpWords(locale, series.layout)}</p>}
      {follows && (
        <p>
          <a href={`/${locale}/desk/series/${follows}`}>{t("show.follows")}</a>
        </p>
      )}
      <p className="row">
        {ahead.length > 0 && (
          <a className="button" href={change}>
            {t("show.all")}
          </a>
        )}
        <a
          className="button quiet"
          href={`/${locale}/desk/calendar?space=${series.spaceSlug}&day=${(ahead[0]?.occurrence ?? series.firstStart).toPlainDate()}`}
        >
          {t("show.calendar")}
        </a>
      </p>
      <h2>{t("show.dates")}</h2>
      <ol className="cards">
        {dates.map((date) => {
          const when = formatDateTimeRange(locale, date.during, timeZone);
          const isOpen = ahead.includes(date);
          const facts = [
            date.roomName,
            date.status !== "confirmed" && t("show.isCancelled"),
            date.status === "confirmed" && !isOpen && t("show.over"),
            isEdited(series, date) && t("show.edited"),
            setUpOf(series, date, locale),
          ];
          return (
            <li className="card" key={date.bookingId}>
              <div>
                <h3>{when}</h3>
                <p className="fact">{facts.filter(Boolean).join(" · ")}</p>
              </div>
              {isOpen && (
                <p className="row">
                  <a
                    className="button quiet"
                    href={`/${locale}/me/bookings/${date.bookingId}/change`}
                    aria-label={labelled(locale, t("show.one"), when)}
                  >
                    {t("show.one")}
                  </a>
                  <a
                    className="button quiet"
                    href={`${change}?occurrence=${date.occurrence.toString({ smallestUnit: "minute" })}`}
                    aria-label={labelled(locale, t("show.following"), when)}
                  >
                    {t("show.following")}
                  </a>
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
