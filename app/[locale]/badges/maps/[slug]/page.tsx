import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CoverageBar } from "#components/badges/coverage-bar.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { COLON } from "#lib/foundation/i18n/colon.ts";
import "#components/badges/badges.css";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { LOCALE_NAMES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import {
  type BadgeClass,
  badgesByCompetence,
  editionIn,
} from "#lib/learning/badges/classes/rules.ts";
import {
  type Competence,
  findFramework,
  frameworksInUse,
} from "#lib/learning/badges/competences/queries.ts";
import {
  coverageOf,
  labelIn,
  sectionsOf,
  spokenCode,
} from "#lib/learning/badges/competences/rules.ts";
import { saidIn } from "#lib/learning/badges/competences/said.ts";

type Props = { params: Promise<{ locale: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const framework = await findFramework(await requestContext(), slug);
  return framework ? { title: labelIn(framework.names, localeOf(locale)).text } : {};
}

/**
 * A map of competences: each with the badges that stand for it, where it comes from, and what
 * others call it.
 */
export default async function MapPage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const framework = await findFramework(ctx, slug);
  if (!framework) notFound();

  const t = translator(locale, "badges");
  const badges = badgesByCompetence(await listBadges(ctx));
  const items = framework.items.map((item) => ({ ...item, badges: badges.get(item.id) ?? [] }));
  const name = labelIn(framework.names, locale);
  const about = labelIn(framework.about, locale);
  const coverage = coverageOf(items);
  const others = (await frameworksInUse(ctx)).filter((one) => one.slug !== slug);
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/badges`}>{t("one.back")}</Crumb>
      <h1 lang={name.lang}>{name.text}</h1>
      {framework.retiredAt && (
        <p className="status">
          {t("map.retired", {
            day: formatDay(
              locale,
              framework.retiredAt.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate(),
            ),
          })}
        </p>
      )}
      <p lang={about.lang}>{about.text}</p>
      {framework.kind === "map" && (
        <>
          <CoverageBar {...coverage} />
          <p>{t("maps.covered", coverage)}</p>
          <p>
            <a href={`/${locale}/badges/benchmark/gaps?map=${slug}`}>{t("map.courses")}</a>
          </p>
        </>
      )}
      <Items slug={slug} items={items} locale={locale} t={t} />
      {framework.levels.length > 0 && (
        <section>
          <h2>{t("map.levels")}</h2>
          <ol className="numbered">
            {framework.levels.map((level, at) => {
              const label = labelIn(level, locale);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a level is known by its number.
                <li key={at}>
                  <span lang={label.lang}>{label.text}</span>{" "}
                  {label.isMissing && <span className="badge-mark">{t("missing")}</span>}
                </li>
              );
            })}
          </ol>
        </section>
      )}
      <p className="fact" lang="en">
        {framework.publisher} · {framework.version}
      </p>
      <p className="fact">
        {t("map.source", {
          source: saidIn(locale, `map.sources.${slug.replaceAll(".", "-")}`, framework.source),
        })}
      </p>
      <p className="fact">{t("map.licence", { licence: framework.licence })}</p>
      <p className="row">
        {t("map.files")}
        {COLON[locale]}
        <a href={`/api/v1/frameworks/${slug}`}>JSON (CASE)</a>
        <a href={`/api/v1/frameworks/${slug}?form=csv`}>CSV</a>
      </p>
      <section>
        <h2>{t("maps.all")}</h2>
        <ul className="list">
          {others.map((other) => (
            <li key={other.id}>
              <a
                href={`/${locale}/badges/maps/${other.slug}`}
                lang={labelIn(other.names, locale).lang}
              >
                {labelIn(other.names, locale).text}
              </a>{" "}
              · {t("map.items", { count: other.competences })}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

type Shown = Competence & { badges: BadgeClass[] };

type ItemsProps = { slug: string; items: Shown[]; locale: Locale; t: Translate };

function Items({ slug, items, locale, t }: ItemsProps) {
  const sections = sectionsOf(items);
  const isGrouped = sections.some(({ group }) => group !== null);
  return sections.map(({ group, items: inGroup }) => {
    const label = group && labelIn(group.labels, locale);
    return (
      <section key={group?.id ?? ""}>
        {label && <h2 lang={label.lang}>{label.text}</h2>}
        {isGrouped && !label && <h2>{t("map.ungrouped")}</h2>}
        <ItemList slug={slug} items={inGroup} locale={locale} t={t} />
      </section>
    );
  });
}

function ItemList({ slug, items, locale, t }: ItemsProps) {
  return (
    <ul className="skills">
      {items.map((item) => {
        const label = labelIn(item.labels, locale);
        const code = spokenCode(item.code);
        return (
          <li key={item.id} id={item.code}>
            <div>
              <p>
                {code && <b>{code} </b>}
                <span lang={label.lang}>{label.text}</span>{" "}
                {label.isMissing && <span className="badge-mark">{t("missing")}</span>}
              </p>
              {item.origin && (
                <p className="fact">
                  {t("map.origin")}
                  {COLON[locale]}
                  {saidIn(locale, `map.origins.${slug}.${item.code}`, item.origin)}
                </p>
              )}
              {item.aligned.map((other) => {
                const said = labelIn(other.labels, locale);
                const otherCode = spokenCode(other.code);
                const from = labelIn(other.frameworkNames, locale);
                return (
                  <p className="fact" key={`${other.framework} ${other.code}`}>
                    {t(`map.${other.relation}`)} <span lang={from.lang}>{from.text}</span>
                    {COLON[locale]}
                    {otherCode && `${otherCode} `}
                    <span lang={said.lang}>{said.text}</span>
                    {said.isMissing && ` (${LOCALE_NAMES[said.lang]})`}
                  </p>
                );
              })}
            </div>
            <div>
              {item.badges.map(({ id, slug, version }) => {
                const { name, lang } = editionIn(version.editions, locale);
                return (
                  <p key={id}>
                    <a href={`/${locale}/badges/${slug}`} lang={lang}>
                      {name}
                    </a>
                  </p>
                );
              })}
              {item.badges.length === 0 && <p className="fact">{t("map.noBadge")}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
