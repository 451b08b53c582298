import type { Metadata } from "next";
import { Gate } from "#components/identity/gate.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField, Tick } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffAction } from "#lib/foundation/identity/actions.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("signIn.staff.link") };
}

/** Password and second factor in one step: nothing half signed in has to be remembered. */
export default async function StaffPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "identity");
  const next = localPath((await searchParams).next, `/${locale}`);
  return (
    <Gate>
      <h1>{t("signIn.staff.link")}</h1>
      <ActionForm
        action={staffAction}
        submit={t("signIn.staff.open")}
        working={t("working")}
        values={{ locale, next }}
      >
        <TextField
          label={t("signIn.code.email")}
          name="email"
          type="email"
          autoComplete="username"
          maxLength={200}
          required
        />
        <TextField
          label={t("signIn.staff.password")}
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={200}
          required
        />
        <TextField
          label={t("signIn.staff.code")}
          hint={t("signIn.staff.hint")}
          name="code"
          autoComplete="one-time-code"
          maxLength={40}
          required
        />
        <Tick label={t("signIn.shared")} name="shared" value="on" defaultChecked={false} />
      </ActionForm>
      <p>
        <a href={`/${locale}/sign-in?next=${encodeURIComponent(next)}`}>{t("signIn.back")}</a>
      </p>
    </Gate>
  );
}
