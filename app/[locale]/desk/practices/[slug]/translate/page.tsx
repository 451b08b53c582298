import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import "#components/practices/practices.css";
import "#components/ui/tabs.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { TextArea } from "#components/ui/field.tsx";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { isLocale, LOCALES, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { translatePracticeAction } from "#lib/practice/practices/actions.ts";
import { earlierTranslation, findPractice } from "#lib/practice/practices/queries.ts";
import { TEXT_NAMES, TEXTS } from "#lib/practice/practices/schema.ts";
import { editionFor } from "#lib/practice/practices/versions.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "practices")("translate.title") };
}

/**
 * A published practice in another language: each text of the original, and beside it where it is
 * put into the other words.
 */
export default async function TranslatePage({ params, searchParams }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const page = `/${locale}/desk/practices/${encodeURIComponent(slug)}/translate`;
  const ctx = await staffContext("practice.write", page);
  const practice = await findPractice(ctx, slug);
  if (!practice) notFound();
  const t = translator(locale, "practices");
  const { original } = editionFor(practice.version, locale);
  const others = LOCALES.filter((language) => language !== original.language);
  const { to } = await searchParams;
  const language =
    isLocale(to) && others.includes(to) ? to : (others.find((one) => one === locale) ?? others[0]);
  if (!language) notFound();
  const current = practice.version.editions.find((edition) => edition.language === language);
  const start = current ?? (await earlierTranslation(ctx, practice.id, language));
  return (
    <>
      <Crumb href={`/${locale}/practices/${slug}`} lang={original.language}>
        {original.title}
      </Crumb>
      <h1>{t("translate.title")}</h1>
      <nav className="tabs" aria-label={t("translate.into")}>
        {others.map((one) => (
          <a
            key={one}
            href={`${page}?to=${one}`}
            aria-current={one === language ? "true" : undefined}
          >
            {languageName(locale, one)}
          </a>
        ))}
      </nav>
      <p>{t("translate.intro", { language: languageName(locale, language) })}</p>
      {!current && start && <p>{t("translate.earlier")}</p>}
      <ActionForm
        key={language}
        action={translatePracticeAction}
        submit={t("translate.publish")}
        working={t("desk.working")}
        values={{ locale, slug, language }}
      >
        {TEXT_NAMES.filter((name) => original[name] !== "").map((name) => (
          <div className="practice-pair" key={name}>
            <div lang={original.language}>
              <b>{translator(original.language, "practices")(`texts.${name}`)}</b>
              <p>{original[name]}</p>
            </div>
            <TextArea
              label={translator(language, "practices")(`texts.${name}`)}
              name={name}
              lang={language}
              maxLength={TEXTS[name]}
              defaultValue={start?.[name] ?? ""}
              required={name === "title" || name === "summary"}
            />
          </div>
        ))}
      </ActionForm>
    </>
  );
}
