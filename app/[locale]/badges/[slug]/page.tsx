import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { RuleList } from "#components/badges/rules.tsx";
import { Seal } from "#components/badges/seal.tsx";
import "#components/badges/badges.css";
import { DataTable } from "#components/research/data-table.tsx";
import { LOCALE_NAMES, LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { type BadgeClass, editionIn } from "#lib/learning/badges/classes/rules.ts";
import { labelIn, spokenCode } from "#lib/learning/badges/competences/rules.ts";

type Props = { params: Promise<{ locale: string; slug: string }> };

const badgesOf = cache(async () => listBadges(await requestContext()));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const badge = (await badgesOf()).find((one) => one.slug === slug);
  return badge ? { title: editionIn(badge.version.editions, localeOf(locale)).name } : {};
}

/** A badge in plain words: what whoever has it can do, how it is earned, and what it is tied to. */
export default async function BadgePage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const badges = await badgesOf();
  const badge = badges.find((one) => one.slug === slug);
  if (!badge) notFound();

  const t = translator(locale, "badges");
  const { version, state } = badge;
  const edition = editionIn(version.editions, locale);
  const nameOf = (other: string) => {
    const found = badges.find((one) => one.slug === other);
    return found ? editionIn(found.version.editions, locale).name : other;
  };
  return (
    <>
      <p className="row">
        <a href={`/${locale}/badges`}>{t("one.back")}</a>
      </p>
      <div className="badge-side">
        <div>
          <div className="badge-head">
            <Seal icon={version.icon} colour={version.colour} isGrey={state === "retired"} />
            <div>
              <p className="fact">
                {t("one.kind")}
                {state !== "active" && ` · ${t(`states.${state}`)}`}
                {edition.isMissing && ` · ${t("missing")}`}
              </p>
              <h1 lang={edition.lang}>{edition.name}</h1>
              <p className="lead" lang={edition.lang}>
                {edition.description}
              </p>
            </div>
          </div>
          <section>
            <h2>{t("one.how")}</h2>
            <p lang={edition.lang}>{edition.criteria}</p>
            <h3>{t("one.rules")}</h3>
            <RuleList rules={version.rules} locale={locale} nameOf={nameOf} />
          </section>
          <Tied badge={badge} locale={locale} t={t} />
        </div>
        <aside>
          <div className="card">
            <h2>{t("one.where")}</h2>
            <p>{t("one.everywhere")}</p>
            <p>
              <a className="button quiet" href={`/${locale}/sessions`}>
                {t("one.sessions")}
              </a>
            </p>
          </div>
          <div className="card">
            <p>
              {version.validMonths === null ? t("one.lasts") : t("one.ends", { months: version.validMonths })}
            </p>
            <p className="fact">
              {t("one.version", { number: version.number })} ·{" "}
              {LOCALES.filter((one) => version.editions[one])
                .map((one) => LOCALE_NAMES[one])
                .join(", ")}
            </p>
          </div>
        </aside>
      </div>
    </>
  );
}

type TiedProps = { badge: BadgeClass; locale: Locale; t: Translate };

/** The points of our maps that it stands for, and what these are in frameworks of others. */
function Tied({ badge, locale, t }: TiedProps) {
  const rows = badge.version.competences.flatMap((competence) => {
    const { frameworkNames, code, labels, level, aligned } = competence;
    const row = (names: typeof frameworkNames, said: string, what: typeof labels, at: number | null) => {
      const label = labelIn(what, locale);
      const spoken = spokenCode(said);
      return [
        labelIn(names, locale).text,
        `${spoken ? `${spoken} ` : ""}${label.text}${label.isMissing ? ` (${LOCALE_NAMES[label.lang]})` : ""}`,
        at === null ? "" : String(at),
      ];
    };
    return [
      row(frameworkNames, code, labels, level),
      ...aligned.map((other) => row(other.frameworkNames, other.code, other.labels, null)),
    ];
  });
  return (
    <section>
      <h2>{t("one.tied")}</h2>
      <div className="declaration">
        <DataTable
          caption={t("one.tied")}
          columns={[t("one.framework"), t("one.skill"), t("one.level")]}
          rows={rows}
        />
      </div>
      <p className="row">
        {[...new Set(badge.version.competences.map(({ framework }) => framework))].map((slug) => (
          <a key={slug} href={`/${locale}/badges/maps/${slug}`}>
            {
              labelIn(
                badge.version.competences.find(({ framework }) => framework === slug)?.frameworkNames ?? {},
                locale,
              ).text
            }
          </a>
        ))}
      </p>
    </section>
  );
}
