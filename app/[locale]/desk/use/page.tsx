import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Bars } from "#components/occupancy/bars.tsx";
import { BusyMap, BusyWords } from "#components/occupancy/busy-hours.tsx";
import { CourseLines } from "#components/occupancy/course-lines.tsx";
import { FigureTiles } from "#components/occupancy/figure-tiles.tsx";
import { PlotCard } from "#components/occupancy/plot-card.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField } from "#components/ui/field.tsx";
import type { Cell } from "#components/ui/figure-table.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { Unread } from "#components/ui/unread.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import {
  formatMonth,
  formatNumber,
  formatShortDay,
  formatShortMonth,
  shortWeekdayNames,
  weekdayNames,
} from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type PageQuery, readableIn } from "#lib/foundation/platform/http/page-query.ts";
import { busyHours } from "#lib/places/occupancy/busy-hours.ts";
import { FORESEEN, foreseen, meanError } from "#lib/places/occupancy/forecast.ts";
import { useInput } from "#lib/places/occupancy/schema.ts";
import { FIGURES, type Figure, SERIES, type Series } from "#lib/places/occupancy/shares.ts";
import {
  GRAINS,
  type Grain,
  keepsBookings,
  type Use,
  type UseLine,
  yearOfUse,
} from "#lib/places/occupancy/use.ts";
import { type Remark, worthALook } from "#lib/places/occupancy/worth-a-look.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import type { NamedSpace } from "#lib/places/spaces/queries.ts";
import { tileOfUse } from "./tile-of-use.ts";
import "#components/desk/today.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

const YEARS_BACK = 3;
/** A plot of more lines is not read: its table has them all. */
const MOST_DRAWN = 20;
/** What is compared and its course: the first two plots. */
const BESIDE_EACH_OTHER = 2;
/** The file has them all: a longer page is slow to make and to read. */
const MOST_LISTED = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "occupancy")("use.title") };
}

/**
 * One figure at a time: what it means, booked, attended and sensed side by side, as plots, tables
 * and files.
 */
export default async function UsePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("use.read", `/${locale}/desk/use`);
  const t = translator(locale, "occupancy");
  const asked = await searchParams;
  const thisYear = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).year;
  const { asked: input, unread } = readableIn(useInput.omit({ part: true }), asked);
  const { year = thisYear, figure = "frequency" } = input;
  const { own: readable, shown } = await chosenSpaces(ctx, "use.read");
  const own = readable.filter(({ id }) => keepsBookings(ctx, id));
  // Until one is asked for here: the place that the whole desk is about.
  const [chosen, ...others] = shown.filter(({ id }) => own.some((known) => known.id === id));
  const isOfDesk = asked.space === undefined && others.length === 0;
  const slug = isOfDesk ? chosen?.slug : input.space;
  const use = await yearOfUse(ctx, { year, space: slug }).catch((error: unknown) => {
    if (error instanceof DomainError && ["forbidden", "not_found"].includes(error.kind)) notFound();
    throw error;
  });
  const query = { year: String(year), ...(slug ? { space: slug } : {}) };
  const fileOf = (more: Record<string, string> = {}) =>
    `/api/v1/use.csv?${new URLSearchParams({ ...query, ...more })}`;
  const space = own.find((known) => known.slug === slug);
  // Of one place, what its rooms say together is said with its rooms.
  const drawn = GRAINS.filter(
    (grain) => use[grain].length > 0 && !(grain === "total" && use.room.length > 0),
  );
  const lines = (grain: Grain) => (
    <Lines key={grain} locale={locale} grain={grain} figure={figure} use={use} />
  );

  return (
    <>
      <div className="work-head">
        <h1>{t("use.title")}</h1>
        <div className="work-do">
          <PrintButton label={t("use.print")} isQuiet />
          <a className="button quiet" href={fileOf({ figure })} download>
            {t("use.fileOf", { figure: t(`use.${figure}`) })}
          </a>
          <a className="button" href={fileOf()} download>
            <Icon name="download" />
            {t("use.file")}
          </a>
        </div>
      </div>
      <p>{use.isOwn ? t("use.intro") : t("use.outside")}</p>
      <form className="filter-line" action={`/${locale}/desk/use`} method="get">
        <input type="hidden" name="figure" value={figure} />
        <SelectField
          label={t("use.year")}
          name="year"
          defaultValue={String(year)}
          options={Array.from({ length: YEARS_BACK + 1 }, (_, back) => String(thisYear - back)).map(
            (value) => ({
              value,
              label: value,
            }),
          )}
        />
        <SelectField
          label={t("use.place")}
          name="space"
          defaultValue={slug ?? ""}
          options={[
            { value: "", label: t("use.network") },
            ...own.map((known) => ({ value: known.slug, label: known.name })),
          ]}
        />
        <button type="submit" className="button quiet">
          {t("use.show")}
        </button>
      </form>
      <Unread locale={locale} unread={unread} />
      {use.total.length === 0 ? (
        <Empty text={t("use.none")} />
      ) : (
        <>
          <FigureTiles
            label={t("use.figures")}
            tiles={FIGURES.map((name) => ({
              ...tileOfUse(locale, use, name),
              href: `/${locale}/desk/use?${new URLSearchParams({ ...query, figure: name })}`,
              isShown: name === figure,
            }))}
          />
          <h2>{t(`use.${figure}`)}</h2>
          <details className="def">
            <summary>
              <Icon name="info" />
              {t("use.meaning")}
            </summary>
            <div>
              <p>{t(`use.means.${figure}`)}</p>
              {figure !== "missed" &&
                SERIES.map((series) => <p key={series}>{t(`use.means.${series}`)}</p>)}
            </div>
          </details>
          {!slug && own.length > 0 && <p className="fact">{t("use.chooseOne")}</p>}
          <div className="plot-cards">
            {drawn.slice(0, BESIDE_EACH_OTHER).map(lines)}
            {space && <Busy ctx={ctx} locale={locale} space={space} />}
            {space && <WorthALook locale={locale} remarks={worthALook(use)} />}
            {drawn.slice(BESIDE_EACH_OTHER).map(lines)}
            {slug && <Equipment locale={locale} use={use} href={fileOf({ part: "equipment" })} />}
            {space && (
              <Foreseen
                ctx={ctx}
                locale={locale}
                space={space}
                href={fileOf({ part: "foreseen" })}
              />
            )}
          </div>
        </>
      )}
    </>
  );
}

type BusyProps = { ctx: Context; locale: Locale; space: NamedSpace };

/** The hours of a week, as its public page has them: in words, which tell of nobody. */
async function Busy({ ctx, locale, space }: BusyProps) {
  const t = translator(locale, "occupancy");
  const hours = await busyHours(ctx, space);
  if (hours.every(({ band }) => band === null)) return null;
  const days = weekdayNames(locale);
  const bands = { quiet: t("bands.quiet"), busy: t("bands.busy"), full: t("bands.full") };
  return (
    <PlotCard
      title={t("hours.title")}
      size="tall"
      note={t("hours.caption")}
      definition={{
        question: t("use.inWords"),
        answer: (
          <>
            <BusyWords hours={hours} days={days} bands={bands} hidden={t("hours.hidden")} />
            <p>{t("use.busyHours")}</p>
          </>
        ),
      }}
    >
      <BusyMap
        hours={hours}
        days={shortWeekdayNames(locale)}
        caption={t("hours.caption")}
        bands={bands}
      />
    </PlotCard>
  );
}

const LOOKS = { emptyDay: "clock", largeRoom: "people", uncounted: "info" } as const;

/** What strikes in the figures, in words. */
function WorthALook({ locale, remarks }: { locale: Locale; remarks: Remark[] }) {
  if (remarks.length === 0) return null;
  const t = translator(locale, "occupancy");
  const percent = (share: number) =>
    formatNumber(locale, share, { style: "percent", maximumFractionDigits: 0 });
  const filled = (remark: Remark): Record<string, string> => {
    switch (remark.about) {
      case "emptyDay":
        return {
          day: weekdayNames(locale)[remark.weekday - 1] ?? "",
          share: percent(remark.share),
        };
      case "largeRoom":
        return { room: remark.room, share: percent(remark.share) };
      case "uncounted":
        return { rooms: remark.rooms.join(", ") };
    }
  };
  return (
    <PlotCard title={t("use.look")}>
      <ul className="looks">
        {remarks.map((remark) => (
          <li key={remark.about}>
            <Icon name={LOOKS[remark.about]} />
            <div>
              <b>{t(`use.remarks.${remark.about}`, filled(remark))}</b>
              <p className="fact">{t(`use.remarks.${remark.about}Text`, filled(remark))}</p>
            </div>
          </li>
        ))}
      </ul>
    </PlotCard>
  );
}

type LinesProps = { locale: Locale; grain: Grain; figure: Figure; use: Use };

/** Months, weekdays and hours follow each other: their course is drawn. All else stands side by side. */
function Lines({ locale, grain, figure, use }: LinesProps) {
  const t = translator(locale, "occupancy");
  const number = (value: number) => formatNumber(locale, value, { maximumFractionDigits: 1 });
  const percent = (share: number | null) =>
    share === null
      ? t("use.unmeasured")
      : formatNumber(locale, share, { style: "percent", maximumFractionDigits: 1 });
  const title = t(grain === "total" && !use.isOwn ? "use.by.region" : `use.by.${grain}`);
  const named = labelled(locale, title, t(`use.${figure}`));
  // Places are compared: the fullest first. What has an order of its own keeps it.
  const lines =
    grain === "total"
      ? use.total.toSorted((a, b) => mostOf(b, figure) - mostOf(a, figure))
      : use[grain];
  const listed = lines.slice(0, MOST_LISTED);
  const note =
    lines.length > MOST_LISTED ? t("use.more", { count: lines.length - MOST_LISTED }) : null;
  const labels = (line: UseLine) =>
    use.isOwn || grain !== "total" || line.key === ""
      ? labelOf(locale, grain, line, use.year)
      : translator(locale, "spaces")(`regions.${line.key}`);
  const whole = { ...use.whole, key: "", name: t("use.together") };
  const withWhole = (grain === "total" || grain === "room") && lines.length > 1;

  const isMissed = figure === "missed";
  const series = isMissed ? (["full"] as const) : seriesIn(use, figure);
  const shareOf = (line: UseLine, name: (typeof series)[number]) =>
    name === "full" || isMissed ? line.missedShare : line.shares[name][figure];
  const unshown = (line: UseLine, name: (typeof series)[number]) =>
    name === "full"
      ? line.missedHours === null
        ? t("use.withheld")
        : t("use.unmeasured")
      : line.shares[name].isWithheld
        ? t("use.withheld")
        : t(`use.without.${name}`);
  const cell = (line: UseLine, name: (typeof series)[number]): Cell => {
    const value = shareOf(line, name);
    return { shown: value === null ? unshown(line, name) : percent(value), value };
  };
  const rowOf = (line: UseLine): Cell[] => [
    labels(line),
    ...series.map((name) => cell(line, name)),
    ...(isMissed
      ? [
          {
            shown: line.missedHours === null ? t("use.withheld") : number(line.missedHours),
            value: line.missedHours,
          },
        ]
      : []),
    { shown: number(line.openHours), value: line.openHours },
  ];
  const isCourse = grain === "month" || grain === "weekday" || grain === "hour";
  return (
    <PlotCard
      title={title}
      size={isCourse ? undefined : "tall"}
      legend={isMissed ? [] : series.map((name) => ({ series: name, label: t(`use.${name}`) }))}
      note={note}
      table={{
        name: t("use.numbers"),
        caption: named,
        columns: [
          t("use.what"),
          ...series.map((name) => t(name === "full" ? "use.missed" : `use.${name}`)),
          ...(isMissed ? [t("use.missedHours")] : []),
          t("use.openHours"),
        ],
        rows: listed.map(rowOf),
        ...(withWhole ? { sums: [rowOf(whole)] } : {}),
      }}
    >
      {isCourse ? (
        <CourseLines
          title={named}
          format={(share) =>
            formatNumber(locale, share, { style: "percent", maximumFractionDigits: 1 })
          }
          labels={lines.map((line) => shortLabelOf(locale, grain, line, use.year))}
          lines={series.map((name) => ({
            series: name,
            values: lines.map((line) => shareOf(line, name)),
          }))}
        />
      ) : (
        <Bars
          title={named}
          format={percent}
          groups={[...(withWhole ? [whole] : []), ...lines].slice(0, MOST_DRAWN).map((line) => ({
            key: line.key,
            label: labels(line),
            bars: series.map((name) => {
              const share = shareOf(line, name);
              return {
                series: name,
                share,
                words: share === null ? unshown(line, name) : undefined,
              };
            }),
          }))}
        />
      )}
    </PlotCard>
  );
}

/** Outsiders are told only what was booked: what nobody may read has no column. */
function seriesIn(use: Use, figure: Exclude<Figure, "missed">): readonly Series[] {
  const measured = SERIES.filter((series) =>
    [use.whole, ...use.total].some(({ shares }) => shares[series][figure] !== null),
  );
  return use.isOwn || measured.length === 0 ? SERIES : measured;
}

function mostOf({ shares, missedShare }: UseLine, figure: Figure): number {
  if (figure === "missed") return missedShare ?? -1;
  return Math.max(...SERIES.map((series) => shares[series][figure] ?? -1));
}

function Equipment({ locale, use, href }: { locale: Locale; use: Use; href: string }) {
  const { equipment } = use;
  if (equipment.length === 0) return null;
  const t = translator(locale, "occupancy");
  const spaces = translator(locale, "spaces");
  const percent = (share: number) =>
    formatNumber(locale, share, { style: "percent", maximumFractionDigits: 1 });
  const nameOf = (kind: string) => spaces.or(`features.${kind}`, kind);
  return (
    <PlotCard
      title={t("use.equipment")}
      definition={{ question: t("use.meaning"), answer: <p>{t("use.means.equipment")}</p> }}
      table={{
        name: t("use.numbers"),
        caption: t("use.equipment"),
        columns: [
          t("use.kind"),
          t("use.pieces"),
          t("use.taken"),
          t("use.hoursTaken"),
          t("use.shareTaken"),
        ],
        rows: equipment.map(({ kind, pieces, bookings, pieceHours, share }) => [
          nameOf(kind),
          { shown: formatNumber(locale, pieces), value: pieces },
          { shown: formatNumber(locale, bookings), value: bookings },
          {
            shown: formatNumber(locale, pieceHours, { maximumFractionDigits: 0 }),
            value: pieceHours,
          },
          { shown: share === null ? t("use.unmeasured") : percent(share), value: share },
        ]),
      }}
      file={{ href, label: t("use.csv") }}
    >
      <Bars
        title={t("use.equipment")}
        format={percent}
        groups={equipment.map(({ kind, share }) => ({
          key: kind,
          label: nameOf(kind),
          bars: [{ series: "booked", share, words: t("use.unmeasured") }],
        }))}
      />
    </PlotCard>
  );
}

type ForeseenProps = { ctx: Context; locale: Locale; space: NamedSpace; href: string };

/** What was to be expected beside what came: seven days back, seven ahead. */
async function Foreseen({ ctx, locale, space, href }: ForeseenProps) {
  const t = translator(locale, "occupancy");
  const days = await foreseen(ctx, space);
  const hours = (value: number) => formatNumber(locale, value, { maximumFractionDigits: 0 });
  const labelOfDay = (day: string) => formatShortDay(locale, Temporal.PlainDate.from(day));
  const errors = (["booked", "usual"] as const).flatMap((predicted) => {
    const error = meanError(days, predicted, predicted === "usual" ? "sensed" : "attended");
    return error === null ? [] : [t(`use.error.${predicted}`, { hours: hours(error) })];
  });
  return (
    <PlotCard
      title={t("use.foreseen")}
      size="whole"
      definition={{ question: t("use.meaning"), answer: <p>{t("use.means.foreseen")}</p> }}
      legend={FORESEEN.map((series) => ({ series, label: t(`use.expected.${series}`) }))}
      table={{
        name: t("use.numbers"),
        caption: t("use.foreseen"),
        columns: [t("use.day"), ...FORESEEN.map((name) => t(`use.expected.${name}`))],
        rows: days.map((day) => [
          labelOfDay(day.day),
          ...FORESEEN.map((name) => {
            const value = day[name];
            return { shown: value === null ? t("use.unmeasured") : hours(value), value };
          }),
        ]),
      }}
      note={errors.join(" ") || null}
      file={{ href, label: t("use.csv") }}
    >
      <CourseLines
        title={t("use.foreseen")}
        format={hours}
        least={1}
        labels={days.map((day) => labelOfDay(day.day))}
        lines={FORESEEN.map((series) => ({ series, values: days.map((day) => day[series]) }))}
      />
    </PlotCard>
  );
}

/** Of an axis: "Mar", "mon", "14". */
function shortLabelOf(locale: Locale, grain: Grain, line: UseLine, year: number): string {
  if (grain === "hour") return line.key;
  if (grain === "weekday") return shortWeekdayNames(locale)[Number(line.key) - 1] ?? "";
  return formatShortMonth(
    locale,
    Temporal.PlainDate.from({ year, month: Number(line.key), day: 1 }),
  );
}

function labelOf(locale: Locale, grain: Grain, { key, name }: UseLine, year: number): string {
  switch (grain) {
    case "weekday":
      return weekdayNames(locale)[Number(key) - 1] ?? key;
    case "hour":
      return `${key}:00`;
    case "month":
      return formatMonth(locale, Temporal.PlainYearMonth.from({ year, month: Number(key) }));
    default:
      return name;
  }
}
