import type { Metadata } from "next";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TextArea } from "#components/ui/field.tsx";
import { FileField } from "#components/ui/file-field.tsx";
import { Pages } from "#components/ui/pages.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { SearchForm } from "#components/ui/search-form.tsx";
import { SourceAndState } from "#components/ui/source-and-state.tsx";
import { Status } from "#components/ui/status.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { listSearch, ROWS_PER_PAGE } from "#lib/foundation/platform/http/list-search.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { importBadgesAction } from "#lib/learning/badges/benchmark/actions.ts";
import { entriesForStaff } from "#lib/learning/badges/benchmark/queries.ts";
import { MEGABYTES } from "#lib/learning/badges/verification/schema.ts";

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<PageQuery> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "benchmark")("admin.title") };
}

/** Badges of others and courses: added one by one, or imported from files and addresses. */
export default async function AdminBenchmarkPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("benchmark.manage", `/${locale}/admin/benchmark`);
  const t = translator(locale, "benchmark");
  const asked = await searchParams;
  const { q, page } = listSearch.parse(asked);
  const { items, total } = await entriesForStaff(ctx, { q, page });
  const count = (name: string) => Math.min(Math.max(Number(asked[name]) || 0, 0), 1_000);
  const words = {
    source: t("fact.source"),
    state: t("admin.state"),
    retired: t("admin.retired"),
    shown: t("admin.shown"),
  };
  return (
    <>
      <h1>{t("admin.title")}</h1>
      <p>{t("admin.intro")}</p>
      {asked.done === "imported" && (
        <Status>
          {t("admin.done.imported", {
            added: count("added"),
            changed: count("changed"),
            same: count("same"),
          })}
        </Status>
      )}
      <p className="row">
        <a className="button" href={`/${locale}/admin/benchmark/new?kind=badge`}>
          {t("admin.addBadge")}
        </a>
        <a className="button quiet" href={`/${locale}/admin/benchmark/new?kind=offer`}>
          {t("admin.addOffer")}
        </a>
        <a href={`/${locale}/badges/benchmark`}>{t("admin.open")}</a>
      </p>
      <SearchForm
        action={`/${locale}/admin/benchmark`}
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
                <th scope="col">{t("fact.issuer")}</th>
                <th scope="col">{t("admin.skills")}</th>
                <th scope="col">{words.source}</th>
                <th scope="col">{words.state}</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, kind, name, issuer, competences, source, factsOn, retiredAt }) => (
                <tr key={id}>
                  <th scope="row">
                    <a href={`/${locale}/admin/benchmark/${id}`}>{name}</a> ({t(`kinds.${kind}`)})
                  </th>
                  <td data-column={t("fact.issuer")}>{issuer}</td>
                  <td data-column={t("admin.skills")}>{competences.length}</td>
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
        hrefOf={(to) =>
          `/${locale}/admin/benchmark?${new URLSearchParams({ q, page: String(to) })}`
        }
      />
      <section>
        <h2>{t("import.title")}</h2>
        <p className="fact">{t("import.hint")}</p>
        <ActionForm
          action={importBadgesAction}
          submit={t("import.go")}
          working={t("admin.working")}
          values={{ locale }}
        >
          <TextArea label={t("import.text")} name="badge" rows={3} spellCheck={false} />
          <FileField
            label={t("import.file")}
            name="file"
            accept=".json,.jwt,.txt,.png,.svg"
            megabytes={MEGABYTES}
            tooLarge={translator(locale, "common")("too_large", { megabytes: MEGABYTES })}
            isRequired={false}
          />
        </ActionForm>
      </section>
    </>
  );
}
