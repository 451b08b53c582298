import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FigureTiles } from "#components/occupancy/figure-tiles.tsx";
import { UseSection } from "#components/occupancy/use-section.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatMonth, formatNumber, formatShortDay, weekdayNames } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { DomainError } from "#lib/foundation/platform/errors.ts";
import { FORESEEN, foreseen, meanError } from "#lib/places/occupancy/forecast.ts";
import { useWish } from "#lib/places/occupancy/schema.ts";
import { FIGURES, type Figure, SERIES } from "#lib/places/occupancy/shares.ts";
import {
  GRAINS,
  type Grain,
  keepsBookings,
  type Use,
  type UseLine,
  yearOfUse,
} from "#lib/places/occupancy/use.ts";
import { type NamedSpace, spacesWhere } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const YEARS_BACK = 3;
/** A plot of more lines is not read: its table has them all. */
const MOST_DRAWN = 20;
/** The file has them all: a longer page is slow to make and to read. */
const MOST_LISTED = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "occupancy")("use.title") };
}

/** One figure at a time: what it means, booked, attended and sensed side by side, as plots, tables and files. */
export default async function UsePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("use.read", `/${locale}/desk/use`);
  const t = translator(locale, "occupancy");
  const asked = await searchParams;
  const thisYear = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).year;
  const wish = useWish.parse({
    year: one(asked.year),
    space: one(asked.space) || undefined,
    figure: one(asked.figure),
  });
  const { year = thisYear, space: slug, figure = "frequency" } = wish;
  const mine = (await spacesWhere(ctx, "use.read")).filter(({ id }) => keepsBookings(ctx, id));
  const use = await yearOfUse(ctx, { year, space: slug }).catch((error: unknown) => {
    if (error instanceof DomainError && ["forbidden", "not_found"].includes(error.kind)) notFound();
    throw error;
  });
  const query = { year: String(year), ...(slug ? { space: slug } : {}) };
  const fileOf = (more: Record<string, string> = {}) =>
    `/api/v1/use.csv?${new URLSearchParams({ ...query, ...more })}`;
  const space = mine.find((known) => known.slug === slug);

  return (
    <>
      <h1>{t("use.title")}</h1>
      <p>{t("use.intro")}</p>
      {!use.isOwn && <p>{t("use.outside")}</p>}
      <form className="search" action={`/${locale}/desk/use`} method="get">
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
            ...mine.map((known) => ({ value: known.slug, label: known.name })),
          ]}
        />
        <button type="submit" className="button quiet">
          {t("use.show")}
        </button>
      </form>
      {use.total.length === 0 ? (
        <Empty text={t("use.none")} />
      ) : (
        <>
          <FigureTiles
            label={t("use.figures")}
            tiles={FIGURES.map((name) => ({
              ...tileOf(locale, use, name),
              href: `/${locale}/desk/use?${new URLSearchParams({ ...query, figure: name })}`,
              isShown: name === figure,
            }))}
          />
          <h2>{t(`use.${figure}`)}</h2>
          <details>
            <summary>{t("use.meaning")}</summary>
            <p>{t(`use.means.${figure}`)}</p>
          </details>
          {figure !== "missed" && <Meanings locale={locale} />}
          <p className="row">
            <a className="button quiet" href={fileOf({ figure })} download>
              {t("use.fileOf", { figure: t(`use.${figure}`) })}
            </a>
            <a className="button quiet" href={fileOf()} download>
              {t("use.file")}
            </a>
          </p>
          {GRAINS.filter((grain) => use[grain].length > 0).map((grain) => (
            <Lines key={grain} locale={locale} grain={grain} figure={figure} use={use} />
          ))}
          {slug && <Equipment locale={locale} use={use} href={fileOf({ part: "equipment" })} />}
          {space && <Foreseen ctx={ctx} locale={locale} space={space} href={fileOf({ part: "foreseen" })} />}
          {!slug && mine.length > 0 && <p className="fact">{t("use.chooseOne")}</p>}
        </>
      )}
    </>
  );
}

/** One figure of all that is shown, as it was booked, and its course by month: what the tables below have as well. */
function tileOf(locale: Locale, use: Use, figure: Figure) {
  const t = translator(locale, "occupancy");
  const shareOf = ({ shares, missedShare }: UseLine) =>
    figure === "missed" ? missedShare : shares.booked[figure];
  const [only, ...others] = use.total;
  const shown = only && others.length === 0 ? only : use.whole;
  const share = shareOf(shown);
  const isWithheld = figure === "missed" ? shown.missedHours === null : shown.shares.booked.isWithheld;
  const course = new Map(use.month.map((line) => [Number(line.key), shareOf(line)]));
  const last = Math.max(...course.keys(), 0);
  return {
    key: figure,
    name: t(`use.${figure}`),
    value:
      share === null
        ? t(isWithheld ? "use.withheld" : "use.unmeasured")
        : formatNumber(locale, share, { style: "percent", maximumFractionDigits: 0 }),
    of: figure === "missed" ? String(use.year) : `${t("use.booked")}, ${use.year}`,
    course: Array.from({ length: last }, (_, month) => course.get(month + 1) ?? null),
  };
}

function Meanings({ locale }: { locale: Locale }) {
  const t = translator(locale, "occupancy");
  return (
    <ul className="legend">
      {SERIES.map((series) => (
        <li key={series} className={series}>
          {t(`use.means.${series}`)}
        </li>
      ))}
    </ul>
  );
}

type LinesProps = { locale: Locale; grain: Grain; figure: Figure; use: Use };

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
    grain === "total" ? use.total.toSorted((a, b) => mostOf(b, figure) - mostOf(a, figure)) : use[grain];
  const withWhole =
    grain === "total" && lines.length > 1 ? [{ ...use.whole, name: t("use.together") }, ...lines] : lines;
  const listed = withWhole.slice(0, MOST_LISTED);
  const note =
    withWhole.length > MOST_LISTED ? t("use.more", { count: withWhole.length - MOST_LISTED }) : null;
  const labels = (line: UseLine) =>
    use.isOwn || grain !== "total" || line.key === ""
      ? labelOf(locale, grain, line, use.year)
      : translator(locale, "spaces")(`regions.${line.key}`);

  if (figure === "missed")
    return (
      <UseSection
        title={title}
        plot={{
          title: named,
          format: percent,
          groups: withWhole.slice(0, MOST_DRAWN).map((line) => ({
            key: line.key,
            label: labels(line),
            bars: [{ series: "full", share: line.missedShare }],
          })),
        }}
        table={{
          columns: [t("use.what"), t("use.missed"), t("use.missedHours"), t("use.openHours")],
          rows: listed.map((line) => [
            labels(line),
            line.missedHours === null ? t("use.withheld") : percent(line.missedShare),
            line.missedHours === null ? t("use.withheld") : number(line.missedHours),
            number(line.openHours),
          ]),
        }}
        note={note}
      />
    );

  return (
    <UseSection
      title={title}
      plot={{
        title: named,
        format: percent,
        groups: withWhole.slice(0, MOST_DRAWN).map((line) => ({
          key: line.key,
          label: labels(line),
          bars: SERIES.map((series) => ({ series, share: line.shares[series][figure] })),
        })),
      }}
      table={{
        columns: [t("use.what"), ...SERIES.map((series) => t(`use.${series}`)), t("use.openHours")],
        rows: listed.map((line) => [
          labels(line),
          ...SERIES.map((series) =>
            line.shares[series][figure] === null && line.shares[series].isWithheld
              ? t("use.withheld")
              : percent(line.shares[series][figure]),
          ),
          number(line.openHours),
        ]),
      }}
      note={note}
    />
  );
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
    <UseSection
      title={t("use.equipment")}
      definition={t("use.means.equipment")}
      plot={{
        title: t("use.equipment"),
        format: percent,
        groups: equipment.map(({ kind, share }) => ({
          key: kind,
          label: nameOf(kind),
          bars: [{ series: "booked", share }],
        })),
      }}
      table={{
        columns: [t("use.kind"), t("use.pieces"), t("use.taken"), t("use.hoursTaken"), t("use.shareTaken")],
        rows: equipment.map(({ kind, pieces, bookings, pieceHours, share }) => [
          nameOf(kind),
          pieces,
          bookings,
          formatNumber(locale, pieceHours, { maximumFractionDigits: 0 }),
          share === null ? t("use.unmeasured") : percent(share),
        ]),
      }}
      file={{ href, label: t("use.fileOf", { figure: t("use.equipment") }) }}
    />
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
    <UseSection
      title={t("use.foreseen")}
      definition={t("use.means.foreseen")}
      plot={{
        title: t("use.foreseen"),
        format: hours,
        least: 1,
        groups: days.map((day) => ({
          key: day.day,
          label: labelOfDay(day.day),
          bars: FORESEEN.map((series) => ({ series, share: day[series] })),
        })),
      }}
      legend={FORESEEN.map((series) => ({ series, label: t(`use.expected.${series}`) }))}
      table={{
        columns: [t("use.day"), ...FORESEEN.map((name) => t(`use.expected.${name}`))],
        rows: days.map((day) => [
          labelOfDay(day.day),
          ...FORESEEN.map((name) => {
            const value = day[name];
            return value === null ? t("use.unmeasured") : hours(value);
          }),
        ]),
      }}
      note={errors.join(" ") || null}
      file={{ href, label: t("use.fileOf", { figure: t("use.foreseen") }) }}
    />
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

function one(value: string | string[] | undefined): string | undefined {
  return [value].flat()[0];
}
