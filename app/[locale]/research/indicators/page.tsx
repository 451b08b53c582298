import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DataTable } from "#components/research/data-table.tsx";
import { PeriodField } from "#components/research/period-field.tsx";
import { MonthField } from "#components/ui/day-field.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { optionsOf } from "#components/ui/options.ts";
import {
  type IndicatorReport,
  indicatorReport,
  keepsAllSheets,
} from "#lib/evidence/research/indicator-report.ts";
import { newestPublished } from "#lib/evidence/research/key-figures.ts";
import { closedPeriods } from "#lib/evidence/research/periods.ts";
import { networkRegions } from "#lib/evidence/research/published.ts";
import {
  COUNTED_PEOPLE,
  type IndicatorInput,
  indicatorForm,
  indicatorInput,
  periodIn,
} from "#lib/evidence/research/schema.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Message, messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { LOCAL_WORDS } from "#lib/learning/attendance/local-words.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import { Report } from "./report.tsx";
import "#components/desk/today.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "research")("indicators.title") };
}

/**
 * The common indicators of ESF+ for a space and months: with definitions, a plot, a table and a
 * file.
 */
export default async function IndicatorsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("indicators.read", `/${locale}/research/indicators`);
  const t = translator(locale, "research");
  const isOwn = await keepsAllSheets(ctx);
  const form = indicatorForm(
    await searchParams,
    ctx.now,
    isOwn ? "own" : await newestPublished(ctx),
  );
  const input = indicatorInput.safeParse(form);
  const own = await spacesWhere(ctx, "indicators.read");
  const shown = input.success
    ? await reportOrReason(ctx, input.data)
    : { code: input.error.issues[0]?.message ?? "research.not_a_month" };
  return (
    <>
      <div className="work-head">
        <h1>{t("indicators.title")}</h1>
        {!("code" in shown) && (
          <p className="work-do">
            <a
              className="button quiet"
              href={`/api/v1/indicators.csv?${new URLSearchParams(form)}`}
              download
            >
              <Icon name="download" />
              {t("indicators.file")}
            </a>
          </p>
        )}
      </div>
      <p>{t("indicators.intro")}</p>
      <p className="fact">{isOwn ? t("indicators.own") : t("indicators.published")}</p>
      <form className="filter-line" action={`/${locale}/research/indicators`} method="get">
        {isOwn ? (
          <MonthFields locale={locale} from={form.from} to={form.to} />
        ) : (
          <PeriodField locale={locale} periods={closedPeriods(ctx.now)} chosen={periodIn(form)} />
        )}
        <WhereField
          locale={locale}
          own={isOwn ? own : null}
          regions={await networkRegions(ctx)}
          chosen={form.space}
        />
        {isOwn && <PeopleField locale={locale} chosen={form.people} />}
        <button type="submit" className="button quiet">
          {t("indicators.show")}
        </button>
      </form>
      {"code" in shown ? (
        <p className="alert" role="alert">
          {messageFor(locale, shown)}
        </p>
      ) : (
        <Report locale={locale} report={shown} mayPublish={can(ctx.actor, "research.release")} />
      )}
      <LocalWords locale={locale} />
    </>
  );
}

/**
 * The report, or what is wrong with what was asked. A space one may not see is a page that does not
 * exist.
 */
async function reportOrReason(
  ctx: Context,
  input: IndicatorInput,
): Promise<IndicatorReport | Message> {
  try {
    return await indicatorReport(ctx, input);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.kind === "invalid") return error.reason;
    notFound();
  }
}

function MonthFields({ locale, from, to }: { locale: Locale; from: string; to: string }) {
  const t = translator(locale, "research");
  return (
    <>
      <MonthField locale={locale} label={t("form.from")} name="from" typed={from} required />
      <MonthField locale={locale} label={t("form.to")} name="to" typed={to} required />
    </>
  );
}

type WhereProps = {
  locale: Locale;
  /** The spaces whose sheets the reader keeps; null for who reads what is published. */
  own: { slug: string; name: string }[] | null;
  regions: string[];
  chosen: string;
};

function WhereField({ locale, own, regions, chosen }: WhereProps) {
  const t = translator(locale, "research");
  const spaces = translator(locale, "spaces");
  const ofOwn = own && [
    { value: "", label: t("indicators.allMine") },
    ...own.map(({ slug, name }) => ({ value: slug, label: name })),
  ];
  return (
    <SelectField
      label={t("form.where")}
      name="space"
      defaultValue={chosen}
      options={[
        ...(ofOwn ?? []),
        { value: "region:all", label: t("indicators.network") },
        ...regions.map((region) => ({
          value: `region:${region}`,
          label: t("form.region", { region: spaces(`regions.${region}`) }),
        })),
      ]}
    />
  );
}

/** Everybody, or who came for the first time. */
function PeopleField({ locale, chosen }: { locale: Locale; chosen: string }) {
  const t = translator(locale, "research");
  return (
    <SelectField
      label={t("indicators.count")}
      name="people"
      defaultValue={chosen}
      options={optionsOf(COUNTED_PEOPLE, (people) => t(`indicators.people.${people}`))}
    />
  );
}

/** Which word of which country stands for which indicator. */
function LocalWords({ locale }: { locale: Locale }) {
  const t = translator(locale, "research");
  return (
    <details className="def">
      <summary>
        <Icon name="book" />
        {t("indicators.words")}
      </summary>
      <DataTable
        stacks
        caption={t("indicators.wordsHint")}
        columns={[t("indicators.word"), t("indicators.where"), t("indicators.countsAs")]}
        rows={LOCAL_WORDS.map(({ word, where, indicator }) => [
          word,
          t(`indicators.places.${where}`),
          indicator ? `${indicator} ${t(`indicators.labels.${indicator}`)}` : t("indicators.local"),
        ])}
      />
    </details>
  );
}
