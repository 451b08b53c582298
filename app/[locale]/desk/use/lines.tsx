import { Bars } from "#components/occupancy/bars.tsx";
import { CourseLines } from "#components/occupancy/course-lines.tsx";
import { PlotCard } from "#components/occupancy/plot-card.tsx";
import type { Cell, FigureRows } from "#components/ui/figure-table.tsx";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import {
  formatMonth,
  formatNumber,
  formatShortMonth,
  shortWeekdayNames,
  weekdayNames,
} from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { type Figure, SERIES, type Series } from "#lib/places/occupancy/shares.ts";
import type { Grain, Use, UseLine } from "#lib/places/occupancy/use.ts";

/** A plot of more lines is not read: its table has them all. */
const MOST_DRAWN = 20;
/** The file has them all: a longer page is slow to make and to read. */
const MOST_LISTED = 50;

/** One figure, by one grain: by place, by month, by hour. */
type Props = { locale: Locale; grain: Grain; figure: Figure; use: Use };

/** What was booked, attended and sensed; of the missed figure, the share that found all taken. */
type Column = Series | "full";

/** Months, weekdays and hours follow each other: their course is drawn. All else stands side by side. */
export function Lines(props: Props) {
  const { locale, grain, figure, use } = props;
  const t = translator(locale, "occupancy");
  const title = t(grain === "total" && !use.isOwn ? "use.by.region" : `use.by.${grain}`);
  const named = labelled(locale, title, t(`use.${figure}`));
  const unlisted = use[grain].length - MOST_LISTED;
  const isCourse = grain === "month" || grain === "weekday" || grain === "hour";
  const series = columnsOf(use, figure).filter((column) => column !== "full");
  return (
    <PlotCard
      title={title}
      size={isCourse ? undefined : "tall"}
      legend={series.map((name) => ({ series: name, label: t(`use.${name}`) }))}
      note={unlisted > 0 ? t("use.more", { count: unlisted }) : null}
      table={{ name: t("use.numbers"), caption: named, ...tableOf(props) }}
    >
      {isCourse ? <Course title={named} {...props} /> : <Compared title={named} {...props} />}
    </PlotCard>
  );
}

function Course({ title, ...props }: Props & { title: string }) {
  const { locale, grain, figure, use } = props;
  const lines = use[grain];
  return (
    <CourseLines
      title={title}
      format={(share) => percent(locale, share)}
      labels={lines.map((line) => shortLabelOf(props, line))}
      lines={columnsOf(use, figure).map((column) => ({
        series: column,
        values: lines.map((line) => shareOf(line, figure, column)),
      }))}
    />
  );
}

function Compared({ title, ...props }: Props & { title: string }) {
  const { locale, figure, use } = props;
  const drawn = [...wholeOf(props), ...sortedLines(props)].slice(0, MOST_DRAWN);
  return (
    <Bars
      title={title}
      format={(share) => percent(locale, share)}
      groups={drawn.map((line) => ({
        key: line.key,
        label: labelOf(props, line),
        bars: columnsOf(use, figure).map((column) => {
          const share = shareOf(line, figure, column);
          const words = share === null ? whyUnshown(locale, line, column) : undefined;
          return { series: column, share, words };
        }),
      }))}
    />
  );
}

function tableOf(props: Props): Omit<FigureRows, "caption"> {
  const { locale, figure, use } = props;
  const t = translator(locale, "occupancy");
  const [whole] = wholeOf(props);
  return {
    columns: [
      t("use.what"),
      ...columnsOf(use, figure).map((column) =>
        t(column === "full" ? "use.missed" : `use.${column}`),
      ),
      ...(figure === "missed" ? [t("use.missedHours")] : []),
      t("use.openHours"),
    ],
    rows: sortedLines(props)
      .slice(0, MOST_LISTED)
      .map((line) => rowOf(props, line)),
    ...(whole && { sums: [rowOf(props, whole)] }),
  };
}

function rowOf(props: Props, line: UseLine): Cell[] {
  const { locale, figure, use } = props;
  const hours = (value: number) => formatNumber(locale, value, { maximumFractionDigits: 1 });
  const withheld = translator(locale, "occupancy")("use.withheld");
  const { missedHours, openHours } = line;
  const missed = {
    shown: missedHours === null ? withheld : hours(missedHours),
    value: missedHours,
  };
  return [
    labelOf(props, line),
    ...columnsOf(use, figure).map((column) => {
      const value = shareOf(line, figure, column);
      return {
        shown: value === null ? whyUnshown(locale, line, column) : percent(locale, value),
        value,
      };
    }),
    ...(figure === "missed" ? [missed] : []),
    { shown: hours(openHours), value: openHours },
  ];
}

/** Places are compared: the fullest first. What has an order of its own keeps it. */
function sortedLines({ grain, figure, use }: Props): UseLine[] {
  if (grain !== "total") return use[grain];
  return use.total.toSorted((one, other) => mostOf(other, figure) - mostOf(one, figure));
}

function mostOf({ shares, missedShare }: UseLine, figure: Figure): number {
  if (figure === "missed") return missedShare ?? -1;
  return Math.max(...SERIES.map((series) => shares[series][figure] ?? -1));
}

/** Places, or rooms, together: where there is more than one. */
function wholeOf({ locale, grain, use }: Props): UseLine[] {
  const isSummed = (grain === "total" || grain === "room") && use[grain].length > 1;
  const name = translator(locale, "occupancy")("use.together");
  return isSummed ? [{ ...use.whole, key: "", name }] : [];
}

/** Outsiders are told only what was booked: what nobody may read has no column. */
function columnsOf(use: Use, figure: Figure): readonly Column[] {
  if (figure === "missed") return ["full"];
  const measured = SERIES.filter((series) =>
    [use.whole, ...use.total].some(({ shares }) => shares[series][figure] !== null),
  );
  return use.isOwn || measured.length === 0 ? SERIES : measured;
}

function shareOf(line: UseLine, figure: Figure, column: Column): number | null {
  if (column === "full" || figure === "missed") return line.missedShare;
  return line.shares[column][figure];
}

function whyUnshown(locale: Locale, line: UseLine, column: Column): string {
  const t = translator(locale, "occupancy");
  if (column === "full") return t(line.missedHours === null ? "use.withheld" : "use.unmeasured");
  return t(line.shares[column].isWithheld ? "use.withheld" : `use.without.${column}`);
}

function percent(locale: Locale, share: number): string {
  return formatNumber(locale, share, { style: "percent", maximumFractionDigits: 1 });
}

/** Of an axis: "Mar", "mon", "14". */
function shortLabelOf({ locale, grain, use }: Props, { key }: UseLine): string {
  if (grain === "hour") return key;
  if (grain === "weekday") return shortWeekdayNames(locale)[Number(key) - 1] ?? "";
  return formatShortMonth(
    locale,
    Temporal.PlainDate.from({ year: use.year, month: Number(key), day: 1 }),
  );
}

function labelOf({ locale, grain, use }: Props, { key, name }: UseLine): string {
  switch (grain) {
    case "weekday":
      return weekdayNames(locale)[Number(key) - 1] ?? key;
    case "hour":
      return `${key}:00`;
    case "month":
      return formatMonth(
        locale,
        Temporal.PlainYearMonth.from({ year: use.year, month: Number(key) }),
      );
    case "total":
      // Whoever keeps no place of them reads regions; the whole has no key.
      return use.isOwn || key === "" ? name : translator(locale, "spaces")(`regions.${key}`);
    default:
      return name;
  }
}
