import type { Metadata } from "next";
import { BadgeCard } from "#components/badges/badge-card.tsx";
import { CoverageBar } from "#components/badges/coverage-bar.tsx";
import { namesIn } from "#components/badges/rules.tsx";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/badges/badges.css";
import "#components/ui/tabs.css";
import { Empty } from "#components/ui/empty.tsx";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { type BadgeClass, badgesByCompetence } from "#lib/learning/badges/classes/rules.ts";
import {
  type FrameworkHead,
  findFramework,
  frameworksInUse,
} from "#lib/learning/badges/competences/queries.ts";
import { coverageOf, labelIn } from "#lib/learning/badges/competences/rules.ts";
import { whoRecognises } from "#lib/learning/badges/endorsements/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "badges")("title") };
}

/** What can be earned, and the maps that badges are drawn on. */
export default async function BadgesPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "badges");
  const ctx = await requestContext();
  const badges = await listBadges(ctx);
  const frameworks = await frameworksInUse(ctx);
  const asked = [(await searchParams).map].flat()[0];
  const chosen = frameworks.find(({ slug }) => slug === asked) ?? null;
  const shown = chosen ? badges.filter((badge) => isTiedTo(badge, chosen.slug)) : badges;
  const nameOf = namesIn(badges, locale);
  return (
    <>
      <div className="badge-top">
        <div>
          <h1>{t("heading")}</h1>
          <p className="lead">{t("lead")}</p>
        </div>
        <a className="button quiet" href={`/${locale}/verify`}>
          {translator(locale, "credentials")("verify.title")}
        </a>
      </div>
      <Topics badges={badges} frameworks={frameworks} chosen={chosen} locale={locale} t={t} />
      {shown.length === 0 && (
        <Empty text={t("none")}>
          <a href={`/${locale}/sessions`}>{t("one.sessions")}</a>
        </Empty>
      )}
      <ul className="badge-grid">
        {shown.map((badge) => (
          <BadgeCard key={badge.id} badge={badge} locale={locale} t={t} nameOf={nameOf} />
        ))}
      </ul>
      <WhoRecognises ctx={ctx} locale={locale} />
      <Maps ctx={ctx} frameworks={frameworks} badges={badges} locale={locale} t={t} />
      <div className="badge-duo">
        <Community locale={locale} />
        <Others locale={locale} />
      </div>
    </>
  );
}

const isTiedTo = (badge: BadgeClass, slug: string) =>
  badge.version.competences.some(({ framework }) => framework === slug);

/** What badges are about: the maps and lists that some of them are tied to, each with how many. */
function Topics({
  badges,
  frameworks,
  chosen,
  locale,
  t,
}: Omit<MapsProps, "ctx"> & { chosen: FrameworkHead | null }) {
  const topics = frameworks
    .map((one) => ({ ...one, count: badges.filter((badge) => isTiedTo(badge, one.slug)).length }))
    .filter(({ count }) => count > 0);
  if (topics.length < 2) return null;
  return (
    <nav className="tabs" aria-label={t("chips.label")}>
      <a href={`/${locale}/badges`} aria-current={chosen ? undefined : "true"}>
        {t("chips.all")} {badges.length}
      </a>
      {topics.map(({ slug, names, count }) => {
        const name = labelIn(names, locale);
        return (
          <a
            key={slug}
            href={`/${locale}/badges?map=${slug}`}
            aria-current={slug === chosen?.slug ? "true" : undefined}
          >
            {t.or(`chips.topics.${slug.replaceAll(".", "-")}`, name.text)} {count}
          </a>
        );
      })}
    </nav>
  );
}

/** How many organisations signed for badges, and where each says what for. */
async function WhoRecognises({ ctx, locale }: Pick<MapsProps, "ctx" | "locale">) {
  const t = translator(locale, "endorsements");
  const names = [...new Set((await whoRecognises(ctx)).map(({ organisation }) => organisation))];
  if (names.length === 0) return null;
  return (
    <section>
      <h2>{t("catalogue.title")}</h2>
      <p>
        {t("catalogue.summary", {
          count: names.length,
          names: names.slice(0, MOST_NAMED).join(", ") + (names.length > MOST_NAMED ? "…" : ""),
        })}
      </p>
      <p>
        <a className="more" href={`/${locale}/badges/recognition`}>
          {t("by.all")}
        </a>
      </p>
    </section>
  );
}

const MOST_NAMED = 6;

type MapsProps = {
  ctx: Context;
  frameworks: FrameworkHead[];
  badges: BadgeClass[];
  locale: Locale;
  t: Translate;
};

async function Maps({ ctx, frameworks, badges, locale, t }: MapsProps) {
  const byCompetence = badgesByCompetence(badges);
  const maps = await Promise.all(
    frameworks.filter(({ kind }) => kind === "map").map(({ slug }) => findFramework(ctx, slug)),
  );
  const shown = maps.filter((map) => map !== null);
  if (shown.length === 0) return null;
  return (
    <section>
      <h2>{t("maps.title")}</h2>
      <p>{t("maps.text")}</p>
      <div className="badge-duo">
        {shown.map(({ id, slug, names, items }) => {
          const name = labelIn(names, locale);
          const coverage = coverageOf(
            items.map((item) => ({ ...item, badges: byCompetence.get(item.id) ?? [] })),
          );
          return (
            <div className="card" key={id}>
              <h3 lang={name.lang}>
                <a href={`/${locale}/badges/maps/${slug}`}>{name.text}</a>
              </h3>
              <CoverageBar {...coverage} />
              <p className="fact">{t("maps.covered", coverage)}</p>
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** Where badges come from and are asked for: the groups, firms and schools of the region. */
function Community({ locale }: { locale: Locale }) {
  const t = translator(locale, "actors");
  return (
    <section>
      <h2>{t("door.title")}</h2>
      <p>{t("door.text")}</p>
      <p>
        <a href={`/${locale}/community?field=it`}>{t("door.open")}</a>
      </p>
    </section>
  );
}

/** What others give, and what is still missing. */
function Others({ locale }: { locale: Locale }) {
  const t = translator(locale, "benchmark");
  return (
    <section>
      <h2>{t("door.title")}</h2>
      <p>{t("door.text")}</p>
      <p>
        <a href={`/${locale}/badges/benchmark`}>{t("door.open")}</a>
      </p>
    </section>
  );
}
