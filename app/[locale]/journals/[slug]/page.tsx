import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Bars } from "#components/journal/bars.tsx";
import { EntryLine } from "#components/journal/entry-line.tsx";
import { PhaseFacts } from "#components/journal/phase-facts.tsx";
import { DataTable } from "#components/research/data-table.tsx";
import { SharedWords } from "#components/site/told.tsx";
import { Region } from "#components/spaces/region.tsx";
import { formatMoney } from "#components/ui/money.ts";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { findJournal } from "#lib/practice/journal/queries.ts";
import { budgetOf, type Journal, timelineOf } from "#lib/practice/journal/rules.ts";

type Props = { params: Promise<{ locale: string; slug: string }> };

const journalOf = cache(async (slug: string) => findJournal(await requestContext(), slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const journal = await journalOf((await params).slug);
  return journal ? { title: journal.title, description: journal.summary } : {};
}

/** How a place came to be: its way, what happened in each stretch, and the money. */
export default async function JournalPage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const journal = await journalOf(slug);
  if (!journal) notFound();
  const t = translator(locale, "journal");
  const { title, summary, language, space, guide } = journal;
  return (
    <>
      <SharedWords
        locale={locale}
        path={`/journals/${slug}`}
        title={title}
        description={summary}
        data={null}
      />
      <p className="row">
        <a href={`/${locale}/journals`}>{t("all")}</a>
      </p>
      <p className="row">
        <Region
          city={space.city}
          region={space.region}
          name={translator(locale, "spaces")(`regions.${space.region}`)}
        />
        <a className="fact" href={`/${locale}/spaces/${space.slug}`}>
          {space.name}
        </a>
      </p>
      <h1 lang={language}>{title}</h1>
      <p className="lead" lang={language}>
        {summary}
      </p>
      {language !== locale && (
        <p className="fact">{t("writtenIn", { language: languageName(locale, language) })}</p>
      )}
      {guide && (
        <p className="fact">
          {t("fromGuide")}{" "}
          <a lang={guide.language} href={`/${locale}/journals/${guide.slug}/guide`}>
            {guide.title}
          </a>
        </p>
      )}
      <p>
        <a className="button" href={`/${locale}/journals/${slug}/guide`}>
          {t("toGuide")}
        </a>
      </p>
      <Way journal={journal} locale={locale} t={t} />
      <Money journal={journal} locale={locale} t={t} />
    </>
  );
}

type PartProps = { journal: Journal; locale: Locale; t: Translate };

function Way({ journal: { phases, entries, language }, locale, t }: PartProps) {
  const bars = timelineOf(phases);
  return (
    <>
      <h2>{t("way")}</h2>
      <p className="fact">{t("legend")}</p>
      <ol className="journal-way">
        {phases.map((phase, at) => (
          <li key={phase.kind}>
            <h3>{t(`phases.${phase.kind}`)}</h3>
            {bars[at] && <Bars {...bars[at]} />}
            <PhaseFacts phase={phase} locale={locale} />
            <ul>
              {entries
                .filter((entry) => entry.phase === phase.kind)
                .map((entry) => (
                  <li key={entry.id}>
                    <EntryLine entry={entry} locale={locale} language={language} />
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  );
}

function Money({ journal: { phases, entries }, locale, t }: PartProps) {
  const budget = budgetOf(phases, entries);
  const most = Math.max(1, ...budget.flatMap(({ planned, spent }) => [planned, spent]));
  const sum = (of: "planned" | "spent") => budget.reduce((total, row) => total + row[of], 0);
  return (
    <>
      <h2>{t("budget.title")}</h2>
      <p className="fact">{t("legend")}</p>
      {budget.map(({ kind, planned, spent }) => (
        <div key={kind}>
          <p>{t(`phases.${kind}`)}</p>
          <Bars planned={{ from: 0, to: planned / most }} actual={{ from: 0, to: spent / most }} />
        </div>
      ))}
      <DataTable
        caption={t("budget.caption")}
        columns={[t("budget.phase"), t("budget.planned"), t("budget.spent")]}
        rows={[
          ...budget.map(({ kind, planned, spent }) => [
            t(`phases.${kind}`),
            formatMoney(locale, planned),
            formatMoney(locale, spent),
          ]),
          [t("budget.total"), formatMoney(locale, sum("planned")), formatMoney(locale, sum("spent"))],
        ]}
      />
    </>
  );
}
