import type { Metadata } from "next";
import { VerifyForm } from "#components/badges/verify-form.tsx";
import { SharedWords } from "#components/site/shared-words.tsx";
import { COLON } from "#lib/foundation/i18n/colon.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { verifyAction } from "#lib/learning/badges/verification/actions.ts";
import { MEGABYTES, NOT_ASKED } from "#lib/learning/badges/verification/schema.ts";
import "./verify.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(localeOf((await params).locale), "credentials");
  return { title: t("verify.title"), description: t("verify.about") };
}

/**
 * Anybody checks a badge here, without signing in. `?badge=` fills the field in, and nothing is
 * checked before they say so.
 */
export default async function VerifyPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const { badge } = await searchParams;
  const t = translator(locale, "credentials");
  return (
    <div className="narrow verify">
      <SharedWords
        locale={locale}
        path="/verify"
        title={t("verify.title")}
        description={t("verify.about")}
        data={null}
      />
      <div>
        <h1>{t("verify.title")}</h1>
        <p className="lead">{t("verify.intro")}</p>
      </div>
      <VerifyForm
        action={verifyAction}
        locale={locale}
        badge={typeof badge === "string" ? badge.slice(0, 2_000) : ""}
        start={NOT_ASKED}
        megabytes={MEGABYTES}
        words={{
          address: t("verify.address"),
          addressHint: t("verify.addressHint"),
          file: t("verify.file"),
          fileHint: t("verify.fileHint"),
          tooLarge: translator(locale, "common")("too_large", { megabytes: MEGABYTES }),
          camera: t("verify.camera"),
          cameraStop: t("verify.cameraStop"),
          cameraHold: t("verify.cameraHold"),
          cameraNone: t("verify.cameraNone"),
          check: t("verify.check"),
          checking: t("verify.checking"),
          result: t("verify.result"),
          colon: COLON[locale],
          stepByStep: t("verify.stepByStep"),
          says: t("verify.says"),
          skills: t("verify.skills"),
          evidence: t("verify.evidence"),
        }}
      />
    </div>
  );
}
