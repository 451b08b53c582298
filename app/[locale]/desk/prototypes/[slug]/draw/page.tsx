import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { editorWords } from "#components/prototypes/editor-words.ts";
import { PlanEditor } from "#components/prototypes/plan-editor.tsx";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/prototypes/prototypes.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { TextArea, TextField } from "#components/ui/field.tsx";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { LOCALES, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { saveVariantAction } from "#lib/practice/prototypes/actions.ts";
import { EMPTY_PLAN } from "#lib/practice/prototypes/floor-plan.ts";
import { workedOnPrototype } from "#lib/practice/prototypes/queries.ts";
import { TEXTS } from "#lib/practice/prototypes/schema.ts";
import { WRITABLE } from "#lib/practice/prototypes/transitions.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "prototypes")("editor.title") };
}

/** A variant as it is drawn: a new one, or the one that the address names. */
export default async function DrawPage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "prototype.write",
    `/${locale}/desk/prototypes/${encodeURIComponent(slug)}/draw`,
  );
  const prototype = await workedOnPrototype(ctx, slug);
  const asked = (await searchParams).variant;
  const variant = prototype?.variants.find(({ id }) => id === asked);
  if (!prototype || !WRITABLE.includes(prototype.state) || (asked !== undefined && !variant))
    notFound();
  const t = translator(locale, "prototypes");
  const { title, language } = prototype;
  return (
    <>
      <Crumb href={`/${locale}/desk/prototypes/${slug}`} lang={language}>
        {title}
      </Crumb>
      <h1>{t("editor.title")}</h1>
      <ActionForm
        action={saveVariantAction}
        submit={t("editor.save")}
        working={t("desk.working")}
        values={{ locale, slug, variant: variant?.id ?? "" }}
        {...(variant ? { other: { submit: t("editor.copy"), name: "what", value: "copy" } } : {})}
      >
        <PlanEditor
          plan={variant?.plan ?? EMPTY_PLAN}
          revision={variant?.revision ?? 0}
          words={editorWords(t)}
        />
        <fieldset className="plan-names">
          <legend>{t("editor.names")}</legend>
          {LOCALES.map((one) => (
            <TextField
              key={one}
              label={t("editor.nameIn", { language: languageName(locale, one) })}
              name={`name_${one}`}
              lang={one}
              autoComplete="off"
              maxLength={TEXTS.variantName}
              defaultValue={variant?.names[one] ?? ""}
            />
          ))}
        </fieldset>
        <TextArea
          label={t("editor.words")}
          name="words"
          lang={language}
          maxLength={TEXTS.variant}
          defaultValue={variant?.words ?? ""}
        />
      </ActionForm>
    </>
  );
}
