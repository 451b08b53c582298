import type { Metadata } from "next";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { CheckboxGroup, TextField } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { saveSchemeAction } from "#lib/learning/sessions/actions-desk.ts";
import { listSchemes, markOfScheme, type Scheme } from "#lib/learning/sessions/schemes.ts";
import { INDICATORS } from "#lib/learning/sessions/traits.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "sessions")("schemes.title") };
}

/** The schemes that sessions are part of, and what is reported of each. */
export default async function SchemesPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("scheme.manage", `/${locale}/desk/schemes`);
  const t = translator(locale, "sessions");
  const schemes = await listSchemes(ctx);
  return (
    <div className="narrow">
      <h1>{t("schemes.title")}</h1>
      <p>{t("schemes.intro")}</p>
      <p>
        <a href={`/${locale}/research/cross-border`}>{t("counts.title")}</a>
      </p>
      {schemes.length === 0 && <Empty text={t("schemes.none")} />}
      <div className="cards">
        {schemes.map((scheme) => (
          <details key={scheme.id} className="card">
            <summary>
              <bdi>{scheme.code}</bdi> – <bdi>{scheme.name}</bdi>
            </summary>
            <ActionForm
              action={saveSchemeAction}
              submit={t("schemes.save")}
              working={t("working")}
              values={{ locale, id: scheme.id, revision: markOfScheme(scheme) }}
              quiet
            >
              <SchemeFields scheme={scheme} t={t} />
            </ActionForm>
          </details>
        ))}
      </div>
      <h2>{t("schemes.new")}</h2>
      <ActionForm
        action={saveSchemeAction}
        submit={t("schemes.make")}
        working={t("working")}
        values={{ locale }}
      >
        <SchemeFields t={t} />
      </ActionForm>
    </div>
  );
}

function SchemeFields({ scheme, t }: { scheme?: Scheme; t: Translate }) {
  return (
    <>
      <TextField
        label={t("schemes.code")}
        name="code"
        maxLength={40}
        defaultValue={scheme?.code}
        required
      />
      <TextField
        label={t("schemes.name")}
        name="name"
        maxLength={120}
        defaultValue={scheme?.name}
        required
      />
      <TextField
        label={t("schemes.project")}
        name="project"
        maxLength={120}
        defaultValue={scheme?.project}
        required
      />
      <CheckboxGroup
        legend={t("schemes.indicators")}
        name="indicators"
        chosen={scheme?.indicators ?? [...INDICATORS]}
        options={INDICATORS.map((code) => ({ value: code, label: code }))}
      />
    </>
  );
}
