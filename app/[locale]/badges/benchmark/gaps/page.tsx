import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Fragment, type ReactNode } from "react";
import { BenchmarkTabs } from "#components/benchmark/tabs.tsx";
import "#components/benchmark/benchmark.css";
import { Crumb } from "#components/ui/crumb.tsx";
import { COLON, SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { type Comparison, compareMap } from "#lib/learning/badges/benchmark/queries.ts";
import { type Compared, gapsOf, type MatrixRow } from "#lib/learning/badges/benchmark/rules.ts";
import { type Competence, frameworksInUse } from "#lib/learning/badges/competences/queries.ts";
import { labelIn, type Section, sectionsOf } from "#lib/learning/badges/competences/rules.ts";
import { REGIONS } from "#lib/places/spaces/schema.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

/** What our own badges are given by. */
const OURS = "Trivium";
const MOST_TWINS = 10;
const MOST_NAMES = 4;
/** What stands in no group; no code begins so. */
const REST = "-";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "benchmark")("gaps.title") };
}

/**
 * A part of a map against the badges and courses that there are: where there is none, and which
 * look alike.
 */
export default async function GapsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "benchmark");
  const asked = await searchParams;
  const ctx = await requestContext();
  const maps = (await frameworksInUse(ctx)).filter(({ kind }) => kind === "map");
  const slug = firstOf(asked.map ?? maps[0]?.slug);
  const compared = maps.length > 0 ? await compareMap(ctx, slug, { issuer: OURS, locale }) : null;
  if (maps.length > 0 && !compared) notFound();
  return (
    <>
      <Crumb href={`/${locale}/badges`}>{translator(locale, "badges")("one.back")}</Crumb>
      <h1>{t("gaps.title")}</h1>
      <p className="lead">{t("gaps.lead")}</p>
      <BenchmarkTabs locale={locale} current="gaps" />
      {compared ? (
        <>
          <nav className="tabs" aria-label={t("gaps.map")}>
            {maps.map(({ id, slug: other, names }) => (
              <a
                key={id}
                href={`/${locale}/badges/benchmark/gaps?map=${other}`}
                aria-current={other === slug ? "page" : undefined}
                lang={labelIn(names, locale).lang}
              >
                {labelIn(names, locale).text}
              </a>
            ))}
          </nav>
          <Part compared={compared} part={firstOf(asked.part)} locale={locale} t={t} />
          <Twins compared={compared} t={t} />
          <p className="row">
            {t("files")}
            {COLON[locale]}
            <a href={`/api/v1/benchmark/matrix?map=${slug}&form=csv`}>CSV</a>
            <a href={`/api/v1/benchmark/matrix?map=${slug}`}>JSON</a>
          </p>
        </>
      ) : (
        <p>{t("none")}</p>
      )}
    </>
  );
}

type PartProps = { compared: Comparison; part: string; locale: Locale; t: Translate };

/** One group of the map at a time, so that the table stays short. */
function Part({ compared: { framework, rows }, part, locale, t }: PartProps) {
  const sections = sectionsOf(framework.items);
  const section = sections.find(({ group }) => (group?.code ?? REST) === part) ?? sections[0];
  const labels = new Map(framework.items.map((item) => [item.id, item]));
  const inSection = new Set(section?.items.map(({ id }) => id));
  const shown = rows.filter(({ item }) => inSection.has(item.id));
  const rest = { text: translator(locale, "badges")("map.ungrouped"), lang: locale };
  const nameOf = ({ group }: Section<Competence>) => (group ? labelIn(group.labels, locale) : rest);
  const name = section && sections.length > 1 ? nameOf(section) : labelIn(framework.names, locale);
  const spaces = translator(locale, "spaces");
  const coursesIn = (region: (typeof REGIONS)[number]) =>
    t("gaps.courses", { region: spaces(`regions.${region}`) });
  const labelOf = (id: string) => {
    const { text, lang } = labelIn(labels.get(id)?.labels ?? {}, locale);
    return lang === locale ? text : <span lang={lang}>{text}</span>;
  };
  return (
    <section>
      {sections.length > 1 && (
        <nav className="tabs" aria-label={t("gaps.part")}>
          {sections.map((one) => (
            <a
              key={one.group?.id ?? REST}
              href={`/${locale}/badges/benchmark/gaps?map=${framework.slug}&part=${encodeURIComponent(one.group?.code ?? REST)}`}
              aria-current={one === section ? "page" : undefined}
              lang={nameOf(one).lang}
            >
              {nameOf(one).text}
            </a>
          ))}
        </nav>
      )}
      <h2 lang={name.lang}>{name.text}</h2>
      <div className="declaration">
        <table className="data matrix" aria-label={t("gaps.table", { part: name.text })}>
          <thead>
            <tr>
              <th scope="col">{t("gaps.skill")}</th>
              <th scope="col">{t("gaps.own")}</th>
              <th scope="col">{t("gaps.others")}</th>
              {REGIONS.map((region) => (
                <th scope="col" key={region}>
                  {coursesIn(region)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ item, own, badges, offers }) => (
              <tr key={item.id}>
                <th scope="row">
                  {item.code} {labelOf(item.id)}
                </th>
                <Names column={t("gaps.own")} entries={own} locale={locale} t={t} />
                <Names column={t("gaps.others")} entries={badges} locale={locale} t={t} />
                {REGIONS.map((region) => (
                  <Names
                    key={region}
                    column={coursesIn(region)}
                    entries={offers[region]}
                    locale={locale}
                    t={t}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Missing
        locale={locale}
        rows={shown}
        labelOf={labelOf}
        regionOf={(region) => spaces(`regions.${region}`)}
        t={t}
      />
    </section>
  );
}

type NamesProps = { column: string; entries: Compared[]; locale: Locale; t: Translate };

/** Each leads to its own page. What has the name of another says who gives it. */
function Names({ column, entries, locale, t }: NamesProps) {
  const isShared = (name: string) => entries.filter((one) => one.name === name).length > 1;
  const pages = `/${locale}/badges`;
  return (
    <td data-column={column} className={entries.length === 0 ? "gap" : undefined}>
      {entries.length === 0 && t("gaps.none")}
      {entries.slice(0, MOST_NAMES).map(({ id, kind, name, lang, issuer }, at) => (
        <Fragment key={id}>
          {at > 0 && ", "}
          <a
            href={kind === "own" ? `${pages}/${id}` : `${pages}/benchmark/${id}`}
            lang={lang === null || lang === locale ? undefined : lang}
          >
            {name}
          </a>
          {isShared(name) && ` (${issuer})`}
        </Fragment>
      ))}
      {entries.length > MOST_NAMES && " …"}
    </td>
  );
}

type MissingProps = {
  locale: Locale;
  rows: MatrixRow[];
  labelOf: (id: string) => ReactNode;
  regionOf: (region: string) => string;
  t: Translate;
};

/** The same gaps by name. */
function Missing({ locale, rows, labelOf, regionOf, t }: MissingProps) {
  const { noBadge, noOffer } = gapsOf(rows);
  const lines = [
    { title: t("gaps.noBadge"), items: noBadge },
    ...REGIONS.map((region) => ({
      title: t("gaps.noOffer", { region: regionOf(region) }),
      items: noOffer[region],
    })),
  ].filter(({ items }) => items.length > 0);
  if (lines.length === 0) return <p>{t("gaps.nothing")}</p>;
  return (
    <dl className="facts">
      {lines.map(({ title, items }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            {items.map(({ id, code }, at) => (
              <Fragment key={id}>
                {at > 0 && SEMICOLON[locale]}
                {code} {labelOf(id)}
              </Fragment>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Twins({ compared: { duplicates }, t }: { compared: Comparison; t: Translate }) {
  return (
    <section>
      <h2>{t("gaps.twins")}</h2>
      {duplicates.length === 0 ? (
        <p>{t("gaps.noTwins")}</p>
      ) : (
        <>
          <p>{t("gaps.twinsHint")}</p>
          <ul className="list">
            {duplicates.slice(0, MOST_TWINS).map(({ one, other, names, shared }) => (
              <li key={`${one.id} ${other.id}`}>
                <b>
                  {t("gaps.twin", {
                    one: one.name,
                    oneIssuer: one.issuer,
                    other: other.name,
                    otherIssuer: other.issuer,
                  })}
                </b>
                <br />
                {t("gaps.twinWhy", { names: Math.round(names * 100), shared })}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
