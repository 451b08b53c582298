import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ActionForm } from "#components/ui/action-form.tsx";
import { TextField } from "#components/ui/field.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { changePasswordAction } from "#lib/foundation/identity/actions-account.ts";
import { haveIPassword } from "#lib/foundation/identity/passwords/password-change.ts";
import { isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("password.title") };
}

export default async function PasswordPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  const here = `/${locale}/me/account/password`;
  if (ctx.actor.kind !== "person") redirect(`/${locale}/sign-in?next=${here}`);

  const t = translator(locale, "identity");
  // Whoever comes by a card has no password.
  if (isByCard(ctx.actor) || !(await haveIPassword(ctx))) notFound();
  return (
    <div className="narrow">
      <h1>{t("password.title")}</h1>
      <p>{t("password.intro")}</p>
      <ActionForm
        action={changePasswordAction}
        submit={t("password.save")}
        working={t("working")}
        values={{ locale }}
      >
        <TextField
          label={t("password.current")}
          name="current"
          type="password"
          autoComplete="current-password"
          maxLength={200}
          required
        />
        <TextField
          label={t("setUp.password")}
          hint={t("setUp.passwordHint")}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={200}
          required
        />
      </ActionForm>
      <p>
        <a href={`/${locale}/me/account`}>{t("account.title")}</a>
      </p>
    </div>
  );
}
