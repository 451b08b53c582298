import type { Metadata } from "next";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { RadioGroup, SelectField } from "#components/ui/field.tsx";
import { FileField } from "#components/ui/file-field.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { Status } from "#components/ui/status.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { importFrameworkAction } from "#lib/learning/badges/competences/actions.ts";
import { listFrameworks } from "#lib/learning/badges/competences/queries.ts";
import { labelIn } from "#lib/learning/badges/competences/rules.ts";

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<PageQuery> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "badges")("frameworks.title") };
}

/**
 * The lists of competences that badges are tied to: our own maps are edited, those of others are
 * imported.
 */
export default async function FrameworksPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("badge.design", `/${locale}/admin/frameworks`);
  const t = translator(locale, "badges");
  const frameworks = await listFrameworks(ctx);
  const asked = await searchParams;
  const done = ["tried", "imported"].find((one) => one === asked.done);
  const brought = frameworks.find(({ slug }) => slug === asked.slug);
  const count = (name: string) => Math.min(Math.max(Number(asked[name]) || 0, 0), 2_000);
  return (
    <>
      <h1>{t("frameworks.title")}</h1>
      <p>{t("frameworks.intro")}</p>
      {done && (
        <Status>
          {t(`frameworks.done.${done}`, {
            added: count("added"),
            changed: count("changed"),
            same: count("same"),
            removed: count("removed"),
          })}
          {brought && (
            <>
              {" "}
              <a href={`/${locale}/badges/maps/${brought.slug}`}>
                {labelIn(brought.names, locale).text}
              </a>
            </>
          )}
        </Status>
      )}
      <p className="row">
        <a className="button" href={`/${locale}/admin/frameworks/new`}>
          {t("frameworks.new")}
        </a>
      </p>
      {frameworks.length === 0 && <Empty text={t("frameworks.none")} />}
      {frameworks.length > 0 && (
        <Scrolling label={t("frameworks.title")}>
          <table className="stacks">
            <thead>
              <tr>
                <th scope="col">{t("one.framework")}</th>
                <th scope="col">{t("frameworks.version")}</th>
                <th scope="col">{t("frameworks.count")}</th>
                <th scope="col">{t("frameworks.kind")}</th>
              </tr>
            </thead>
            <tbody>
              {frameworks.map(({ slug, names, version, kind, competences, retiredAt }) => {
                const name = labelIn(names, locale);
                return (
                  <tr key={slug}>
                    <th scope="row" lang={name.lang}>
                      <a href={`/${locale}/admin/frameworks/${slug}`}>{name.text}</a>
                    </th>
                    <td data-column={t("frameworks.version")}>{version}</td>
                    <td data-column={t("frameworks.count")}>{competences}</td>
                    <td data-column={t("frameworks.kind")}>
                      {t(`frameworks.kinds.${kind}`)}
                      {retiredAt && ` · ${t("frameworks.ended")}`}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scrolling>
      )}
      <section>
        <h2>{t("frameworks.import.title")}</h2>
        <p className="fact">{t("frameworks.import.hint")}</p>
        <ActionForm
          action={importFrameworkAction}
          submit={t("frameworks.import.go")}
          working={t("desk.working")}
          values={{ locale }}
        >
          <FileField
            label={t("frameworks.import.file")}
            name="file"
            accept=".json,.csv"
            megabytes={3}
            tooLarge={t("import_too_large")}
          />
          <SelectField
            label={t("frameworks.import.into")}
            name="into"
            defaultValue=""
            options={[
              { value: "", label: t("frameworks.import.itself") },
              ...frameworks.map(({ slug, names }) => ({
                value: slug,
                label: labelIn(names, locale).text,
              })),
            ]}
          />
          <RadioGroup
            legend={t("frameworks.import.how")}
            name="how"
            chosen="try"
            options={(["try", "import"] as const).map((value) => ({
              value,
              label: t(`frameworks.import.${value}`),
            }))}
          />
        </ActionForm>
      </section>
    </>
  );
}
