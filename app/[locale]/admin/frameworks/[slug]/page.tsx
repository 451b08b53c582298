import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CompetenceFields } from "#components/badges/competence-fields.tsx";
import { FrameworkFields } from "#components/badges/framework-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { LOCALE_NAMES, LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { entriesNaming } from "#lib/learning/badges/benchmark/queries.ts";
import { badgesNaming } from "#lib/learning/badges/classes/queries.ts";
import {
  addMapAction,
  changeMapAction,
  removeCompetenceAction,
  removeFrameworkAction,
  retireFrameworkAction,
  saveCompetenceAction,
} from "#lib/learning/badges/competences/actions.ts";
import { fileOf } from "#lib/learning/badges/competences/editing.ts";
import { namedByOthers } from "#lib/learning/badges/competences/ending.ts";
import { type Framework, findFramework } from "#lib/learning/badges/competences/queries.ts";
import { labelIn } from "#lib/learning/badges/competences/rules.ts";
import type { CompetenceItem, FrameworkFile } from "#lib/learning/badges/competences/schema.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** No map has this name: the form refuses it. */
const NEW = "new";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  return { title: slug === NEW ? translator(localeOf(locale), "badges")("frameworks.new") : slug };
}

/**
 * A map of one's own: what it says of itself, its competences one by one, and its end. A list of
 * others has only an end here.
 */
export default async function FrameworkPage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "badge.design",
    `/${locale}/admin/frameworks/${encodeURIComponent(slug)}`,
  );
  const t = translator(locale, "badges");
  const framework = slug === NEW ? null : await findFramework(ctx, slug);
  if (slug !== NEW && !framework) notFound();
  const { edit } = await searchParams;
  const file = framework && fileOf(framework);
  const isEdited = !framework || (framework.kind === "map" && framework.retiredAt === null);
  const seen = framework?.changedAt.toString() ?? "";
  const item = file?.items.find(({ code }) => code === edit) ?? null;
  return (
    <div className="narrow">
      <p className="row">
        <a href={`/${locale}/admin/frameworks`}>{t("frameworks.title")}</a>
        {file && <a href={`/${locale}/badges/maps/${slug}`}>{t("design.see")}</a>}
      </p>
      <h1>{file ? labelIn(file.names, locale).text : t("frameworks.new")}</h1>
      {framework?.retiredAt && (
        <p className="status">
          {t("frameworks.end.since", {
            day: formatDay(locale, dayOf(framework.retiredAt)),
          })}
        </p>
      )}
      {framework?.kind === "reference" && <p>{t("frameworks.ofOthers")}</p>}
      {file && framework.kind === "map" && (
        <Competences file={file} locale={locale} isEdited={isEdited} />
      )}
      {file && isEdited && (
        <section>
          <h2 id="competence">
            {t(item ? "frameworks.change" : "frameworks.add", { code: item?.code ?? "" })}
          </h2>
          <ActionForm
            key={item?.code ?? ""}
            action={saveCompetenceAction}
            submit={t("frameworks.save")}
            working={t("desk.working")}
            values={{ locale, slug, seen, ...(item ? { code: item.code } : { isNew: "yes" }) }}
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
              values={{ locale, slug, seen, code: item.code }}
              quiet
            />
          )}
        </section>
      )}
      {isEdited && (
        <section>
          {file && <h2>{t("frameworks.head")}</h2>}
          <ActionForm
            action={file ? changeMapAction : addMapAction}
            submit={t("frameworks.save")}
            working={t("desk.working")}
            values={{ locale, ...(file && { slug, seen }) }}
          >
            <FrameworkFields locale={locale} map={file} />
          </ActionForm>
        </section>
      )}
      {framework && <End ctx={ctx} framework={framework} locale={locale} />}
    </div>
  );
}

const dayOf = (when: Temporal.Instant) => when.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();

type EndProps = { ctx: Context; framework: Framework; locale: Locale };

/** What nothing names can go; what something names can be given up, and taken up again. */
async function End({ ctx, framework, locale }: EndProps) {
  const t = translator(locale, "badges");
  const { id, slug, items, retiredAt, changedAt } = framework;
  const own = items.map((item) => item.id);
  const named = {
    badges: await badgesNaming(ctx, own),
    entries: await entriesNaming(ctx, own),
    links: await namedByOthers(ctx.db, id),
  };
  const isNamed = named.badges + named.entries + named.links > 0;
  const values = { locale, slug, seen: changedAt.toString() };
  return (
    <details>
      <summary>{t("frameworks.end.title")}</summary>
      <p>{t(isNamed ? "frameworks.end.named" : "frameworks.end.unnamed", named)}</p>
      {!isNamed && (
        <ActionForm
          action={removeFrameworkAction}
          submit={t("frameworks.end.remove")}
          working={t("desk.working")}
          values={values}
          quiet
        />
      )}
      {!retiredAt && <p>{t("frameworks.end.hint")}</p>}
      <ActionForm
        action={retireFrameworkAction}
        submit={t(retiredAt ? "frameworks.end.again" : "frameworks.end.retire")}
        working={t("desk.working")}
        values={{ ...values, retired: retiredAt ? "no" : "yes" }}
        quiet
      />
    </details>
  );
}

/** All competences in their order, with the languages that are missing. */
function Competences({
  file,
  locale,
  isEdited,
}: {
  file: FrameworkFile;
  locale: Locale;
  isEdited: boolean;
}) {
  const t = translator(locale, "badges");
  if (file.items.length === 0) return <p>{t("frameworks.empty")}</p>;
  return (
    <section>
      <h2>{t("frameworks.count")}</h2>
      <div className="declaration">
        <div className="scroll">
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
        </div>
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
      <td data-column={t("frameworks.missing")}>{missing.join(", ") || "–"}</td>
    </tr>
  );
}
