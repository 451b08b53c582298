import type { Metadata } from "next";
import { Status } from "#components/ui/status.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "guest")("sent.title") };
}

/** A letter or a message is on its way: the booking is kept until its link is pressed. */
export default async function SentPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "guest");
  const way = (await searchParams).by === "phone" ? "texted" : "sent";
  return (
    <div className="narrow">
      <h1>{t(`${way}.title`)}</h1>
      <Status className="status lasting">{t(`${way}.text`)}</Status>
      <p>{t("sent.until")}</p>
      <p className="fact">{t(`${way}.nothing`)}</p>
      <p className="row">
        <a className="button quiet" href={`/${locale}`}>
          {translator(locale, "common")("errors.backHome")}
        </a>
      </p>
    </div>
  );
}
