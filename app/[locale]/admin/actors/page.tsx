import type { Metadata } from "next";
import { townIn } from "#components/map/towns.ts";
import { Empty } from "#components/ui/empty.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { SearchForm } from "#components/ui/search-form.tsx";
import { SourceAndState } from "#components/ui/source-and-state.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { listSearch, ROWS_PER_PAGE } from "#lib/foundation/platform/http/list-search.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { actorsForStaff } from "#lib/places/actors/queries.ts";

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<PageQuery> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "actors")("admin.title") };
}

/** Every organisation and group, also those that are not shown any more. */
export default async function ActorsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("actor.manage", `/${locale}/admin/actors`);
  const t = translator(locale, "actors");
  const { q, page } = listSearch.parse(await searchParams);
  const { items, total } = await actorsForStaff(ctx, { q, page });
  const words = {
    source: t("source"),
    state: t("admin.state"),
    retired: t("admin.retired"),
    shown: t("admin.shown"),
  };
  return (
    <>
      <h1>{t("admin.title")}</h1>
      <p>{t("admin.intro")}</p>
      <p className="row">
        <a className="button" href={`/${locale}/admin/actors/new`}>
          {t("admin.add")}
        </a>
        <a href={`/${locale}/community`}>{t("admin.open")}</a>
      </p>
      <SearchForm
        action={`/${locale}/admin/actors`}
        label={t("admin.search")}
        submit={t("admin.find")}
        query={q}
      />
      {items.length === 0 ? (
        <Empty text={t(q ? "admin.noneFound" : "admin.none")} />
      ) : (
        <Scrolling label={t("admin.title")}>
          <table className="stacks">
            <thead>
              <tr>
                <th scope="col">{t("admin.name")}</th>
                <th scope="col">{t("where")}</th>
                <th scope="col">{t("kind")}</th>
                <th scope="col">{words.source}</th>
                <th scope="col">{words.state}</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, slug, name, city, kind, source, factsOn, retiredAt }) => (
                <tr key={id}>
                  <th scope="row">
                    <a href={`/${locale}/admin/actors/${slug}`}>
                      <bdi>{name}</bdi>
                    </a>
                  </th>
                  <td data-column={t("where")}>{townIn(locale, city)}</td>
                  <td data-column={t("kind")}>{t(`kinds.${kind}`)}</td>
                  <SourceAndState
                    {...{ locale, source, factsOn, words }}
                    isRetired={retiredAt !== null}
                  />
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={Math.ceil(total / ROWS_PER_PAGE)}
        hrefOf={(to) => `/${locale}/admin/actors?${new URLSearchParams({ q, page: String(to) })}`}
      />
    </>
  );
}
