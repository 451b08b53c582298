import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { SeriesFields } from "#components/series/series-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { askChangeAction, cancelSeriesAction } from "#lib/booking/series/actions.ts";
import { hoursOf, lastDayOf } from "#lib/booking/series/form.ts";
import { findSeries } from "#lib/booking/series/queries.ts";
import { parseRule } from "#lib/booking/series/rule-text.ts";
import { ruleWords } from "#lib/booking/series/words.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "series")("change.titleAll") };
}

/** Other hours, room, people or days for all dates to come, or from one on; or no dates at all. */
export default async function ChangeSeriesPage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "booking.manage",
    `/${locale}/desk/series/${encodeURIComponent(id)}`,
  );
  const series = z.uuid().safeParse(id).success ? await findSeries(ctx, id) : null;
  if (!series) notFound();
  const t = translator(locale, "series");
  const asked = await searchParams;
  const one = (name: string) => [asked[name] ?? ""].flat()[0] || undefined;
  const from = series.dates.find(
    ({ occurrence }) => occurrence.toString({ smallestUnit: "minute" }) === one("occurrence"),
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
    ...(from ? { occurrence: from.occurrence.toString({ smallestUnit: "minute" }) } : {}),
  };
  const names = [
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
  const typed = Object.fromEntries(
    names.flatMap((name) => (one(name) ? [[name, one(name) ?? ""]] : [])),
  );
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
            ...typed,
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
