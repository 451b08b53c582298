import type { Metadata } from "next";
import { notFound } from "next/navigation";
import "#components/actors/actors.css";
import { Facts } from "#components/ui/facts.tsx";
import { SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { regionName } from "#lib/foundation/i18n/region-name.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { orNotThere, requestContext } from "#lib/foundation/identity/session.ts";
import { findEntry } from "#lib/learning/badges/benchmark/queries.ts";
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
  const unknown = t("unknown_fact");
  const isBadge = entry.kind === "badge";
  const link = (address: string | null) =>
    address ? (
      <a href={address} rel="noopener nofollow">
        {new URL(address).host}
      </a>
    ) : (
      unknown
    );
  const facts = [
    { name: t("fact.issuer"), value: entry.issuer },
    {
      name: t("fact.country"),
      value: entry.country ? regionName(locale, entry.country) : unknown,
    },
    ...(isBadge
      ? []
      : [
          {
            name: t("fact.region"),
            value: entry.region
              ? translator(locale, "spaces")(`regions.${entry.region}`)
              : t("anywhere"),
          },
        ]),
    {
      name: t("fact.languages"),
      value: entry.languages.map((one) => languageName(locale, one)).join(", ") || unknown,
    },
    ...(isBadge
      ? [
          { name: t("fact.standard"), value: t(`standards.${entry.standard}`) },
          {
            name: t("fact.criteria"),
            value: entry.criteria.map((one) => t(`criteria.${one}`)).join(", ") || unknown,
          },
        ]
      : []),
    { name: t("fact.hours"), value: entry.hours ?? unknown },
    { name: t("fact.level"), value: entry.level ?? unknown },
    {
      name: t("fact.competences"),
      value:
        entry.competences
          .map(({ labels }) => labelIn(labels, locale).text)
          .join(SEMICOLON[locale]) || unknown,
    },
    ...(entry.otherCompetences.length > 0
      ? [{ name: t("fact.other"), value: entry.otherCompetences.join(SEMICOLON[locale]) }]
      : []),
    ...(isBadge
      ? [
          {
            name: t("fact.months"),
            value: entry.validMonths === null ? unknown : t("months", { count: entry.validMonths }),
          },
        ]
      : []),
    {
      name: t("fact.price"),
      value: entry.priceEuro === null ? unknown : t("euros", { count: entry.priceEuro }),
    },
    ...(isBadge
      ? [
          { name: t("fact.verification"), value: link(entry.verification) },
          { name: t("fact.endorsed"), value: entry.endorsedBy.join(", ") || unknown },
        ]
      : []),
    { name: t("fact.website"), value: link(entry.website) },
    {
      name: t("fact.source"),
      value: `${entry.source}. ${t("on", { day: formatDay(locale, Temporal.PlainDate.from(entry.factsOn)) })}.`,
    },
  ];
  return (
    <div className="narrow">
      <p className="row">
        <a href={`/${locale}/badges/benchmark?kind=${entry.kind}`}>{t("back")}</a>
      </p>
      <h1>{entry.name}</h1>
      {entry.isInvented && (
        <p>
          <span className="made-up">{t("invented")}</span> {t("inventedHint")}
        </p>
      )}
      <Facts facts={facts} />
    </div>
  );
}
