import type { Metadata } from "next";
import { townIn } from "#components/map/towns.ts";
import { Empty } from "#components/ui/empty.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { SearchForm } from "#components/ui/search-form.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { listSearch } from "#lib/foundation/platform/http/list-search.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { countClaims } from "#lib/places/exchange/claims.ts";
import { FORMATS } from "#lib/places/exchange/schema.ts";
import { PLACES_PAGE_SIZE, placesOfNetwork } from "#lib/places/spaces/places.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("places.title") };
}

/** Every space of the network, to be described and published. */
export default async function PlacesPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.add", `/${locale}/admin/spaces`);
  const t = translator(locale, "desk");
  const spaces = translator(locale, "spaces");
  const more = translator(locale, "places");
  const { q, page } = listSearch.parse(await searchParams);
  const { items, total } = await placesOfNetwork(ctx, { q, page });
  return (
    <>
      <h1>{t("places.title")}</h1>
      <p>{t("places.intro")}</p>
      <p className="row">
        <a className="button" href={`/${locale}/admin/spaces/new`}>
          {t("places.add")}
        </a>
        <a className="button quiet" href={`/${locale}/admin/spaces/import`}>
          {more("admin.import")}
        </a>
        <a className="button quiet" href={`/${locale}/admin/spaces/claims`}>
          {more("admin.claims", { count: await countClaims(ctx) })}
        </a>
      </p>
      <SearchForm
        action={`/${locale}/admin/spaces`}
        label={more("admin.search")}
        submit={more("admin.find")}
        query={q}
      />
      {items.length === 0 && <Empty text={more("admin.none")} />}
      {items.length > 0 && (
        <Scrolling label={t("places.title")}>
          <table className="stacks">
            <thead>
              <tr>
                <th scope="col">{t("places.name")}</th>
                <th scope="col">{t("places.city")}</th>
                <th scope="col">{t("places.kind")}</th>
                <th scope="col">{t("places.publishTitle")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, slug, name, city, kind, published }) => (
                <tr key={id}>
                  <th scope="row">
                    <a href={`/${locale}/admin/spaces/${slug}`}>{name}</a>
                  </th>
                  <td data-column={t("places.city")}>{townIn(locale, city)}</td>
                  <td data-column={t("places.kind")}>{spaces.or(`kinds.${kind}`, kind)}</td>
                  <td data-column={t("places.publishTitle")}>
                    <span className={published ? "state free" : "state shut"}>
                      {t(published ? "places.published" : "places.unpublished")}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={Math.ceil(total / PLACES_PAGE_SIZE)}
        hrefOf={(to) => `/${locale}/admin/spaces?${new URLSearchParams({ q, page: String(to) })}`}
      />
      <section>
        <h2>{more("admin.export")}</h2>
        <ul className="list">
          {FORMATS.map((form) => (
            <li key={form}>
              <a href={`/api/v1/places?form=${form}&unpublished=true`} download>
                {more(`formats.${form}`)}
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
