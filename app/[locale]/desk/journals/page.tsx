import type { Metadata } from "next";
import { JournalWords } from "#components/journal/journal-words.tsx";
import { BeginFields } from "#components/practice/begin-fields.tsx";
import { OwnList } from "#components/practice/own-list.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { DayField } from "#components/ui/day-field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import { beginJournalAction } from "#lib/practice/journal/actions.ts";
import { findJournal, ownJournals } from "#lib/practice/journal/queries.ts";
import { titleFrom } from "../../title-from.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return titleFrom(
    translator(locale, "journal")("desk.title"),
    translator(locale, "common")("nav.desk"),
  );
}

/**
 * The journals of one's spaces, and the beginning of a new one; `guide` names the journal whose
 * guide gives it a plan.
 */
export default async function DeskJournalsPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("journal.write", `/${locale}/desk/journals`);
  const t = translator(locale, "journal");
  const own = await ownJournals(ctx);
  const { guide: asked } = await searchParams;
  const guide = typeof asked === "string" ? await findJournal(ctx, asked) : null;
  return (
    <>
      <h1>{t("desk.title")}</h1>
      <p>{t("desk.intro")}</p>
      <OwnList
        title={t("desk.yours")}
        none={t("desk.noneYet")}
        lines={own.map(({ slug, state, title, language, spaceName }) => ({
          href: `/${locale}/desk/journals/${slug}`,
          state: t(`states.${state}`),
          ...{ title, language, spaceName },
        }))}
      />
      <section className="narrow" id="begin">
        <h2>{t(guide ? "desk.beginPlan" : "desk.begin")}</h2>
        {guide ? (
          <p>
            {t("desk.beginPlanHint")}{" "}
            <a lang={guide.language} href={`/${locale}/journals/${guide.slug}/guide`}>
              {guide.title}
            </a>
          </p>
        ) : (
          <p>
            {t("desk.guidesHint")} <a href={`/${locale}/journals`}>{t("heading")}</a>
          </p>
        )}
        <ActionForm
          action={beginJournalAction}
          submit={t("desk.beginGo")}
          working={t("desk.working")}
          values={{ locale, guide: guide?.slug ?? "" }}
        >
          <JournalWords t={t} />
          {guide && (
            <DayField
              locale={locale}
              label={t("desk.fields.startsOn")}
              hint={t("desk.hints.startsOn")}
              name="startsOn"
              typed=""
              required
            />
          )}
          <BeginFields
            locale={locale}
            spaces={await spacesWhere(ctx, "journal.write")}
            labels={{ space: t("desk.fields.space"), language: t("desk.fields.language") }}
          />
        </ActionForm>
      </section>
    </>
  );
}
