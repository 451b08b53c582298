import type { Metadata } from "next";
import { Crumb } from "#components/ui/crumb.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { practicesBeside } from "#lib/practice/practices/queries.ts";
import { MOST_COMPARED } from "#lib/practice/practices/schema.ts";
import { Compared } from "./compared.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return {
    title: translator(localeOf((await params).locale), "practices")("compare.title"),
    robots: { index: false },
  };
}

/** Two or three practices side by side, question by question. */
export default async function ComparePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "practices");
  const asked = [...new Set([(await searchParams).with ?? []].flat())].slice(0, MOST_COMPARED);
  const practices = await practicesBeside(await requestContext(), asked);
  return (
    <>
      <Crumb href={`/${locale}/practices`}>{t("all")}</Crumb>
      <h1>{t("compare.title")}</h1>
      {practices.length < 2 ? (
        <Empty text={t("compare.few")}>
          <a href={`/${locale}/practices`}>{t("all")}</a>
        </Empty>
      ) : (
        <Compared practices={practices} locale={locale} />
      )}
    </>
  );
}
