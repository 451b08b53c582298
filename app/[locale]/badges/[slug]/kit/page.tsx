import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { namesIn, RuleList } from "#components/badges/rules.tsx";
import { Seal } from "#components/badges/seal.tsx";
import "#components/badges/badges.css";
import { Crumb } from "#components/ui/crumb.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { COLON } from "#lib/foundation/i18n/colon.ts";
import { LOCALE_NAMES, LOCALES, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { versionAddress } from "#lib/learning/badges/classes/achievement.ts";
import { listBadges } from "#lib/learning/badges/classes/queries.ts";
import { editionIn } from "#lib/learning/badges/classes/rules.ts";
import { QrCode } from "../../../qr-code.tsx";

type Props = { params: Promise<{ locale: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return { title: translator(localeOf(locale), "badges")("kit.title"), robots: { index: false } };
}

/**
 * What somebody needs to speak of a badge: a poster on one sheet of A4, words for a letter, and its
 * picture as files.
 */
export default async function BadgeKitPage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const badges = await listBadges(await requestContext());
  const badge = badges.find((one) => one.slug === slug);
  if (!badge || badge.state === "retired") notFound();

  const t = translator(locale, "badges");
  const { version } = badge;
  const { name, description, criteria, lang } = editionIn(version.editions, locale);
  const address = `${settings().publicUrl}/${locale}/badges/${slug}`;
  const others = LOCALES.filter((one) => one !== locale && version.editions[one]);
  return (
    <>
      <div className="unprinted">
        <Crumb href={`/${locale}/badges/${slug}`} lang={lang}>
          {name}
        </Crumb>
        <h1>{t("kit.title")}</h1>
        <p>{t("kit.intro")}</p>
        {others.length > 0 && (
          <p className="row">
            {others.map((one) => (
              <a key={one} href={`/${one}/badges/${slug}/kit`} lang={one} hrefLang={one}>
                {LOCALE_NAMES[one]}
              </a>
            ))}
          </p>
        )}
        <p className="row">
          {t("kit.picture")}
          {COLON[locale]}
          <a href={versionAddress("", badge, "image.svg")}>SVG</a>
          <a href={versionAddress("", badge, "image.png")}>PNG</a>
        </p>
        <h2>{t("kit.letter")}</h2>
        <blockquote>
          <p>{t("kit.subject", { name })}</p>
          <p lang={lang}>
            {description} {criteria}
          </p>
          <p className="long-word">{address}</p>
        </blockquote>
        <h2>{t("kit.poster")}</h2>
        <PrintButton label={t("kit.print")} />
      </div>
      <article className="bill">
        <div className="bill-body">
          <Seal icon={version.icon} colour={version.colour} />
          <h2 className="bill-name" lang={lang}>
            {name}
          </h2>
          <p lang={lang}>{description}</p>
          <RuleList rules={version.rules} locale={locale} nameOf={namesIn(badges, locale)} />
        </div>
        <div className="bill-way">
          <QrCode className="qr" address={address} alt={t("kit.qr")} size={220} />
          <p>
            {t("kit.scan")}
            <br />
            {t("kit.noPhone")}
          </p>
        </div>
      </article>
    </>
  );
}
