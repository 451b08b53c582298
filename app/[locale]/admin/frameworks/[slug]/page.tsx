import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FrameworkFields } from "#components/badges/framework-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { addMapAction, changeMapAction } from "#lib/learning/badges/competences/actions.ts";
import { fileOf } from "#lib/learning/badges/competences/editing.ts";
import { type Framework, findFramework } from "#lib/learning/badges/competences/queries.ts";
import { editingRefusal, labelIn } from "#lib/learning/badges/competences/rules.ts";
import type { FrameworkFile } from "#lib/learning/badges/competences/schema.ts";
import { CompetenceForm, Competences } from "./competences.tsx";
import { FrameworkEnd } from "./end.tsx";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
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
  if (slug === NEW) return <NewMap locale={locale} />;
  const framework = (await findFramework(ctx, slug)) ?? notFound();
  const file = fileOf(framework);
  const isEdited = editingRefusal(framework) === null;
  const seen = framework.changedAt.toString();
  return (
    <div className="narrow">
      <FrameworkHead framework={framework} locale={locale} />
      {file.kind === "map" && <Competences file={file} locale={locale} isEdited={isEdited} />}
      {isEdited && (
        <CompetenceForm file={file} locale={locale} code={(await searchParams).edit} seen={seen} />
      )}
      {isEdited && <MapHeadForm file={file} locale={locale} seen={seen} />}
      <FrameworkEnd ctx={ctx} framework={framework} locale={locale} />
    </div>
  );
}

function NewMap({ locale }: { locale: Locale }) {
  const t = translator(locale, "badges");
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/admin/frameworks`}>{t("frameworks.title")}</Crumb>
      <h1>{t("frameworks.new")}</h1>
      <section>
        <ActionForm
          action={addMapAction}
          submit={t("frameworks.save")}
          working={t("desk.working")}
          values={{ locale }}
        >
          <FrameworkFields locale={locale} map={null} />
        </ActionForm>
      </section>
    </div>
  );
}

/** Its name, where else it is seen, and whether it was given up or is of others. */
function FrameworkHead({ framework, locale }: { framework: Framework; locale: Locale }) {
  const t = translator(locale, "badges");
  const { slug, names, kind, retiredAt } = framework;
  return (
    <>
      <Crumb href={`/${locale}/admin/frameworks`}>{t("frameworks.title")}</Crumb>
      <h1>{labelIn(names, locale).text}</h1>
      <p className="row">
        <a href={`/${locale}/badges/maps/${slug}`}>{t("design.see")}</a>
      </p>
      {retiredAt && (
        <p className="status">
          {t("frameworks.end.since", { day: formatDay(locale, dayOf(retiredAt)) })}
        </p>
      )}
      {kind === "reference" && <p>{t("frameworks.ofOthers")}</p>}
    </>
  );
}

const dayOf = (when: Temporal.Instant) => when.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();

function MapHeadForm({
  file,
  locale,
  seen,
}: {
  file: FrameworkFile;
  locale: Locale;
  seen: string;
}) {
  const t = translator(locale, "badges");
  return (
    <section>
      <h2>{t("frameworks.head")}</h2>
      <ActionForm
        action={changeMapAction}
        submit={t("frameworks.save")}
        working={t("desk.working")}
        values={{ locale, slug: file.slug, seen }}
      >
        <FrameworkFields locale={locale} map={file} />
      </ActionForm>
    </section>
  );
}
