import type { Metadata } from "next";
import { SharedWords } from "#components/site/told.tsx";
import { Region } from "#components/spaces/region.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { listJournals } from "#lib/practice/journal/queries.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "journal");
  return { title: t("title"), description: t("lead") };
}

/** How places came to be. */
export default async function JournalsPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "journal");
  const journals = await listJournals(await requestContext());
  return (
    <>
      <SharedWords
        locale={locale}
        path="/journals"
        title={t("heading")}
        description={t("lead")}
        data={null}
      />
      <p className="row">
        <a href={`/${locale}/practices`}>{translator(locale, "practices")("all")}</a>
      </p>
      <h1>{t("heading")}</h1>
      <p className="lead">{t("lead")}</p>
      {journals.length === 0 && <Empty text={t("none")} />}
      {journals.map(({ slug, title, summary, language, space }) => (
        <article key={slug} className="card">
          <div>
            <h2 lang={language}>
              <a href={`/${locale}/journals/${slug}`}>{title}</a>
            </h2>
            <p lang={language}>{summary}</p>
            <Region
              city={space.city}
              region={space.region}
              name={translator(locale, "spaces")(`regions.${space.region}`)}
            />
            <p className="fact">
              <bdi>{space.name}</bdi>
            </p>
          </div>
        </article>
      ))}
    </>
  );
}
