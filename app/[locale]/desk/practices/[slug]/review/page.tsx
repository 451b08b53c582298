import type { Metadata } from "next";
import { notFound } from "next/navigation";
import "#components/practices/practices.css";
import { Proof } from "#components/practices/proof.tsx";
import { PracticeWords } from "#components/practices/words.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Crumb } from "#components/ui/crumb.tsx";
import { RadioGroup, TextArea } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { reviewPracticeAction } from "#lib/practice/practices/actions.ts";
import { submittedPractice } from "#lib/practice/practices/at-desk.ts";
import { editionFor } from "#lib/practice/practices/versions.ts";

type Props = { params: Promise<{ locale: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "practices")("desk.review") };
}

/**
 * What somebody of another region wrote, and whether it is published. To whoever may not decide on
 * it, it says why, and no more.
 */
export default async function ReviewPage({ params }: Props) {
  const { locale: segment, slug } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "practice.review",
    `/${locale}/desk/practices/${encodeURIComponent(slug)}/review`,
  );
  const found = await submittedPractice(ctx, slug);
  if (!found) notFound();
  const t = translator(locale, "practices");
  const { practice, refusal } = found;
  const { version, spaceName } = practice;
  const { original } = editionFor(version, locale);
  return (
    <div className="narrow">
      <Crumb href={`/${locale}/desk/practices`}>{t("desk.title")}</Crumb>
      {refusal ? (
        <>
          <h1>{t("desk.review")}</h1>
          <p className="alert">{messageFor(locale, refusal)}</p>
        </>
      ) : (
        <>
          <h1 lang={original.language}>{original.title}</h1>
          <p className="lead" lang={original.language}>
            {original.summary}
          </p>
          <p className="row">
            <bdi>{spaceName}</bdi>
            <Proof evidence={version.evidence} t={t} />
          </p>
          <PracticeWords
            edition={original}
            facts={version}
            t={translator(original.language, "practices")}
          />
          <h2>{t("desk.review")}</h2>
          <p>{t("desk.reviewHint")}</p>
          <ActionForm
            action={reviewPracticeAction}
            submit={t("desk.decide")}
            working={t("desk.working")}
            values={{ locale, id: version.id, revision: String(version.revision) }}
          >
            <RadioGroup
              legend={t("desk.reviewAsk")}
              name="what"
              chosen="publish"
              options={(["publish", "ask_changes"] as const).map((value) => ({
                value,
                label: t(`desk.decisions.${value}`),
              }))}
            />
            <TextArea
              label={t("desk.note")}
              hint={t("desk.noteHint")}
              name="note"
              maxLength={1000}
            />
          </ActionForm>
        </>
      )}
    </div>
  );
}
