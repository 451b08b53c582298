import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Crumb } from "#components/ui/crumb.tsx";
import { formatMoney } from "#components/ui/money.ts";
import { PrintButton } from "#components/ui/print-button.tsx";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { findJournal } from "#lib/practice/journal/queries.ts";
import { budgetOf } from "#lib/practice/journal/rules.ts";
import "#components/journal/journal.css";

type Props = { params: Promise<{ locale: string; slug: string }> };

const journalOf = cache(async (slug: string) => findJournal(await requestContext(), slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const journal = await journalOf(slug);
  const t = translator(localeOf(locale), "journal");
  return journal
    ? { title: t("guideOf", { title: journal.title }), description: t("guideLead") }
    : {};
}

/**
 * What a next place takes from a journal: each step with what there is to do, what was decided,
 * refused and paid.
 */
export default async function GuidePage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const journal = await journalOf(slug);
  if (!journal) notFound();
  const t = translator(locale, "journal");
  const { title, summary, language, phases, entries } = journal;
  const budget = budgetOf(phases, entries);
  return (
    <>
      <Crumb href={`/${locale}/journals/${slug}`}>{t("toJournal")}</Crumb>
      <h1>{t("guideOf", { title })}</h1>
      <p className="lead">{t("guideLead")}</p>
      <p lang={language}>{summary}</p>
      {language !== locale && (
        <p className="fact">{t("writtenIn", { language: languageName(locale, language) })}</p>
      )}
      <PrintButton label={t("print")} />
      {can((await requestContext()).actor, "journal.write") && (
        <p className="unprinted">
          <a className="button" href={`/${locale}/desk/journals?guide=${slug}#begin`}>
            {t("beginPlan")}
          </a>
        </p>
      )}
      {budget.map(({ kind: phase, planned, spent }) => (
        <section className="guide" key={phase}>
          <h2>{t(`phases.${phase}`)}</h2>
          {(["task", "decision", "alternative"] as const).map((kind) => {
            const own = entries.filter((entry) => entry.phase === phase && entry.kind === kind);
            return own.length === 0 ? null : (
              <div key={kind}>
                <h3>{t(`guide.${kind}`)}</h3>
                <ul>
                  {own.map(({ id, words, reason, language: ofWords }) => (
                    <li key={id} lang={ofWords ?? language}>
                      {words}
                      {reason !== "" && (
                        <>
                          <br />
                          {reason}
                        </>
                      )}
                    </li>
                  ))}
                </ul>
              </div>
            );
          })}
          <h3>{t("guide.cost")}</h3>
          <p>
            {t("guide.paid", {
              planned: formatMoney(locale, planned),
              spent: formatMoney(locale, spent),
            })}
          </p>
        </section>
      ))}
    </>
  );
}
