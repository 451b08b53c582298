import type { Metadata } from "next";
import { localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "guest")("sent.title") };
}

/** A letter is on its way: the booking is kept until its link is pressed. */
export default async function SentPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "guest");
  return (
    <div className="narrow">
      <h1>{t("sent.title")}</h1>
      <p className="status" role="status">
        {t("sent.text")}
      </p>
      <p>{t("sent.until")}</p>
      <p className="fact">{t("sent.nothing")}</p>
    </div>
  );
}
