import type { Metadata } from "next";
import { RecognisedBy } from "#components/badges/recognised-by.tsx";
import "#components/badges/badges.css";
import { Crumb } from "#components/ui/crumb.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";
import { whoRecognises } from "#lib/learning/badges/endorsements/queries.ts";
import { REGIONS } from "#lib/learning/badges/endorsements/schema.ts";
import { recognisersOf } from "../recognisers.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "endorsements")("catalogue.title") };
}

/** Which schools and firms recognise which badges, region by region. */
export default async function RecognitionPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "endorsements");
  const ctx = await requestContext();
  const all = await whoRecognises(ctx);
  const badges = await listBadges(ctx);
  return (
    <>
      <Crumb href={`/${locale}/badges`}>{translator(locale, "badges")("one.back")}</Crumb>
      <h1>{t("catalogue.title")}</h1>
      <p className="lead">{t("catalogue.lead")}</p>
      <p className="fact">{t("catalogue.proven")}</p>
      {all.length === 0 && (
        <Empty text={t("catalogue.none")}>
          <a href={`/${locale}/badges`}>{t("partner.badges")}</a>
        </Empty>
      )}
      {all.length > 0 &&
        REGIONS.map((region) => {
          const here = all.filter((one) => one.region === region);
          const about = [...badges.map(({ id }) => id), null].filter((id) =>
            here.some(({ classId }) => classId === id),
          );
          return (
            <section key={region}>
              <h2>{translator(locale, "spaces")(`regions.${region}`)}</h2>
              {here.length === 0 && <p className="fact">{t("catalogue.nothing")}</p>}
              <div className="badge-duo">
                {about.map((id) => {
                  const badge = badges.find((one) => one.id === id);
                  const edition = badge && editionIn(badge.version.editions, locale);
                  const list = here.filter(({ classId }) => classId === id);
                  return (
                    <div className="card" key={id ?? "network"}>
                      <h3 lang={edition?.lang}>
                        {badge ? (
                          <a href={`/${locale}/badges/${badge.slug}`}>{edition?.name}</a>
                        ) : (
                          t("catalogue.network")
                        )}
                      </h3>
                      <RecognisedBy
                        locale={locale}
                        list={recognisersOf(
                          list,
                          locale,
                          badge ? { versionId: badge.version.id } : {},
                        )}
                      />
                    </div>
                  );
                })}
              </div>
            </section>
          );
        })}
    </>
  );
}
