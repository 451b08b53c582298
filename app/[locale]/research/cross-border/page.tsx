import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DataTable } from "#components/research/data-table.tsx";
import { periodLabel } from "#components/research/period-label.ts";
import { CountBars } from "#components/sessions/count-bars.tsx";
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
import { closedPeriods } from "#lib/evidence/research/periods.ts";
import { formatNumber } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/policy.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { countPeriod } from "#lib/learning/sessions/schema.ts";
import { INDICATORS } from "#lib/learning/sessions/traits.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
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
  const period = [asked.period].flat()[0] ?? "";
  const { counts, from, until, chosen } = isOwn
    ? await ownCounts(ctx, asked)
    : await publishedCounts(ctx, period);
  const nameOf = (code: string | null) => code ?? t("counts.oneOffs");
  return (
    <>
      <h1>{t("counts.title")}</h1>
      <p>{t("counts.intro")}</p>
      <p>{isOwn ? t("counts.own") : t("counts.published")}</p>
      <form className="search" action={`/${locale}/research/cross-border`} method="get">
        {isOwn ? (
          <>
            <DayField
              locale={locale}
              label={t("counts.from")}
              name="from"
              typed={[asked.from].flat()[0] ?? ""}
              day={from}
            />
            <DayField
              locale={locale}
              label={t("counts.until")}
              name="until"
              typed={[asked.until].flat()[0] ?? ""}
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
      {can(ctx.actor, "scheme.manage") && (
        <p>
          <a href={`/${locale}/desk/schemes`}>{t("schemes.title")}</a>
        </p>
      )}
      {counts.length === 0 && <Empty text={t("counts.none")} />}
      {counts.length > 0 &&
        INDICATORS.map((indicator) => (
          <section key={indicator}>
            <h2>{indicator}</h2>
            <p>{t(`counts.${indicator}`)}</p>
            <CountBars
              title={indicator}
              format={(count) => formatNumber(locale, count)}
              rows={counts.flatMap((one) => {
                const count = reported(one, indicator);
                return typeof count === "string"
                  ? []
                  : [{ key: nameOf(one.code), label: nameOf(one.code), count }];
              })}
            />
            <DataTable
              caption={indicator}
              columns={[t("counts.scheme"), indicator, t("counts.sessions"), t("counts.project")]}
              rows={[
                ...counts.map((one) => [
                  one.name ? `${one.code} – ${one.name}` : nameOf(one.code),
                  saidAs(reported(one, indicator)),
                  formatNumber(locale, one.sessions),
                  one.project ?? "",
                ]),
                [t("counts.total"), totalSaid(indicator), "", ""],
              ]}
            />
          </section>
        ))}
    </>
  );

  /** Where something is withheld and nothing is shown, a total of 0 would be untrue. */
  function totalSaid(indicator: (typeof INDICATORS)[number]): string {
    const told = counts.map((one) => reported(one, indicator));
    const isHidden = told.includes("withheld") && !told.some((count) => typeof count === "number");
    return isHidden ? t("counts.withheld") : formatNumber(locale, totalOf(counts, indicator));
  }

  function saidAs(count: number | "not_reported" | "withheld"): string {
    if (typeof count === "number") return formatNumber(locale, count);
    return count === "withheld" ? t("counts.withheld") : t("counts.notReported");
  }
}

type Asked = Record<string, string | string[] | undefined>;

/** Of one's own spaces, between any two days. */
async function ownCounts(ctx: Context, asked: Asked) {
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const typed = countPeriod.parse({ from: [asked.from].flat()[0], until: [asked.until].flat()[0] });
  const from = typed.from ? Temporal.PlainDate.from(typed.from) : today.with({ month: 1, day: 1 });
  const until = typed.until ? Temporal.PlainDate.from(typed.until) : today.with({ month: 12, day: 31 });
  return { counts: await crossBorderCounts(ctx, { from, until }), from, until, chosen: "" };
}

/** Of the network, in a quarter or year that is closed: the latest quarter where none was chosen. */
async function publishedCounts(ctx: Context, name: string) {
  const periods = closedPeriods(ctx.now);
  const period = periods.find((one) => one.name === name) ?? periods.find((one) => one.name.includes("Q"));
  if (!period) notFound();
  const { from, to } = period;
  return {
    counts: await publishedCrossBorder(ctx, period),
    from: from.toPlainDate({ day: 1 }),
    until: to.toPlainDate({ day: to.daysInMonth }),
    chosen: period.name,
  };
}
