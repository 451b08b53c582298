import type { Metadata } from "next";
import { FigureTiles } from "#components/occupancy/figure-tiles.tsx";
import { PlotCard } from "#components/occupancy/plot-card.tsx";
import { periodLabel, periodWithin } from "#components/research/period-label.ts";
import { RegisterTable } from "#components/research/register-table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import type { Cell } from "#components/ui/figure-table.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { INDICATORS } from "#lib/evidence/research/indicators.ts";
import { KEY_FIGURES, type KeyFigures, keyFigures } from "#lib/evidence/research/key-figures.ts";
import { listReleases } from "#lib/evidence/research/queries.ts";
import { formatDay, formatMonth, formatNumber } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { pageFrom } from "#lib/foundation/platform/http/pages.ts";
import "#components/desk/today.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "research")("title") };
}

/** What is published, at a glance; who came, by indicator; and the register of files. */
export default async function ResearchPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("research.read", `/${locale}/research`);
  const t = translator(locale, "research");
  const page = pageFrom((await searchParams).page);
  const { items, pages } = await listReleases(ctx, page);
  const published = await keyFigures(ctx);
  return (
    <>
      <div className="work-head">
        <h1>{t("title")}</h1>
        <p className="work-do">
          <a className="button" href={`/${locale}/research/new`}>
            <Icon name="file" />
            {t("new")}
          </a>
        </p>
      </div>
      <p className="note">
        <Icon name="shield" />
        <span>{t("intro")}</span>
      </p>
      <KeyTiles locale={locale} published={published} />
      <div className="plot-cards">
        <ByQuarter locale={locale} published={published} />
        {published.newest && <ByIndicator locale={locale} newest={published.newest} />}
        <section className="plot-card whole">
          <div className="plot-head">
            <h2>{t("register")}</h2>
          </div>
          {items.length === 0 ? (
            <Empty text={t("none")} />
          ) : (
            <RegisterTable
              caption={t("register")}
              columns={{
                what: t("key.register.what"),
                purpose: t("key.register.purpose"),
                protection: t("key.register.protection"),
                made: t("key.register.made"),
                rows: t("key.register.rows"),
              }}
              rows={items.map(
                ({ id, dataset, parameters, purpose, protection, rows, createdAt }) => ({
                  id,
                  href: `/${locale}/research/${id}`,
                  what: `${t(`datasets.${dataset}`)}, ${formatMonth(locale, Temporal.PlainYearMonth.from(parameters.from))} – ${formatMonth(locale, Temporal.PlainYearMonth.from(parameters.to))}`,
                  purpose,
                  protection:
                    dataset === "table"
                      ? t("key.register.rounded")
                      : [
                          ...protection.steps.map((step) => t(`steps.${step}`)),
                          t("one.withheld", { count: protection.withheld }),
                        ].join(" · "),
                  made: formatDay(locale, createdAt.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate()),
                  rows: formatNumber(locale, rows),
                }),
              )}
            />
          )}
          <Pages
            t={translator(locale, "common")}
            page={page}
            pages={pages}
            hrefOf={(other) => `/${locale}/research?page=${other}`}
          />
        </section>
      </div>
    </>
  );
}

type Published = { locale: Locale; published: KeyFigures };

/**
 * The newest quarter that is published everywhere, and those before it. Where there is none, that
 * is said.
 */
function KeyTiles({ locale, published: { course, newest } }: Published) {
  const t = translator(locale, "research");
  const last = course.findLast(({ counts }) => counts !== null);
  return (
    <FigureTiles
      label={t("key.label")}
      tiles={KEY_FIGURES.map((figure) => {
        const people = last?.counts?.[figure] ?? null;
        const shown = people === null ? t("indicators.few") : formatNumber(locale, people);
        return {
          key: figure,
          name: t(`key.${figure}`),
          value: last ? shown : t("indicators.notYet"),
          of: last
            ? `${t(`key.of.${figure}`)}, ${periodWithin(locale, t, last.quarter)}`
            : t(newest ? "key.partly" : "key.none"),
          course: course.map(({ counts }) => counts?.[figure] ?? null),
        };
      })}
    />
  );
}

/** The table behind the tiles: each closed quarter, and of which regions it is published. */
function ByQuarter({ locale, published: { course, missing } }: Published) {
  const t = translator(locale, "research");
  const regions = translator(locale, "spaces");
  const without = (quarter: string, state: string) =>
    missing
      .filter((block) => block.quarter === quarter && block.state === state)
      .map(({ region }) => regions(`regions.${region}`))
      .join(", ");
  const rows = course.toReversed().map(({ quarter, counts }): Cell[] => [
    periodLabel(t, quarter),
    ...KEY_FIGURES.map((figure): Cell => {
      const value = counts?.[figure] ?? null;
      const shown =
        value === null
          ? t(counts ? "indicators.few" : "indicators.notYet")
          : formatNumber(locale, value);
      return { shown, value };
    }),
    without(quarter, "unpublished") || "–",
    without(quarter, "left_otherwise") || "–",
  ]);
  return (
    <PlotCard
      title={t("key.byQuarter")}
      size="whole"
      definition={{
        question: t("indicators.meaning"),
        answer: (
          <>
            <p>{t("key.definition")}</p>
            <p>{t("indicators.definitions.attendances")}</p>
            <p>{t("indicators.definitions.rounded")}</p>
            <p>{t("indicators.howPublished")}</p>
          </>
        ),
      }}
      table={{
        caption: t("key.byQuarter"),
        columns: [
          t("key.quarter"),
          ...KEY_FIGURES.map((figure) => t(`key.${figure}`)),
          t("key.notYet"),
          t("key.asLines"),
        ],
        rows,
      }}
    />
  );
}

function ByIndicator({
  locale,
  newest,
}: {
  locale: Locale;
  newest: NonNullable<KeyFigures["newest"]>;
}) {
  const t = translator(locale, "research");
  const regions = translator(locale, "spaces");
  const cell = (value: number | null): Cell => ({
    shown: value === null ? t("indicators.few") : formatNumber(locale, value),
    value,
  });
  return (
    <PlotCard
      title={t("key.byIndicator")}
      size="whole"
      note={t("key.ofQuarter", { period: periodLabel(t, newest.quarter) })}
      table={{
        caption: t("key.byIndicator"),
        columns: [
          t("indicators.indicator"),
          ...newest.regions.map(({ region }) => regions(`regions.${region}`)),
          t("key.all"),
        ],
        rows: ["EECO01", ...INDICATORS.map(({ code }) => code)].map((code) => [
          `${code} ${t(`indicators.short.${code}`)}`,
          ...newest.regions.map(({ state, totals }): Cell => {
            if (state === "published") return cell(totals[code] ?? null);
            return {
              shown: t(state === "unpublished" ? "indicators.notYet" : "indicators.asLines"),
              value: null,
            };
          }),
          cell(newest.all[code] ?? null),
        ]),
      }}
    />
  );
}
