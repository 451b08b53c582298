import { Bars } from "#components/occupancy/bars.tsx";
import { FigureTiles } from "#components/occupancy/figure-tiles.tsx";
import { PlotCard } from "#components/occupancy/plot-card.tsx";
import { HowPublished, Missing } from "#components/research/missing.tsx";
import { Empty } from "#components/ui/empty.tsx";
import type { Cell } from "#components/ui/figure-table.tsx";
import type { IndicatorReport } from "#lib/evidence/research/indicator-report.ts";
import { GENDERS, type Line, QUESTIONS } from "#lib/evidence/research/indicators.ts";
import { formatNumber } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

/** People, by gender and together; null where they are too few to be told. */
type People = Line<number | null>;
type Indicator = People & { code: string };

type ReportProps = { locale: Locale; report: IndicatorReport; mayPublish: boolean };

/** Everything of a report, or why there is nothing to show. */
export function Report({ locale, report, mayPublish }: ReportProps) {
  const t = translator(locale, "research");
  const { everybody, isProtected, isPublished } = report;
  if (!isPublished)
    return (
      <>
        <Empty text={t("indicators.unpublished")} />
        <Missing locale={locale} blocks={report.missing} />
        <HowPublished locale={locale} mayPublish={mayPublish} />
      </>
    );
  if (!isProtected && everybody.total === 0) return <Empty text={t("nobody")} />;
  const all = [{ code: "EECO01", ...everybody }, ...report.indicators];
  return (
    <>
      <Tiles locale={locale} indicators={all} />
      <Missing locale={locale} blocks={report.missing} />
      <div className="plot-cards">
        <IndicatorPlot locale={locale} indicators={all} isProtected={isProtected} />
        <GenderPlot locale={locale} everybody={everybody} />
        <IndicatorTable locale={locale} indicators={all} />
        <UnansweredTable locale={locale} unanswered={report.unanswered} />
      </div>
    </>
  );
}

/** Who stands first, in words that everybody knows. */
const TILES = ["EECO01", "EECO02", "EECO09", "EECO08"];

type IndicatorsProps = { locale: Locale; indicators: Indicator[] };

function Tiles({ locale, indicators }: IndicatorsProps) {
  const t = translator(locale, "research");
  return (
    <FigureTiles
      label={t("key.label")}
      tiles={indicators
        .filter(({ code }) => TILES.includes(code))
        .toSorted((one, other) => TILES.indexOf(one.code) - TILES.indexOf(other.code))
        .map(({ code, total }) => ({
          key: code,
          name: t(`indicators.short.${code}`),
          value: cellOf(locale, total).shown,
          of: code,
          course: [],
        }))}
    />
  );
}

function IndicatorPlot({
  locale,
  indicators,
  isProtected,
}: IndicatorsProps & { isProtected: boolean }) {
  const t = translator(locale, "research");
  const definitions = [
    "attendances",
    isProtected ? "rounded" : "newcomers",
    "partition",
    "consent",
  ] as const;
  return (
    <PlotCard
      title={t("indicators.plot")}
      definition={{
        question: t("indicators.meaning"),
        answer: definitions.map((definition) => (
          <p key={definition}>{t(`indicators.definitions.${definition}`)}</p>
        )),
      }}
    >
      <Bars
        title={t("indicators.plot")}
        format={(people) => formatNumber(locale, people)}
        least={1}
        groups={indicators.map(({ code, total }) => ({
          key: code,
          label: `${t(`indicators.short.${code}`)} · ${code}`,
          bars: [barOf(locale, total)],
        }))}
      />
    </PlotCard>
  );
}

function GenderPlot({ locale, everybody }: { locale: Locale; everybody: People }) {
  const t = translator(locale, "research");
  return (
    <PlotCard title={t("indicators.byGender")}>
      <Bars
        title={t("indicators.byGender")}
        format={(people) => formatNumber(locale, people)}
        least={1}
        groups={GENDERS.map((gender) => ({
          key: gender,
          label: t(`indicators.genders.${gender}`),
          bars: [barOf(locale, everybody.byGender[gender])],
        }))}
      />
    </PlotCard>
  );
}

function IndicatorTable({ locale, indicators }: IndicatorsProps) {
  const t = translator(locale, "research");
  return (
    <PlotCard
      title={t("indicators.table")}
      size="whole"
      table={{
        caption: t("indicators.table"),
        columns: [t("indicators.indicator"), ...peopleColumns(locale)],
        rows: indicators.map((line) => [
          `${line.code} ${t(`indicators.labels.${line.code}`)}`,
          ...peopleCells(locale, line),
        ]),
      }}
    />
  );
}

type UnansweredProps = { locale: Locale; unanswered: IndicatorReport["unanswered"] };

/** Who gave no answer, question by question and by why. */
function UnansweredTable({ locale, unanswered }: UnansweredProps) {
  const t = translator(locale, "research");
  return (
    <PlotCard
      title={t("indicators.unanswered")}
      size="whole"
      note={t("indicators.unansweredHint")}
      table={{
        caption: t("indicators.unanswered"),
        columns: [t("indicators.question"), t("indicators.why"), ...peopleColumns(locale)],
        rows: QUESTIONS.flatMap((question) =>
          unanswered
            .filter((line) => line.question === question)
            .map((line) => [
              t(`columns.${question}`),
              t(`indicators.states.${line.state}`),
              ...peopleCells(locale, line),
            ]),
        ),
      }}
    />
  );
}

function peopleColumns(locale: Locale): string[] {
  const t = translator(locale, "research");
  return [t("indicators.total"), ...GENDERS.map((gender) => t(`indicators.genders.${gender}`))];
}

function peopleCells(locale: Locale, { byGender, total }: People): Cell[] {
  return [cellOf(locale, total), ...GENDERS.map((gender) => cellOf(locale, byGender[gender]))];
}

function cellOf(locale: Locale, people: number | null) {
  const shown =
    people === null
      ? translator(locale, "research")("indicators.few")
      : formatNumber(locale, people);
  return { shown, value: people };
}

function barOf(locale: Locale, people: number | null) {
  const words = people === null ? cellOf(locale, people).shown : undefined;
  return { series: "booked", share: people, words };
}
