import { CompetenceFields } from "#components/badges/competence-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Scrolling } from "#components/ui/scrolling.tsx";
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import {
  removeCompetenceAction,
  saveCompetenceAction,
} from "#lib/learning/badges/competences/actions.ts";
import { labelIn } from "#lib/learning/badges/competences/rules.ts";
import type { CompetenceItem, FrameworkFile } from "#lib/learning/badges/competences/schema.ts";

type Props = { file: FrameworkFile; locale: Locale };

/**
 * All competences in their order, with the languages that are missing.
 *
 * @param isEdited each leads to its form
 */
export function Competences({ file, locale, isEdited }: Props & { isEdited: boolean }) {
  const t = translator(locale, "badges");
  if (file.items.length === 0) return <p>{t("frameworks.empty")}</p>;
  return (
    <section>
      <h2>{t("frameworks.count")}</h2>
      <div className="declaration">
        <Scrolling label={t("frameworks.count")}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t("frameworks.code")}</th>
                <th scope="col">{t("one.skill")}</th>
                <th scope="col">{t("frameworks.missing")}</th>
              </tr>
            </thead>
            <tbody>
              {file.items.map((item) => (
                <Competence
                  key={item.code}
                  item={item}
                  slug={file.slug}
                  locale={locale}
                  isEdited={isEdited}
                />
              ))}
            </tbody>
          </table>
        </Scrolling>
      </div>
    </section>
  );
}

function Competence({
  item,
  slug,
  locale,
  isEdited,
}: {
  item: CompetenceItem;
  slug: string;
  locale: Locale;
  isEdited: boolean;
}) {
  const t = translator(locale, "badges");
  const label = labelIn(item.labels, locale);
  const missing = LOCALES.filter((one) => !item.labels[one]).map((one) => LOCALE_NAMES[one]);
  const address = `/${locale}/admin/frameworks/${slug}?${new URLSearchParams({ edit: item.code })}#competence`;
  return (
    <tr>
      <th scope="row" data-column={t("frameworks.code")}>
        {isEdited ? <a href={address}>{item.code}</a> : item.code}
      </th>
      <td data-column={t("one.skill")}>
        <span lang={label.lang}>{label.text}</span>
        {item.isGroup && ` · ${t("frameworks.kinds.group")}`}
      </td>
      <td data-column={t("frameworks.missing")}>{missing.join(", ")}</td>
    </tr>
  );
}

/**
 * The form of one competence.
 *
 * @param code of the one that is changed; any other adds one
 * @param seen when the map was changed last, as it was read for this page
 */
export function CompetenceForm({
  file,
  locale,
  code,
  seen,
}: Props & { code: unknown; seen: string }) {
  const t = translator(locale, "badges");
  const item = file.items.find((one) => one.code === code) ?? null;
  const values = { locale, slug: file.slug, seen };
  return (
    <section>
      <h2 id="competence">
        {item ? t("frameworks.change", { code: item.code }) : t("frameworks.add")}
      </h2>
      <ActionForm
        key={item?.code ?? ""}
        action={saveCompetenceAction}
        submit={t("frameworks.save")}
        working={t("desk.working")}
        values={{ ...values, ...(item ? { code: item.code } : { isNew: "yes" }) }}
      >
        <CompetenceFields
          locale={locale}
          items={file.items}
          item={item}
          alignments={file.alignments}
        />
      </ActionForm>
      {item && (
        <ActionForm
          action={removeCompetenceAction}
          submit={t("frameworks.remove", { code: item.code })}
          working={t("desk.working")}
          values={{ ...values, code: item.code }}
          quiet
        />
      )}
    </section>
  );
}
