import type { Metadata } from "next";
import { Seal } from "#components/badges/seal.tsx";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import "#components/badges/badges.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { keepClassAction } from "#lib/learning/badges/classes/actions.ts";
import { listDrafts } from "#lib/learning/badges/classes/queries.ts";
import {
  type BadgeClass,
  badgesToReview,
  editionIn,
  publishedNumber,
} from "#lib/learning/badges/classes/rules.ts";

type Props = {
  params: Promise<{ locale: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "badges")("design.title") };
}

/** Every badge of the network, also those that are still being written. */
export default async function BadgeClassesPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("badge.design", `/${locale}/admin/badges`);
  const t = translator(locale, "badges");
  const badges = await listDrafts(ctx);
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  return (
    <>
      <h1>{t("design.title")}</h1>
      <p>{t("design.intro")}</p>
      <p className="row">
        <a className="button" href={`/${locale}/admin/badges/new`}>
          {t("design.new")}
        </a>
      </p>
      <ToReview badges={badgesToReview(badges, today)} locale={locale} />
      {badges.length === 0 && <Empty text={t("none")} />}
      <ol className="cards seal-cards">
        {badges.map((badge) => {
          const { slug, state, version } = badge;
          const number = publishedNumber(badge) || version.number;
          const { name, lang, isMissing } = editionIn(version.editions, locale);
          return (
            <li className="card" key={slug}>
              <Seal icon={version.icon} colour={version.colour} isGrey={state === "retired"} />
              <div>
                <h2 lang={lang}>
                  <a href={`/${locale}/admin/badges/${slug}`}>{name}</a>
                </h2>
                <p className="fact">
                  {t(`states.${state}`)} · {t("one.version", { number })}
                  {isMissing && ` · ${t("missing")}`}
                </p>
                {version.publishedAt === null && state !== "draft" && (
                  <p>{t("design.waits", { number: version.number })}</p>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** Badges whose day of review has come or comes soon; one press keeps each as it is. */
function ToReview({
  badges,
  locale,
}: {
  badges: ReturnType<typeof badgesToReview<BadgeClass>>;
  locale: Locale;
}) {
  const t = translator(locale, "badges");
  if (badges.length === 0) return null;
  return (
    <section>
      <h2>{t("design.reviews.title")}</h2>
      <p>{t("design.reviews.intro")}</p>
      <ul className="cards">
        {badges.map(({ slug, version, reviewOn, isDue }) => {
          const { name, lang } = editionIn(version.editions, locale);
          return (
            <li className="card" key={slug}>
              <Seal icon={version.icon} colour={version.colour} />
              <div>
                <h3 lang={lang}>
                  <a href={`/${locale}/admin/badges/${slug}`}>{name}</a>
                </h3>
                <p>
                  {t(isDue ? "design.reviews.due" : "design.reviews.soon", {
                    day: formatDay(locale, reviewOn),
                  })}
                </p>
                <ActionForm
                  action={keepClassAction}
                  submit={t("design.reviews.keep")}
                  working={t("desk.working")}
                  values={{ locale, slug }}
                  quiet
                />
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
