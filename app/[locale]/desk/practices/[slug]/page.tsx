import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DraftFields } from "#components/practices/draft-fields.tsx";
import "#components/practices/practices.css";
import { PracticeWords } from "#components/practices/words.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { languageName } from "#lib/foundation/i18n/language-name.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import {
  discardDraftAction,
  saveDraftAction,
  takeBackAction,
} from "#lib/practice/practices/actions.ts";
import { ownDraft } from "#lib/practice/practices/at-desk.ts";
import { choicesFor } from "#lib/practice/practices/choices.ts";
import { missingFrom } from "#lib/practice/practices/rules.ts";
import { editionFor } from "#lib/practice/practices/versions.ts";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "practices")("desk.write") };
}

/** A practice that one writes: its form, or how it will be read while it waits for its reader. */
export default async function DraftPage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "practice.write",
    `/${locale}/desk/practices/${encodeURIComponent(slug)}`,
  );
  const draft = await ownDraft(ctx, slug);
  if (!draft) notFound();
  const t = translator(locale, "practices");
  const { version, spaceName } = draft;
  const { original } = editionFor(version, locale);
  const facts = { ...version, release: version.releaseId };
  const missing = missingFrom({ ...original, ...facts });
  const seen = { locale, id: version.id, revision: String(version.revision) };
  const { choices, links } = await choicesFor(ctx, draft);
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/desk/practices`}>{t("desk.title")}</Crumb>
      <h1 lang={original.language}>{original.title || t("desk.noTitle")}</h1>
      <p className="fact">
        <bdi>{spaceName}</bdi> · {languageName(locale, original.language)} ·{" "}
        {t(`desk.states.${version.state}`)}
      </p>
      {version.state === "changes_asked" && (
        <section className="card">
          <div>
            <h2>{t("desk.asked")}</h2>
            <blockquote>
              <bdi>{version.reviewNote}</bdi>
            </blockquote>
          </div>
        </section>
      )}
      {version.state === "submitted" ? (
        <>
          <p>{t("desk.submittedHint")}</p>
          <ActionForm
            action={takeBackAction}
            submit={t("desk.takeBack")}
            working={t("desk.working")}
            values={seen}
            quiet
          />
          <p className="lead" lang={original.language}>
            {original.summary}
          </p>
          <PracticeWords
            edition={original}
            facts={version}
            t={translator(original.language, "practices")}
          />
        </>
      ) : (
        <>
          {missing.length > 0 && (
            <section className="card">
              <div>
                <h2>{t("desk.missing")}</h2>
                <ul className="list">
                  {missing.map((reason) => (
                    <li key={reason.code}>{messageFor(locale, reason)}</li>
                  ))}
                </ul>
              </div>
            </section>
          )}
          <ActionForm
            action={saveDraftAction}
            submit={t("desk.save")}
            working={t("desk.working")}
            values={seen}
            other={{ submit: t("desk.send"), name: "what", value: "send" }}
            quiet
          >
            <DraftFields
              locale={locale}
              language={original.language}
              texts={original}
              facts={facts}
              links={links}
              choices={choices}
            />
          </ActionForm>
          <details>
            <summary>{t("desk.discardTitle")}</summary>
            <p>{t("desk.discardHint")}</p>
            <ActionForm
              action={discardDraftAction}
              submit={t("desk.discard")}
              working={t("desk.working")}
              values={{ locale, id: version.id }}
              quiet
            />
          </details>
        </>
      )}
    </div>
  );
}
