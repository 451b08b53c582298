import type { Metadata } from "next";
import { SeriesFields } from "#components/series/series-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { askChangeAction, cancelSeriesAction } from "#lib/booking/series/actions.ts";
import { hoursOf, lastDayOf } from "#lib/booking/series/form.ts";
import { parseRule } from "#lib/booking/series/rule-text.ts";
import { ruleWords } from "#lib/booking/series/words.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { firstOf, type PageQuery, saidIn } from "#lib/foundation/platform/http/page-query.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";
import { openedSeries } from "../opened.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "series")("change.titleAll") };
}

const TYPED = [
  "roomId",
  "from",
  "to",
  "every",
  "interval",
  "ends",
  "until",
  "count",
  "people",
  "purpose",
];

/** Other hours, room, people or days for all dates to come, or from one on; or no dates at all. */
export default async function ChangeSeriesPage({ params, searchParams }: Props) {
  const { ctx, locale, id, series } = await openedSeries(params);
  const t = translator(locale, "series");
  const asked = await searchParams;
  const occurrence = firstOf(asked.occurrence);
  const from = series.dates.find(
    (date) => date.occurrence.toString({ smallestUnit: "minute" }) === occurrence,
  );
  const title = from
    ? t("change.titleFollowing", {
        day: formatDate(locale, from.during.start, series.timeZone, ctx.now),
      })
    : t("change.titleAll");
  const scope = {
    locale,
    id,
    version: String(series.version),
    scope: from ? "following" : "all",
    ...(from ? { occurrence } : {}),
  };
  return (
    <div className="narrow">
      <h1>{title}</h1>
      <h2>
        <bdi>{series.spaceName}</bdi> – <bdi>{series.roomName}</bdi>
      </h2>
      <p>{ruleWords(locale, series.rule, series.timeZone)}</p>
      <p>{t("change.past")}</p>
      <ActionForm
        action={askChangeAction}
        submit={t("form.check")}
        working={t("form.working")}
        values={scope}
      >
        <SeriesFields
          locale={locale}
          rooms={await roomsOf(ctx, series.spaceSlug)}
          values={{
            roomId: series.roomId,
            ...hoursOf(series.firstStart, series.firstEnd),
            every: "",
            interval: String(parseRule(series.rule, series.timeZone).interval),
            until: lastDayOf(series),
            people: String(series.people),
            purpose: series.purpose,
            ...saidIn(asked, TYPED),
          }}
          weekdays={[asked.weekdays ?? []].flat()}
          isNew={false}
        />
      </ActionForm>
      <h2>{t("change.cancelTitle")}</h2>
      <ActionForm
        action={cancelSeriesAction}
        submit={t(from ? "change.cancelFollowing" : "change.cancelAll")}
        working={t("form.working")}
        values={scope}
        quiet
      />
    </div>
  );
}
