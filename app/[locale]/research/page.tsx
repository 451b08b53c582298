import type { Metadata } from "next";
import { Empty } from "#components/ui/empty.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { listReleases } from "#lib/evidence/research/queries.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { pageFrom } from "#lib/foundation/platform/pages.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "research")("title") };
}

/** The register of releases, and the way to a new one. */
export default async function ResearchPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("research.read", `/${locale}/research`);
  const t = translator(locale, "research");
  const page = pageFrom((await searchParams).page);
  const { items, pages } = await listReleases(ctx, page);
  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      <p>{t("intro")}</p>
      <p className="row">
        <a className="button" href={`/${locale}/research/new`}>
          {t("new")}
        </a>
      </p>
      <h2>{t("register")}</h2>
      {items.length === 0 && <Empty text={t("none")} />}
      <ol className="cards">
        {items.map(({ id, dataset, parameters, purpose, rows, createdAt }) => (
          <li className="card" key={id}>
            <div>
              <h3>
                <a href={`/${locale}/research/${id}`}>
                  {t(`datasets.${dataset}`)}, {parameters.from} – {parameters.to}
                </a>
              </h3>
              <p>{purpose}</p>
              <p className="fact">
                {formatDate(locale, createdAt, NETWORK_ZONE, ctx.now)} · {t("rows", { count: rows })}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={pages}
        hrefOf={(other) => `/${locale}/research?page=${other}`}
      />
    </div>
  );
}
