import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Bars } from "#components/occupancy/bars.tsx";
import { FigureTiles } from "#components/occupancy/figure-tiles.tsx";
import { PlotCard } from "#components/occupancy/plot-card.tsx";
import { DataTable } from "#components/research/data-table.tsx";
import { HowPublished, Missing } from "#components/research/missing.tsx";
import { periodLabel } from "#components/research/period-label.ts";
import { MonthField } from "#components/ui/day-field.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField } from "#components/ui/field.tsx";
import type { Cell } from "#components/ui/figure-table.tsx";
import { Icon } from "#components/ui/icon.tsx";
import {
  type IndicatorReport,
  indicatorReport,
  keepsAllSheets,
} from "#lib/evidence/research/indicator-report.ts";
import { GENDERS, type Line, QUESTIONS } from "#lib/evidence/research/indicators.ts";
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
import { formatNumber } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Message, messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { LOCAL_WORDS } from "#lib/learning/attendance/local-words.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
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
  const regions = translator(locale, "spaces");
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

  const query = new URLSearchParams(form);
  return (
    <>
      <div className="work-head">
        <h1>{t("indicators.title")}</h1>
        {!("code" in shown) && (
          <p className="work-do">
            <a className="button quiet" href={`/api/v1/indicators.csv?${query}`} download>
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
          <>
            <MonthField
              locale={locale}
              label={t("form.from")}
              name="from"
              typed={form.from}
              required
            />
            <MonthField locale={locale} label={t("form.to")} name="to" typed={form.to} required />
          </>
        ) : (
          <SelectField
            label={t("indicators.period")}
            name="period"
            defaultValue={periodIn(form)}
            options={closedPeriods(ctx.now).map(({ name }) => ({
              value: name,
              label: periodLabel(t, name),
            }))}
          />
        )}
        <SelectField
          label={t("form.where")}
          name="space"
          defaultValue={form.space}
          options={[
            ...(isOwn
              ? [
                  { value: "", label: t("indicators.allMine") },
                  ...own.map(({ slug, name }) => ({ value: slug, label: name })),
                ]
              : []),
            { value: "region:all", label: t("indicators.network") },
            ...(await networkRegions(ctx)).map((region) => ({
              value: `region:${region}`,
              label: t("form.region", { region: regions(`regions.${region}`) }),
            })),
          ]}
        />
        {isOwn && (
          <SelectField
            label={t("indicators.count")}
            name="people"
            defaultValue={form.people}
            options={COUNTED_PEOPLE.map((people) => ({
              value: people,
              label: t(`indicators.people.${people}`),
            }))}
          />
        )}
        <button type="submit" className="button quiet">
          {t("indicators.show")}
        </button>
      </form>
      {"code" in shown ? (
        <p className="alert" role="alert">
          {messageFor(locale, shown)}
        </p>
      ) : (
        <Shown locale={locale} report={shown} mayPublish={can(ctx.actor, "research.release")} />
      )}
      <details className="def">
        <summary>
          <Icon name="book" />
          {t("indicators.words")}
        </summary>
        <DataTable
          caption={t("indicators.wordsHint")}
          columns={[t("indicators.word"), t("indicators.where"), t("indicators.countsAs")]}
          rows={LOCAL_WORDS.map(({ word, where, indicator }) => [
            word,
            t(`indicators.places.${where}`),
            indicator
              ? `${indicator} ${t(`indicators.labels.${indicator}`)}`
              : t("indicators.local"),
          ])}
        />
      </details>
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

type ShownProps = { locale: Locale; report: IndicatorReport; mayPublish: boolean };

/** Who stands first, in words that everybody knows. */
const TILES = ["EECO01", "EECO02", "EECO09", "EECO08"];

function Shown({ locale, report, mayPublish }: ShownProps) {
  const t = translator(locale, "research");
  const { everybody, indicators, unanswered, isProtected, isPublished } = report;
  if (!isPublished)
    return (
      <>
        <Empty text={t("indicators.unpublished")} />
        <Missing locale={locale} blocks={report.missing} />
        <HowPublished locale={locale} mayPublish={mayPublish} />
      </>
    );
  if (!isProtected && everybody.total === 0) return <Empty text={t("nobody")} />;
  const number = (people: number | null) =>
    people === null ? t("indicators.few") : formatNumber(locale, people);
  const cell = (people: number | null): Cell => ({ shown: number(people), value: people });
  const cells = ({ byGender, total }: Line<number | null>) => [
    cell(total),
    ...GENDERS.map((gender) => cell(byGender[gender])),
  ];
  const genders = GENDERS.map((gender) => t(`indicators.genders.${gender}`));
  const all = [{ code: "EECO01", ...everybody }, ...indicators];
  const bar = (total: number | null) => ({
    series: "booked",
    share: total,
    words: total === null ? t("indicators.few") : undefined,
  });
  const format = (people: number) => formatNumber(locale, people);
  return (
    <>
      <FigureTiles
        label={t("key.label")}
        tiles={all
          .filter(({ code }) => TILES.includes(code))
          .toSorted((one, other) => TILES.indexOf(one.code) - TILES.indexOf(other.code))
          .map(({ code, total }) => ({
            key: code,
            name: t(`indicators.short.${code}`),
            value: number(total),
            of: code,
            course: [],
          }))}
      />
      <Missing locale={locale} blocks={report.missing} />
      <div className="plot-cards">
        <PlotCard
          title={t("indicators.plot")}
          definition={{
            question: t("indicators.meaning"),
            answer: (
              [
                "heads",
                ...(isProtected ? ["rounded"] : ["newcomers"]),
                "partition",
                "consent",
              ] as const
            ).map((definition) => (
              <p key={definition}>{t(`indicators.definitions.${definition}`)}</p>
            )),
          }}
        >
          <Bars
            title={t("indicators.plot")}
            format={format}
            least={1}
            groups={all.map(({ code, total }) => ({
              key: code,
              label: `${t(`indicators.short.${code}`)} · ${code}`,
              bars: [bar(total)],
            }))}
          />
        </PlotCard>
        <PlotCard title={t("indicators.byGender")}>
          <Bars
            title={t("indicators.byGender")}
            format={format}
            least={1}
            groups={GENDERS.map((gender) => ({
              key: gender,
              label: t(`indicators.genders.${gender}`),
              bars: [bar(everybody.byGender[gender])],
            }))}
          />
        </PlotCard>
        <PlotCard
          title={t("indicators.table")}
          size="whole"
          table={{
            caption: t("indicators.table"),
            columns: [t("indicators.indicator"), t("indicators.total"), ...genders],
            rows: all.map((line) => [
              `${line.code} ${t(`indicators.labels.${line.code}`)}`,
              ...cells(line),
            ]),
          }}
        />
        <PlotCard
          title={t("indicators.unanswered")}
          size="whole"
          note={t("indicators.unansweredHint")}
          table={{
            caption: t("indicators.unanswered"),
            columns: [
              t("indicators.question"),
              t("indicators.why"),
              t("indicators.total"),
              ...genders,
            ],
            rows: QUESTIONS.flatMap((question) =>
              unanswered
                .filter((line) => line.question === question)
                .map((line) => [
                  t(`columns.${question}`),
                  t(`indicators.states.${line.state}`),
                  ...cells(line),
                ]),
            ),
          }}
        />
      </div>
    </>
  );
}
