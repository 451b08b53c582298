import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { HowPublished, Missing } from "#components/research/missing.tsx";
import { PeriodField } from "#components/research/period-field.tsx";
import { DayField } from "#components/ui/day-field.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import {
  crossBorderCounts,
  keepsSheets,
  publishedCrossBorder,
} from "#lib/evidence/research/cross-border.ts";
import { newestPublished } from "#lib/evidence/research/key-figures.ts";
import { closedPeriods } from "#lib/evidence/research/periods.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery, readableIn } from "#lib/foundation/platform/http/page-query.ts";
import { countPeriod } from "#lib/learning/sessions/schema.ts";
import { INDICATORS } from "#lib/learning/sessions/traits.ts";
import { IndicatorCard, Totals } from "./figures.tsx";
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
  const asked = await searchParams;
  const isOwn = keepsSheets(ctx);
  const { counts, from, until, chosen, missing, isPublished } = isOwn
    ? await ownCounts(ctx, asked)
    : await publishedCounts(ctx, firstOf(asked.period));
  const counted = isPublished ? counts : [];
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
          <DayFields locale={locale} from={from} until={until} asked={asked} />
        ) : (
          <PeriodField locale={locale} periods={closedPeriods(ctx.now)} chosen={chosen} />
        )}
        <button type="submit" className="button quiet">
          {t("counts.show")}
        </button>
      </form>
      {counts.length === 0 && <Empty text={t("counts.none")} />}
      {!isPublished && (
        <>
          <Empty text={translator(locale, "research")("indicators.unpublished")} />
          <HowPublished locale={locale} mayPublish={can(ctx.actor, "research.release")} />
        </>
      )}
      <Missing locale={locale} blocks={missing} />
      {counted.length > 0 && <Totals locale={locale} counts={counted} isOwn={isOwn} />}
      <div className="plot-cards">
        {INDICATORS.map((indicator) => (
          <IndicatorCard key={indicator} locale={locale} indicator={indicator} counts={counted} />
        ))}
      </div>
    </>
  );
}

type DaysProps = {
  locale: Locale;
  from: Temporal.PlainDate;
  until: Temporal.PlainDate;
  /** What was typed stays, even where it is no day. */
  asked: PageQuery;
};

function DayFields({ locale, from, until, asked }: DaysProps) {
  const t = translator(locale, "sessions");
  return (
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
  );
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
