import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { shownMembers, spacesRunBy } from "#lib/foundation/identity/people/memberships.ts";
import { newestById } from "#lib/learning/badges/classes/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";
import { whoRecognises } from "#lib/learning/badges/endorsements/queries.ts";
import { partnersOf } from "#lib/places/partners/invitations.ts";
import { allSpaces } from "#lib/places/spaces/queries.ts";
import { listPractices } from "#lib/practice/practices/queries.ts";

type Props = {
  ctx: Context;
  locale: Locale;
  organisationId: string;
  /** At which it reads mail; null where nobody can write to it. */
  domain: string | null;
};

/**
 * What an organisation of the network has here: who agreed to be named, its places, their
 * practices, badges it recognises, and with whom it works.
 */
export async function TakingPart({ ctx, locale, organisationId, domain }: Props) {
  const t = translator(locale, "partners");
  const [members, spaceIds, partners, spaces, badges] = await Promise.all([
    shownMembers(ctx, organisationId),
    spacesRunBy(ctx, organisationId),
    partnersOf(ctx, organisationId),
    allSpaces(ctx),
    badgesRecognisedAt(ctx, domain),
  ]);
  const run = spaces.filter(({ id }) => spaceIds.includes(id));
  const practices = (
    await Promise.all(run.map(({ slug }) => listPractices({ ...ctx, locale }, { space: slug })))
  ).flatMap(({ items }) => items);
  return (
    <>
      {partners.length > 0 && (
        <section>
          <h2>{t("page.together")}</h2>
          <ul className="lines">
            {partners.map(({ slug, name, region }) => (
              <li key={slug}>
                <a className={`region ${region}`} href={`/${locale}/community/${slug}`}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {members.length > 0 && (
        <section>
          <h2>{t("page.members")}</h2>
          <p className="fact">{t("page.membersHint")}</p>
          <ul className="lines">
            {members.map(({ name, role }) => (
              <li key={`${role} ${name}`}>
                <span>
                  <bdi>{name}</bdi> · {translator(locale, "identity")(`roles.${role}`)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {run.length > 0 && (
        <section>
          <h2>{t("page.spaces")}</h2>
          <ul className="lines">
            {run.map(({ slug, name, region }) => (
              <li key={slug}>
                <a className={`region ${region}`} href={`/${locale}/spaces/${slug}`}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {practices.length > 0 && (
        <section>
          <h2>{t("page.practices")}</h2>
          <ul className="lines">
            {practices.map(({ slug, title, language }) => (
              <li key={slug}>
                <a
                  href={`/${locale}/practices/${slug}`}
                  lang={language === locale ? undefined : language}
                >
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {domain && badges.length > 0 && (
        <section>
          <h2>{t("page.badges", { domain })}</h2>
          <ul className="lines">
            {badges.map(({ slug, version }) => {
              const { name, lang } = editionIn(version.editions, locale);
              return (
                <li key={slug}>
                  <a href={`/${locale}/badges/${slug}`} lang={lang === locale ? undefined : lang}>
                    {name}
                  </a>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}

/** What somebody who reads mail at a domain has recognised. */
async function badgesRecognisedAt(ctx: Context, domain: string | null) {
  if (domain === null) return [];
  const said = (await whoRecognises(ctx)).filter((one) => one.domain === domain);
  return newestById(ctx, [...new Set(said.flatMap(({ classId }) => classId ?? []))]);
}
