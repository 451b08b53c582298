import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Bars } from "#components/journal/bars.tsx";
import { EntryLine } from "#components/journal/entry-line.tsx";
import { FileView } from "#components/journal/file-view.tsx";
import { PhaseFacts } from "#components/journal/phase-facts.tsx";
import { townIn } from "#components/map/towns.ts";
import { DataTable } from "#components/research/data-table.tsx";
import { SharedWords } from "#components/site/shared-words.tsx";
import { Region } from "#components/spaces/region.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { formatMoney } from "#components/ui/money.ts";
import { Pages } from "#components/ui/pages.tsx";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { pageNumber } from "#lib/foundation/platform/http/page-number.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { findJournal } from "#lib/practice/journal/queries.ts";
import {
  budgetOf,
  type Journal,
  type Phase,
  type PhaseKind,
  timelineOf,
} from "#lib/practice/journal/rules.ts";
import { titleFrom } from "../../title-from.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

/** What a page shows of each phase beside the others, and of one alone. */
const FIRST = 2;
const A_PAGE = 20;

const journalOf = cache(async (slug: string) => findJournal(await requestContext(), slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const journal = await journalOf(slug);
  if (!journal) return {};
  const list = translator(localeOf(locale), "journal")("title");
  return { ...titleFrom(journal.title, list), description: journal.summary };
}

/**
 * How a place came to be: its way, what happened first in each stretch, and the money. `phase`
 * shows all of one stretch.
 */
export default async function JournalPage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const journal = await journalOf(slug);
  if (!journal) notFound();
  const t = translator(locale, "journal");
  const { title, summary, language, space, guide, phases, files } = journal;
  const asked = await searchParams;
  const phase = phases.find(({ kind }) => kind === asked.phase);
  const cover = files.find(({ kind }) => kind === "photo");
  return (
    <>
      <SharedWords
        locale={locale}
        path={`/journals/${slug}`}
        title={title}
        description={summary}
        data={null}
      />
      <Crumb href={`/${locale}/journals`}>{t("all")}</Crumb>
      <h1 lang={language}>{title}</h1>
      {phase ? (
        <OnePhase
          journal={journal}
          phase={phase}
          page={pageNumber.parse(asked.page)}
          locale={locale}
          t={t}
        />
      ) : (
        <>
          <p className="row">
            <Region
              city={townIn(locale, space.city)}
              region={space.region}
              name={translator(locale, "spaces")(`regions.${space.region}`)}
            />
            <a className="fact" href={`/${locale}/spaces/${space.slug}`}>
              {space.name}
            </a>
          </p>
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
          {cover && <FileView file={cover} locale={locale} language={language} />}
          <p className="row">
            <a className="button" href={`/${locale}/journals/${slug}/guide`}>
              {t("toGuide")}
            </a>
          </p>
          <Way journal={journal} locale={locale} t={t} />
          <Money journal={journal} locale={locale} t={t} />
        </>
      )}
    </>
  );
}

type PartProps = { journal: Journal; locale: Locale; t: Translate };

/** What was written down in a phase, with its photos and documents behind it. */
function itemsOf({ entries, files, language }: Journal, kind: PhaseKind, locale: Locale) {
  return [
    ...entries
      .filter(({ phase }) => phase === kind)
      .map((entry) => ({
        id: entry.id,
        shown: <EntryLine entry={entry} locale={locale} language={language} />,
      })),
    ...files
      .filter(({ phase }) => phase === kind)
      .map((file) => ({
        id: file.id,
        shown: <FileView file={file} locale={locale} language={language} />,
      })),
  ];
}

function Items({ items }: { items: ReturnType<typeof itemsOf> }) {
  if (items.length === 0) return null;
  return (
    <ul className="journal-items">
      {items.map(({ id, shown }) => (
        <li key={id}>{shown}</li>
      ))}
    </ul>
  );
}

function Way({ journal, locale, t }: PartProps) {
  const { slug, phases } = journal;
  const bars = timelineOf(phases);
  if (phases.length === 0) return null;
  return (
    <>
      <h2>{t("way")}</h2>
      <p className="fact journal-legend">{t("legend")}</p>
      <ol className="journal-way">
        {phases.map((phase, at) => {
          const items = itemsOf(journal, phase.kind, locale);
          return (
            <li key={phase.kind}>
              <h3>{t(`phases.${phase.kind}`)}</h3>
              {bars[at] && <Bars {...bars[at]} />}
              <PhaseFacts phase={phase} locale={locale} />
              <Items items={items.slice(0, FIRST)} />
              {items.length > FIRST && (
                <a href={`/${locale}/journals/${slug}?phase=${phase.kind}`}>
                  {t("allOfStep", { name: t(`phases.${phase.kind}`), count: items.length })}
                </a>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** All of one phase, and the way to the others. */
function OnePhase({ journal, phase, page, locale, t }: PartProps & { phase: Phase; page: number }) {
  const here = `/${locale}/journals/${journal.slug}`;
  const at = journal.phases.indexOf(phase);
  const beside = [journal.phases[at - 1], journal.phases[at + 1]].filter(
    (one) => one !== undefined,
  );
  const items = itemsOf(journal, phase.kind, locale);
  return (
    <>
      <p>
        <a href={here}>{t("toJournal")}</a>
      </p>
      <h2>{t(`phases.${phase.kind}`)}</h2>
      <PhaseFacts phase={phase} locale={locale} />
      <Items items={items.slice((page - 1) * A_PAGE, page * A_PAGE)} />
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={Math.ceil(items.length / A_PAGE)}
        hrefOf={(to) => `${here}?phase=${phase.kind}&page=${to}`}
      />
      <nav className="row" aria-label={t("way")}>
        {beside.map(({ kind }) => (
          <a key={kind} href={`${here}?phase=${kind}`}>
            {t(`phases.${kind}`)}
          </a>
        ))}
      </nav>
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
      <p className="fact journal-legend">{t("legend")}</p>
      {budget.map(({ kind, planned, spent }) => (
        <p key={kind}>
          {t(`phases.${kind}`)}
          <Bars planned={{ from: 0, to: planned / most }} actual={{ from: 0, to: spent / most }} />
        </p>
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
          [
            t("budget.total"),
            formatMoney(locale, sum("planned")),
            formatMoney(locale, sum("spent")),
          ],
        ]}
      />
    </>
  );
}
