import type { Metadata } from "next";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { LOCALE_NAMES, LOCALES, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { spacesWhere } from "#lib/places/spaces/queries.ts";
import { beginPrototypeAction } from "#lib/practice/prototypes/actions.ts";
import { practiceChoices } from "#lib/practice/prototypes/choices.ts";
import { ownPrototypes } from "#lib/practice/prototypes/queries.ts";
import { TEXTS } from "#lib/practice/prototypes/schema.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "prototypes")("desk.title") };
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
      <section>
        <h2>{t("desk.yours")}</h2>
        {own.length === 0 && <Empty text={t("desk.noneYet")} />}
        <ol className="cards">
          {own.map(({ slug, title, language, state, space }) => (
            <li className="card" key={slug}>
              <div>
                <h3 lang={language}>
                  <a href={`/${locale}/desk/prototypes/${slug}`}>{title}</a>
                </h3>
                <p>{t(`states.${state}`)}</p>
                <p className="fact">
                  <bdi>{space.name}</bdi>
                </p>
              </div>
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h2>{t("desk.begin")}</h2>
        <ActionForm
          action={beginPrototypeAction}
          submit={t("desk.beginGo")}
          working={t("desk.working")}
          values={{ locale }}
        >
          <TextField
            label={t("desk.fields.title")}
            name="title"
            autoComplete="off"
            maxLength={TEXTS.title}
            required
          />
          <SelectField
            label={t("desk.space")}
            name="space"
            options={(await spacesWhere(ctx, "prototype.write")).map(({ slug, name }) => ({
              value: slug,
              label: name,
            }))}
          />
          <SelectField
            label={t("desk.language")}
            name="language"
            defaultValue={locale}
            options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
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
