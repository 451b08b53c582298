import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Bars } from "#components/occupancy/bars.tsx";
import { BusyMap, BusyWords } from "#components/occupancy/busy-hours.tsx";
import { CourseLines } from "#components/occupancy/course-lines.tsx";
import { FigureTiles } from "#components/occupancy/figure-tiles.tsx";
import { PlotCard } from "#components/occupancy/plot-card.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { PrintButton } from "#components/ui/print-button.tsx";
import { Unread } from "#components/ui/unread.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import {
  formatNumber,
  formatShortDay,
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
import { FIGURES, type Figure, SERIES } from "#lib/places/occupancy/shares.ts";
import {
  GRAINS,
  type Grain,
  keepsBookings,
  type Use,
  yearOfUse,
} from "#lib/places/occupancy/use.ts";
import { type Remark, worthALook } from "#lib/places/occupancy/worth-a-look.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import type { NamedSpace } from "#lib/places/spaces/queries.ts";
import { Lines } from "./lines.tsx";
import { tileOfUse } from "./tile-of-use.ts";
import "#components/desk/today.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

const YEARS_BACK = 3;
/** What is compared and its course: the first two plots. */
const BESIDE_EACH_OTHER = 2;

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
        <YearField locale={locale} thisYear={thisYear} chosen={year} />
        <PlaceField locale={locale} places={own} chosen={slug ?? ""} />
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
          <Meaning locale={locale} figure={figure} />
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

type YearProps = { locale: Locale; thisYear: number; chosen: number };

function YearField({ locale, thisYear, chosen }: YearProps) {
  const years = Array.from({ length: YEARS_BACK + 1 }, (_, back) => String(thisYear - back));
  return (
    <SelectField
      label={translator(locale, "occupancy")("use.year")}
      name="year"
      defaultValue={String(chosen)}
      options={optionsOf(years, (year) => year)}
    />
  );
}

type PlaceProps = { locale: Locale; places: NamedSpace[]; chosen: string };

/** One of one's own, or the whole network. */
function PlaceField({ locale, places, chosen }: PlaceProps) {
  const t = translator(locale, "occupancy");
  return (
    <SelectField
      label={t("use.place")}
      name="space"
      defaultValue={chosen}
      options={[
        { value: "", label: t("use.network") },
        ...places.map(({ slug, name }) => ({ value: slug, label: name })),
      ]}
    />
  );
}

/** What a figure says, and what was booked, attended and sensed are. */
function Meaning({ locale, figure }: { locale: Locale; figure: Figure }) {
  const t = translator(locale, "occupancy");
  return (
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
