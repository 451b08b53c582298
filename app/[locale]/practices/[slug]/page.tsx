import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { townIn } from "#components/map/towns.ts";
import { Counted } from "#components/practices/counted.tsx";
import { Proof } from "#components/practices/proof.tsx";
import { PracticeWords } from "#components/practices/words.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { formatMoney } from "#components/ui/money.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/practices/practices.css";
import { SharedWords } from "#components/site/shared-words.tsx";
import { Drawing } from "#components/spaces/drawing.tsx";
import { Region } from "#components/spaces/region.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";
import { readSession } from "#lib/learning/sessions/queries.ts";
import { allSpaces } from "#lib/places/spaces/queries.ts";
import { practiceData } from "#lib/practice/practices/linked-data.ts";
import { findPractice, type Practice } from "#lib/practice/practices/queries.ts";
import type { Outcome } from "#lib/practice/practices/schema.ts";
import { editionFor, type Report, type Version } from "#lib/practice/practices/versions.ts";
import { prototypesOfPractice } from "#lib/practice/prototypes/queries.ts";
import { titleFrom } from "../../title-from.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

const practiceOf = cache(async (slug: string) => findPractice(await requestContext(), slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const practice = await practiceOf(slug);
  if (!practice) return {};
  const { title, summary } = editionFor(practice.version, localeOf(locale)).shown;
  const list = translator(localeOf(locale), "practices")("title");
  return { ...titleFrom(title, list), description: summary };
}

/**
 * A practice as it is told: how to do it, what came of it and how we know, what it costs, who tried
 * it too.
 */
export default async function PracticePage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const practice = await practiceOf(slug);
  if (!practice) notFound();
  const t = translator(locale, "practices");
  const { space, version } = practice;
  const { shown, original } = editionFor(version, locale);
  const isBeside = (await searchParams).beside === "original" && shown !== original;
  return (
    <>
      <SharedWords
        locale={locale}
        path={`/practices/${slug}`}
        title={shown.title}
        description={shown.summary}
        data={practiceData(practice, shown, settings().publicUrl, locale)}
      />
      <Crumb href={`/${locale}/practices`}>{t("all")}</Crumb>
      <div className="practice-head">
        <div>
          <p className="row">
            <Region
              city={townIn(locale, space.city)}
              region={space.region}
              name={translator(locale, "spaces")(`regions.${space.region}`)}
            />
            <Proof evidence={practice.evidence} t={t} />
          </p>
          <h1 lang={shown.language}>{shown.title}</h1>
          <p className="lead" lang={shown.language}>
            {shown.summary}
          </p>
          {shown !== original ? (
            <p className="fact">
              {t("translated", { language: languageName(locale, original.language) })}{" "}
              <a
                href={
                  isBeside
                    ? `/${locale}/practices/${slug}`
                    : `/${locale}/practices/${slug}?beside=original`
                }
              >
                {t(isBeside ? "besideOff" : "beside")}
              </a>
            </p>
          ) : (
            original.language !== locale && (
              <p className="fact">
                {t("notTranslated", { language: languageName(locale, original.language) })}
              </p>
            )
          )}
          <PrintButton label={t("print")} />
        </div>
        <Drawing kind={space.kind} />
      </div>
      <div className="practice-side">
        <PracticeWords edition={shown} facts={version} t={t} />
        {isBeside ? (
          <PracticeWords
            edition={original}
            facts={version}
            t={translator(original.language, "practices")}
          />
        ) : (
          <Beside practice={practice} locale={locale} t={t} />
        )}
      </div>
    </>
  );
}

async function Beside({
  practice,
  locale,
  t,
}: {
  practice: Practice;
  locale: Locale;
  t: Translate;
}) {
  const { version, reports, space } = practice;
  const ctx = await requestContext();
  const badges = (await listBadges(ctx)).filter(({ id }) =>
    version.links.some(({ badgeClassId }) => badgeClassId === id),
  );
  const { groupLeast, groupMost, minutes } = version;
  const facts = [
    ...(groupMost === null
      ? []
      : [
          {
            name: t("facts.group"),
            value: t("facts.people", { least: groupLeast ?? 1, most: groupMost }),
          },
        ]),
    ...(version.costCents === null
      ? []
      : [{ name: t("facts.cost"), value: formatMoney(locale, version.costCents) }]),
    ...(minutes === null
      ? []
      : [{ name: t("facts.time"), value: t("facts.minutes", { minutes }) }]),
    { name: t("facts.tried"), value: t("facts.places", { count: reports.length + 1 }) },
    { name: t("facts.licence"), value: version.licence },
    { name: t("facts.version"), value: String(version.number) },
  ];
  return (
    <aside>
      <div className="card">
        <h2>{t("facts.title")}</h2>
        <Facts facts={facts} />
        <p>
          <a href={`/${locale}/spaces/${space.slug}`}>{t("ask", { place: space.name })}</a>
        </p>
      </div>
      {reports.length > 0 && (
        <div className="card">
          <h2>{t("tried.title")}</h2>
          <p>{t("tried.sum", countsOf(reports))}</p>
          {reports.map((report) => (
            <div key={report.id}>
              <p>
                <a
                  className={`region ${report.region}`}
                  href={`/${locale}/spaces/${report.spaceSlug}`}
                >
                  {report.spaceName}
                </a>{" "}
                – {t(`tried.${report.outcome}`)} ({t("tried.sessions", { count: report.sessions })})
              </p>
              <blockquote lang={report.language}>
                <bdi>{report.words}</bdi>
              </blockquote>
              <Counted figures={report} locale={locale} />
            </div>
          ))}
        </div>
      )}
      {can(ctx.actor, "practice.write") && <WaysOn practice={practice} locale={locale} t={t} />}
      <Linked
        title={translator(locale, "prototypes")("ofPractice")}
        links={(await prototypesOfPractice(ctx, practice.id)).map(({ slug, title }) => ({
          href: `/${locale}/prototypes/${slug}`,
          name: title,
        }))}
      />
      <Linked title={t("desk.links.spaces")} links={await linkedSpaces(ctx, version, locale)} />
      <Linked title={t("desk.links.sessions")} links={await linkedSessions(ctx, version, locale)} />
      <Linked
        title={t("badges")}
        links={badges.map(({ slug, version: { editions } }) => ({
          href: `/${locale}/badges/${slug}`,
          name: editionIn(editions, locale).name,
        }))}
      />
    </aside>
  );
}

type Link = { href: string; name: string };

function Linked({ title, links }: { title: string; links: Link[] }) {
  if (links.length === 0) return null;
  return (
    <div className="card">
      <h2>{title}</h2>
      {links.map(({ href, name }) => (
        <p key={href}>
          <a href={href}>{name}</a>
        </p>
      ))}
    </div>
  );
}

async function linkedSpaces(ctx: Context, { links }: Version, locale: Locale): Promise<Link[]> {
  const known = await allSpaces(ctx);
  return known
    .filter(({ id }) => links.some(({ spaceId }) => spaceId === id))
    .map(({ slug, name }) => ({ href: `/${locale}/spaces/${slug}`, name }));
}

async function linkedSessions(
  { db }: Context,
  { links }: Version,
  locale: Locale,
): Promise<Link[]> {
  const sessions = await Promise.all(
    links.map(({ sessionId }) => sessionId && readSession(db, sessionId)),
  );
  return sessions.flatMap((session) =>
    session
      ? [{ href: `/${locale}/sessions/${session.id}`, name: titleIn(session.title, locale).text }]
      : [],
  );
}

/** How it went where it was tried, in places and in sessions. */
function countsOf(reports: Report[]) {
  const having = (outcome: Outcome) =>
    reports.filter((report) => report.outcome === outcome).length;
  return {
    worked: having("worked"),
    partly: having("partly"),
    failed: having("failed"),
    count: reports.reduce((sum, { sessions }) => sum + sessions, 0),
  };
}

/** What staff can do with it: say that they tried it too, and put it into another language. */
function WaysOn({ practice, locale, t }: { practice: Practice; locale: Locale; t: Translate }) {
  const { slug, version } = practice;
  const desk = `/${locale}/desk/practices/${slug}`;
  const { original } = editionFor(version, locale);
  return (
    <div className="card unprinted">
      <p>
        <a className="button" href={`${desk}/tried`}>
          {t("tried.tell")}
        </a>
      </p>
      <p>
        <a href={`/${locale}/desk/prototypes?practice=${slug}`}>
          {translator(locale, "prototypes")("desk.beginOf")}
        </a>
      </p>
      {LOCALES.filter((language) => language !== original.language).map((language) => {
        const isThere = version.editions.some((edition) => edition.language === language);
        return (
          <p key={language}>
            <a href={`${desk}/translate?to=${language}`}>
              {t(isThere ? "translate.better" : "translate.go", {
                language: languageName(locale, language),
              })}
            </a>
          </p>
        );
      })}
    </div>
  );
}
