import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Bars } from "#components/occupancy/bars.tsx";
import { FigureTiles } from "#components/occupancy/figure-tiles.tsx";
import { PlotCard } from "#components/occupancy/plot-card.tsx";
import { HowPublished, Missing } from "#components/research/missing.tsx";
import { periodLabel } from "#components/research/period-label.ts";
import { DayField } from "#components/ui/day-field.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import {
  crossBorderCounts,
  keepsSheets,
  publishedCrossBorder,
  reported,
  totalOf,
} from "#lib/evidence/research/cross-border.ts";
import { newestPublished } from "#lib/evidence/research/key-figures.ts";
import { closedPeriods } from "#lib/evidence/research/periods.ts";
import { formatNumber } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery, readableIn } from "#lib/foundation/platform/http/page-query.ts";
import { countPeriod } from "#lib/learning/sessions/schema.ts";
import { INDICATORS } from "#lib/learning/sessions/traits.ts";
import "#components/desk/today.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "sessions")("counts.title") };
}

/** RCO81 and RCO85, each with its definition, its plot and the table behind it. */
export default async function CrossBorderPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("use.read", `/${locale}/research/cross-border`);
  const t = translator(locale, "sessions");
  const research = translator(locale, "research");
  const asked = await searchParams;
  const isOwn = keepsSheets(ctx);
  const period = firstOf(asked.period);
  const { counts, from, until, chosen, missing, isPublished } = isOwn
    ? await ownCounts(ctx, asked)
    : await publishedCounts(ctx, period);
  const nameOf = (code: string | null) => code ?? t("counts.oneOffs");
  const isCounted = isPublished && counts.length > 0;
  return (
    <>
      <div className="work-head">
        <h1>{t("counts.title")}</h1>
        {can(ctx.actor, "scheme.manage") && (
          <p className="work-do">
            <a className="button quiet" href={`/${locale}/desk/schemes`}>
              {t("schemes.title")}
            </a>
          </p>
        )}
      </div>
      <p>{t("counts.intro")}</p>
      <p className="fact">{isOwn ? t("counts.own") : t("counts.published")}</p>
      <form className="filter-line" action={`/${locale}/research/cross-border`} method="get">
        {isOwn ? (
          <>
            <DayField
              locale={locale}
              label={t("counts.from")}
              name="from"
              typed={firstOf(asked.from)}
              day={from}
            />
            <DayField
              locale={locale}
              label={t("counts.until")}
              name="until"
              typed={firstOf(asked.until)}
              day={until}
            />
          </>
        ) : (
          <SelectField
            label={research("indicators.period")}
            name="period"
            defaultValue={chosen}
            options={closedPeriods(ctx.now).map(({ name }) => ({
              value: name,
              label: periodLabel(research, name),
            }))}
          />
        )}
        <button type="submit" className="button quiet">
          {t("counts.show")}
        </button>
      </form>
      {counts.length === 0 && <Empty text={t("counts.none")} />}
      {!isPublished && (
        <>
          <Empty text={research("indicators.unpublished")} />
          <HowPublished locale={locale} mayPublish={can(ctx.actor, "research.release")} />
        </>
      )}
      <Missing locale={locale} blocks={missing} />
      {isCounted && (
        <FigureTiles
          label={research("key.label")}
          tiles={[
            ...INDICATORS.map((indicator) => ({
              key: indicator,
              name: indicator,
              value: totalSaid(indicator).shown,
              of: t(isOwn ? "counts.total" : "counts.of"),
              course: [],
            })),
            {
              key: "sessions",
              name: t("counts.sessions"),
              value: formatNumber(
                locale,
                counts.reduce((sum, { sessions }) => sum + sessions, 0),
              ),
              of: t("counts.total"),
              course: [],
            },
          ]}
        />
      )}
      <div className="plot-cards">
        {INDICATORS.map((indicator) => (
          <PlotCard
            key={indicator}
            title={t(`counts.short.${indicator}`)}
            definition={{
              question: t("counts.meaning"),
              answer: <p>{t(`counts.${indicator}`)}</p>,
            }}
            table={
              isCounted
                ? {
                    name: t("counts.numbers"),
                    caption: indicator,
                    columns: [
                      t("counts.scheme"),
                      indicator,
                      t("counts.sessions"),
                      t("counts.project"),
                    ],
                    rows: counts.map((one) => [
                      one.name ? `${one.code} – ${one.name}` : nameOf(one.code),
                      saidAs(reported(one, indicator)),
                      { shown: formatNumber(locale, one.sessions), value: one.sessions },
                      one.project ?? "",
                    ]),
                    sums: [[t("counts.total"), totalSaid(indicator), "", ""]],
                  }
                : undefined
            }
          >
            {isCounted && (
              <Bars
                title={indicator}
                format={(count) => formatNumber(locale, count)}
                least={1}
                groups={counts.map((one) => {
                  const { shown, value } = saidAs(reported(one, indicator));
                  return {
                    key: nameOf(one.code),
                    label: one.name ?? nameOf(one.code),
                    bars: [
                      { series: "booked", share: value, words: value === null ? shown : undefined },
                    ],
                  };
                })}
              />
            )}
          </PlotCard>
        ))}
      </div>
    </>
  );

  /** Where something is withheld and nothing is shown, a total of 0 would be untrue. */
  function totalSaid(indicator: (typeof INDICATORS)[number]) {
    const published = counts.map((one) => reported(one, indicator));
    const isHidden =
      published.includes("withheld") && !published.some((count) => typeof count === "number");
    const value = isHidden ? null : totalOf(counts, indicator);
    return { shown: value === null ? t("counts.withheld") : formatNumber(locale, value), value };
  }

  function saidAs(count: number | "not_reported" | "withheld") {
    if (typeof count === "number") return { shown: formatNumber(locale, count), value: count };
    return {
      shown: t(count === "withheld" ? "counts.withheld" : "counts.notReported"),
      value: null,
    };
  }
}

/** Of one's own spaces, between any two days. */
async function ownCounts(ctx: Context, asked: PageQuery) {
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const { asked: typed } = readableIn(countPeriod, asked);
  const from = typed.from ? Temporal.PlainDate.from(typed.from) : today.with({ month: 1, day: 1 });
  const until = typed.until
    ? Temporal.PlainDate.from(typed.until)
    : today.with({ month: 12, day: 31 });
  const counts = await crossBorderCounts(ctx, { from, until });
  return { counts, from, until, chosen: "", missing: [], isPublished: true };
}

/**
 * Of the network, in a quarter or year that is closed: where none was chosen, the newest quarter of
 * which something is published.
 */
async function publishedCounts(ctx: Context, name: string) {
  const periods = closedPeriods(ctx.now);
  const newest = await newestPublished(ctx);
  const period =
    periods.find((one) => one.name === name) ?? periods.find((one) => one.name === newest);
  if (!period) notFound();
  const { from, to } = period;
  return {
    ...(await publishedCrossBorder(ctx, period)),
    from: from.toPlainDate({ day: 1 }),
    until: to.toPlainDate({ day: to.daysInMonth }),
    chosen: period.name,
  };
}
