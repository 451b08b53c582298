import type { Metadata } from "next";
import { BenchmarkTabs } from "#components/benchmark/tabs.tsx";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/actors/actors.css";
import { Crumb } from "#components/ui/crumb.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { COLON } from "#lib/foundation/i18n/colon.ts";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { pageFrom } from "#lib/foundation/platform/http/pages.ts";
import { listEntries } from "#lib/learning/badges/benchmark/queries.ts";
import type { Entry } from "#lib/learning/badges/benchmark/schema.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

const ON_A_PAGE = 10;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "benchmark")("title") };
}

/** Badges of others, or the courses that are offered: what is known of each, by name. */
export default async function BenchmarkPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "benchmark");
  const asked = await searchParams;
  const kind = asked.kind === "offer" ? "offer" : "badge";
  const page = pageFrom(asked.page);
  const { items, total } = await listEntries(await requestContext(), {
    kind,
    page,
    size: ON_A_PAGE,
  });
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/badges`}>{translator(locale, "badges")("one.back")}</Crumb>
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <BenchmarkTabs locale={locale} current={kind} />
      {items.length === 0 && <Empty text={t("none")} />}
      <ol className="actors">
        {items.map((entry) => (
          <li className="actor" key={entry.id}>
            <h2>
              <a href={`/${locale}/badges/benchmark/${entry.id}`}>{entry.name}</a>
            </h2>
            <p className="where">{whoOf(entry, locale)}</p>
            <p className="fact">
              {inShort(entry, locale)}
              {entry.isInvented && (
                <>
                  {" "}
                  <span className="made-up">{t("invented")}</span>
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={Math.ceil(total / ON_A_PAGE)}
        hrefOf={(next) => `/${locale}/badges/benchmark?kind=${kind}&page=${next}`}
      />
      <p className="row">
        {t("files")}
        {COLON[locale]}
        <a href={`/api/v1/benchmark?kind=${kind}&form=csv`}>CSV</a>
        <a href={`/api/v1/benchmark?kind=${kind}`}>JSON</a>
      </p>
    </div>
  );
}

function whoOf({ issuer, region, kind }: Entry, locale: Locale): string {
  if (kind === "badge") return issuer;
  const where = region
    ? translator(locale, "spaces")(`regions.${region}`)
    : translator(locale, "benchmark")("anywhere");
  return `${issuer} · ${where}`;
}

function inShort(
  { competences, otherCompetences, languages, hours, priceEuro }: Entry,
  locale: Locale,
): string {
  const t = translator(locale, "benchmark");
  return [
    languages.map((one) => languageName(locale, one)).join(", "),
    t("skills", { count: competences.length + otherCompetences.length }),
    hours === null ? "" : t("hoursOf", { count: hours }),
    priceEuro === null ? "" : t("euros", { count: priceEuro }),
  ]
    .filter(Boolean)
    .join(" · ");
}
