import type { Metadata } from "next";
import { BeginFields, TitleField } from "#components/practice/begin-fields.tsx";
import { OwnList } from "#components/practice/own-list.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import { beginPrototypeAction } from "#lib/practice/prototypes/actions.ts";
import { practiceChoices } from "#lib/practice/prototypes/choices.ts";
import { ownPrototypes } from "#lib/practice/prototypes/queries.ts";
import { TEXTS } from "#lib/practice/prototypes/schema.ts";
import { titleFrom } from "../../title-from.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return titleFrom(
    translator(locale, "prototypes")("desk.title"),
    translator(locale, "common")("nav.desk"),
  );
}

/** What is tried out at one's places, and the beginning of something new. */
export default async function DeskPrototypesPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("prototype.write", `/${locale}/desk/prototypes`);
  const t = translator(locale, "prototypes");
  const own = await ownPrototypes(ctx);
  const { practice } = await searchParams;
  return (
    <>
      <h1>{t("desk.title")}</h1>
      <p>{t("desk.intro")}</p>
      <OwnList
        title={t("desk.yours")}
        none={t("desk.noneYet")}
        lines={own.map(({ slug, state, space, ...one }) => ({
          ...one,
          href: `/${locale}/desk/prototypes/${slug}`,
          state: t(`states.${state}`),
          spaceName: space.name,
        }))}
      />
      <section className="narrow">
        <h2>{t("desk.begin")}</h2>
        <ActionForm
          action={beginPrototypeAction}
          submit={t("desk.beginGo")}
          working={t("desk.working")}
          values={{ locale }}
        >
          <TitleField label={t("desk.fields.title")} longest={TEXTS.title} />
          <BeginFields
            locale={locale}
            spaces={await spacesWhere(ctx, "prototype.write")}
            labels={{ space: t("desk.space"), language: t("desk.language") }}
          />
          <SelectField
            label={t("desk.fields.practice")}
            hint={t("desk.hints.practice")}
            name="practice"
            defaultValue={typeof practice === "string" ? practice : ""}
            options={[
              { value: "", label: t("desk.noPractice") },
              ...(await practiceChoices(ctx, null)),
            ]}
          />
        </ActionForm>
      </section>
    </>
  );
}
