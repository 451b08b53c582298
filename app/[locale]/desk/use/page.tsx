import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Bars } from "#components/occupancy/bars.tsx";
import { DataTable } from "#components/research/data-table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { NETWORK_ZONE } from "#lib/booking/search-form.ts";
import { formatMonth, formatNumber, weekdayNames } from "#lib/i18n/format.ts";
import { type Locale, localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { staffContext } from "#lib/identity/session.ts";
import { useWish } from "#lib/occupancy/schema.ts";
import { GRAINS, type Grain, SERIES, type Use, type UseLine, yearOfUse } from "#lib/occupancy/use.ts";
import { DomainError } from "#lib/platform/errors.ts";
import { spacesWhere } from "#lib/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const YEARS_BACK = 3;
/** A plot of more lines is not read: its table has them all. */
const MOST_DRAWN = 20;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "occupancy")("use.title") };
}

/** Booked, attended and sensed side by side: each figure with its definition, its plot, its table and its file. */
export default async function UsePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("use.read", `/${locale}/desk/use`);
  const t = translator(locale, "occupancy");
  const asked = await searchParams;
  const thisYear = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).year;
  const wish = useWish.parse({ year: one(asked.year), space: one(asked.space) || undefined });
  const { year = thisYear, space } = wish;
  const mine = await spacesWhere(ctx, "use.read");
  const use = await yearOfUse(ctx, { year, space }).catch((error: unknown) => {
    if (error instanceof DomainError && ["forbidden", "not_found"].includes(error.kind)) notFound();
    throw error;
  });
  const query = new URLSearchParams({ year: String(year), ...(space ? { space } : {}) });

  return (
    <>
      <h1>{t("use.title")}</h1>
      <p>{t("use.intro")}</p>
      <form className="search" action={`/${locale}/desk/use`} method="get">
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
          defaultValue={space ?? ""}
          options={[
            { value: "", label: t("use.network") },
            ...mine.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
        <button type="submit" className="button quiet">
          {t("use.show")}
        </button>
      </form>
      <ul>
        {(["frequency", "occupancy", "utilisation", "noShows"] as const).map((figure) => (
          <li key={figure}>{t(`use.${figure}Is`)}</li>
        ))}
      </ul>
      {use.total.length === 0 ? (
        <Empty text={t("use.none")} />
      ) : (
        <>
          <p className="row">
            <a className="button quiet" href={`/api/v1/use.csv?${query}`} download>
              {t("use.file")}
            </a>
          </p>
          <p className="legend">
            {SERIES.map((series) => (
              <span key={series} className={series}>
                {t(`use.${series}`)}
              </span>
            ))}
          </p>
          {GRAINS.filter((grain) => use[grain].length > 0).map((grain) => (
            <Lines key={grain} locale={locale} grain={grain} lines={use[grain]} />
          ))}
          <Equipment locale={locale} use={use} />
        </>
      )}
    </>
  );
}

function Lines({ locale, grain, lines }: { locale: Locale; grain: Grain; lines: UseLine[] }) {
  const t = translator(locale, "occupancy");
  const percent = (share: number | null) =>
    share === null
      ? t("use.unmeasured")
      : formatNumber(locale, share, { style: "percent", maximumFractionDigits: 1 });
  const hours = (value: number) => formatNumber(locale, value, { maximumFractionDigits: 1 });
  const title = t(`use.by.${grain}`);
  return (
    <section>
      <h2>{title}</h2>
      <Bars
        title={`${title}: ${t("use.frequency")}`}
        format={percent}
        groups={lines.slice(0, MOST_DRAWN).map((line) => ({
          key: line.key,
          label: labelOf(locale, grain, line),
          bars: SERIES.map((series) => ({ series, share: line.shares[series].frequency })),
        }))}
      />
      <DataTable
        caption={title}
        columns={[
          t("use.what"),
          ...SERIES.flatMap((series) =>
            (["frequency", "occupancy", "utilisation"] as const).map(
              (figure) => `${t(`use.${series}`)}: ${t(`use.${figure}`)}`,
            ),
          ),
          t("use.noShows"),
        ]}
        rows={lines.map((line) => [
          labelOf(locale, grain, line),
          ...SERIES.flatMap((series) => {
            const { frequency, occupancy, utilisation } = line.shares[series];
            return [percent(frequency), percent(occupancy), percent(utilisation)];
          }),
          hours(line.missedHours),
        ])}
      />
    </section>
  );
}

function Equipment({ locale, use: { equipment } }: { locale: Locale; use: Use }) {
  if (equipment.length === 0) return null;
  const t = translator(locale, "occupancy");
  const spaces = translator(locale, "spaces");
  return (
    <section>
      <h2>{t("use.equipment")}</h2>
      <DataTable
        caption={t("use.equipment")}
        columns={[t("use.kind"), t("use.taken"), t("use.hoursTaken")]}
        rows={equipment.map(({ kind, bookings, pieceHours }) => [
          spaces.or(`features.${kind}`, kind),
          bookings,
          formatNumber(locale, pieceHours, { maximumFractionDigits: 0 }),
        ])}
      />
    </section>
  );
}

function labelOf(locale: Locale, grain: Grain, { key, name }: UseLine): string {
  switch (grain) {
    case "weekday":
      return weekdayNames(locale)[Number(key) - 1] ?? key;
    case "hour":
      return `${key}:00`;
    case "month":
      return formatMonth(locale, Temporal.PlainYearMonth.from(key));
    default:
      return name;
  }
}

function one(value: string | string[] | undefined): string | undefined {
  return [value].flat()[0];
}
