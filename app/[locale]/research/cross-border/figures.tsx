import { Bars } from "#components/occupancy/bars.tsx";
import { FigureTiles } from "#components/occupancy/figure-tiles.tsx";
import { PlotCard } from "#components/occupancy/plot-card.tsx";
import type { FigureRows } from "#components/ui/figure-table.tsx";
import { reported, type SchemeCounts, totalOf } from "#lib/evidence/research/cross-border.ts";
import { formatNumber } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { INDICATORS, type Indicator } from "#lib/learning/sessions/traits.ts";

type TotalsProps = { locale: Locale; counts: SchemeCounts[]; isOwn: boolean };

/** What all schemes report together, and in how many sessions. */
export function Totals({ locale, counts, isOwn }: TotalsProps) {
  const t = translator(locale, "sessions");
  const sessions = counts.reduce((sum, one) => sum + one.sessions, 0);
  return (
    <FigureTiles
      label={translator(locale, "research")("key.label")}
      tiles={[
        ...INDICATORS.map((indicator) => ({
          key: indicator,
          name: indicator,
          value: cellOf(locale, totalOf(counts, indicator)).shown,
          of: t(isOwn ? "counts.total" : "counts.of"),
          course: [],
        })),
        {
          key: "sessions",
          name: t("counts.sessions"),
          value: formatNumber(locale, sessions),
          of: t("counts.total"),
          course: [],
        },
      ]}
    />
  );
}

type CardProps = { locale: Locale; indicator: Indicator; counts: SchemeCounts[] };

/** What an indicator counts, and scheme by scheme its plot and table where anything is counted. */
export function IndicatorCard({ locale, indicator, counts }: CardProps) {
  const t = translator(locale, "sessions");
  const isCounted = counts.length > 0;
  return (
    <PlotCard
      title={t(`counts.short.${indicator}`)}
      definition={{ question: t("counts.meaning"), answer: <p>{t(`counts.${indicator}`)}</p> }}
      table={
        isCounted ? { name: t("counts.numbers"), ...tableOf(locale, indicator, counts) } : undefined
      }
    >
      {isCounted && <SchemeBars locale={locale} indicator={indicator} counts={counts} />}
    </PlotCard>
  );
}

function tableOf(locale: Locale, indicator: Indicator, counts: SchemeCounts[]): FigureRows {
  const t = translator(locale, "sessions");
  return {
    caption: indicator,
    columns: [t("counts.scheme"), indicator, t("counts.sessions"), t("counts.project")],
    rows: counts.map((one) => [
      one.name ? `${one.code} – ${one.name}` : codeOf(locale, one),
      cellOf(locale, reported(one, indicator)),
      { shown: formatNumber(locale, one.sessions), value: one.sessions },
      one.project ?? "",
    ]),
    sums: [[t("counts.total"), cellOf(locale, totalOf(counts, indicator)), "", ""]],
  };
}

function SchemeBars({ locale, indicator, counts }: CardProps) {
  return (
    <Bars
      title={indicator}
      format={(count) => formatNumber(locale, count)}
      least={1}
      groups={counts.map((one) => {
        const { shown, value } = cellOf(locale, reported(one, indicator));
        const words = value === null ? shown : undefined;
        return {
          key: codeOf(locale, one),
          label: one.name ?? codeOf(locale, one),
          bars: [{ series: "booked", share: value, words }],
        };
      })}
    />
  );
}

function codeOf(locale: Locale, { code }: SchemeCounts): string {
  return code ?? translator(locale, "sessions")("counts.oneOffs");
}

/** A count as it is read, and as it is sorted by: null where there is none to sort by. */
function cellOf(locale: Locale, count: ReturnType<typeof reported>) {
  if (typeof count === "number") return { shown: formatNumber(locale, count), value: count };
  const t = translator(locale, "sessions");
  return {
    shown: t(count === "withheld" ? "counts.withheld" : "counts.notReported"),
    value: null,
  };
}
