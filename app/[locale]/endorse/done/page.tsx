import type { Metadata } from "next";
import { Empty } from "#components/ui/empty.tsx";
import { Status } from "#components/ui/status.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { type Answered, answeredJustNow } from "#lib/learning/badges/endorsements/rules.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

async function answeredBy(searchParams: Props["searchParams"]): Promise<Answered | null> {
  return answeredJustNow(await searchParams, (await requestContext()).now);
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "endorsements");
  const title = t((await answeredBy(searchParams)) ? "done.title" : "done.nothing");
  return { title, robots: { index: false, follow: false } };
}

/** After an answer by link: what came of it. Whoever comes without one is told what is here. */
export default async function EndorseDonePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "endorsements");
  const what = await answeredBy(searchParams);
  const see = (
    <a className="button quiet" href={`/${locale}/badges/recognition`}>
      {t("done.see")}
    </a>
  );
  return (
    <div className="narrow">
      <h1>{t(what ? "done.title" : "done.nothing")}</h1>
      {what ? (
        <>
          <Status className="status lasting">{t(`done.${what}`)}</Status>
          <p>{see}</p>
        </>
      ) : (
        <Empty text={t("done.nothingHint")}>{see}</Empty>
      )}
    </div>
  );
}
