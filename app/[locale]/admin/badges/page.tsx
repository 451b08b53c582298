import type { Metadata } from "next";
import { Seal } from "#components/badges/seal.tsx";
import "#components/badges/badges.css";
import { Empty } from "#components/ui/empty.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { listDrafts } from "#lib/learning/badges/classes/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "badges")("design.title") };
}

/** Every badge of the network, also those that are still being written. */
export default async function BadgeClassesPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("badge.design", `/${locale}/admin/badges`);
  const t = translator(locale, "badges");
  const badges = await listDrafts(ctx);
  return (
    <>
      <h1>{t("design.title")}</h1>
      <p>{t("design.intro")}</p>
      <p>
        <a className="button" href={`/${locale}/admin/badges/new`}>
          {t("design.new")}
        </a>
      </p>
      {badges.length === 0 && <Empty text={t("none")} />}
      <ol className="cards">
        {badges.map(({ slug, state, version }) => {
          const { name, lang, isMissing } = editionIn(version.editions, locale);
          return (
            <li className="card" key={slug}>
              <Seal icon={version.icon} colour={version.colour} isGrey={state === "retired"} />
              <div>
                <h2 lang={lang}>
                  <a href={`/${locale}/admin/badges/${slug}`}>{name}</a>
                </h2>
                <p className="fact">
                  {t(`states.${state}`)} · {t("one.version", { number: version.number })}
                  {isMissing && ` · ${t("missing")}`}
                </p>
                {version.publishedAt === null && state !== "draft" && <p>{t("design.waits")}</p>}
              </div>
            </li>
          );
        })}
      </ol>
    </>
  );
}
