import type { Metadata } from "next";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return {
    title: translator(locale, "about")("access.title"),
    description: translator(locale, "common")("describe.access"),
  };
}

/** What is done for everybody to be able to use this, what is not right yet, and whom to tell. */
export default async function AccessibilityPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "about");
  return (
    <div className="narrow declaration">
      <h1>{t("access.title")}</h1>
      <p>{t("access.intro")}</p>
      <h2>{t("access.how")}</h2>
      <ul className="list">
        {["machine", "hands", "audit"].map((way) => (
          <li key={way}>{t(`access.${way}`)}</li>
        ))}
      </ul>
      <h2>{t("access.gaps")}</h2>
      <ul className="list">
        {["drag", "map", "words"].map((gap) => (
          <li key={gap}>{t(`access.${gap}`)}</li>
        ))}
      </ul>
      <h2>{t("access.tell")}</h2>
      <p>{t("access.tellText")}</p>
      <p className="row">
        <a className="button quiet" href={`/${locale}`}>
          {t("access.find")}
        </a>
      </p>
    </div>
  );
}
