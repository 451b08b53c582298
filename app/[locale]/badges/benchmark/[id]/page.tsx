import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import "#components/actors/actors.css";
import { Crumb } from "#components/ui/crumb.tsx";
import { type Fact, Facts } from "#components/ui/facts.tsx";
import { SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { regionName } from "#lib/foundation/i18n/region-name.ts";
import { sourceName } from "#lib/foundation/i18n/source-name.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { orNotThere, requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { findEntry } from "#lib/learning/badges/benchmark/queries.ts";
import type { Entry } from "#lib/learning/badges/benchmark/schema.ts";
import { labelIn } from "#lib/learning/badges/competences/rules.ts";
import { idFrom } from "#lib/places/spaces/schema.ts";

type Props = { params: Promise<{ locale: string; id: string }> };

const entryOf = (id: string) =>
  orNotThere((async () => findEntry(await requestContext(), idFrom(id, "benchmark.unknown")))());

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const entry = await entryOf((await params).id);
  return entry ? { title: entry.name } : {};
}

/**
 * Everything that is known of a badge of somebody else, or of a course; what nobody knows is said
 * to be unknown.
 */
export default async function EntryPage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const entry = await entryOf(id);
  if (!entry) notFound();
  const t = translator(locale, "benchmark");
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/badges/benchmark?kind=${entry.kind}`}>{t("back")}</Crumb>
      <h1>{entry.name}</h1>
      {entry.isInvented && (
        <p>
          <span className="made-up">{t("invented")}</span> {t("inventedHint")}
        </p>
      )}
      <Facts facts={factsOf(entry, locale)} />
    </div>
  );
}

/** What is known of a badge, in this order. */
const OF_BADGE = [
  "issuer",
  "country",
  "languages",
  "standard",
  "criteria",
  "hours",
  "level",
  "competences",
  "other",
  "months",
  "price",
  "verification",
  "endorsed",
  "website",
  "source",
] as const;

/** What is known of a course, in this order. */
const OF_COURSE = [
  "issuer",
  "country",
  "region",
  "languages",
  "hours",
  "level",
  "competences",
  "other",
  "price",
  "website",
  "source",
] as const;

type FactName = (typeof OF_BADGE | typeof OF_COURSE)[number];

/** The facts of its kind; "unknown" stands where nobody knows, other competences only where there are. */
function factsOf(entry: Entry, locale: Locale): Fact[] {
  const t = translator(locale, "benchmark");
  const values = valuesOf(entry, locale);
  return (entry.kind === "badge" ? OF_BADGE : OF_COURSE)
    .filter((name) => name !== "other" || values.other)
    .map((name) => ({ name: t(`fact.${name}`), value: values[name] || t("unknown_fact") }));
}

/** Each fact in words; empty or null where nobody knows it. */
function valuesOf(entry: Entry, locale: Locale): Record<FactName, ReactNode> {
  const t = translator(locale, "benchmark");
  const regions = translator(locale, "spaces");
  const counted = (count: number | null, words: "months" | "euros") =>
    count === null ? null : t(words, { count });
  const day = formatDay(locale, Temporal.PlainDate.from(entry.factsOn));
  return {
    issuer: entry.issuer,
    country: entry.country && regionName(locale, entry.country),
    region: entry.region ? regions(`regions.${entry.region}`) : t("anywhere"),
    languages: entry.languages.map((one) => languageName(locale, one)).join(", "),
    standard: entry.standard && t(`standards.${entry.standard}`),
    criteria: entry.criteria.map((one) => t(`criteria.${one}`)).join(", "),
    hours: entry.hours,
    level: entry.level,
    competences: entry.competences
      .map(({ labels }) => labelIn(labels, locale).text)
      .join(SEMICOLON[locale]),
    other: entry.otherCompetences.join(SEMICOLON[locale]),
    months: counted(entry.validMonths, "months"),
    price: counted(entry.priceEuro, "euros"),
    verification: entry.verification && <WebLink address={entry.verification} />,
    endorsed: entry.endorsedBy.join(", "),
    website: entry.website && <WebLink address={entry.website} />,
    source: (
      <>
        <cite>{sourceName(locale, entry.source)}</cite>
        {`. ${t("on", { day })}.`}
      </>
    ),
  };
}

function WebLink({ address }: { address: string }) {
  return (
    <a href={address} rel="noopener nofollow">
      {new URL(address).host}
    </a>
  );
}
