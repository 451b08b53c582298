import type { Metadata } from "next";
import { CodeForm } from "#components/identity/code-form.tsx";
import { Gate, WaysIn } from "#components/identity/gate.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { codeAction } from "#lib/foundation/identity/actions.ts";
import { OWN_ACCOUNT_AGE } from "#lib/foundation/identity/rules.ts";
import { DEMONSTRATION_ACCOUNTS } from "#lib/foundation/identity/sign-in/demonstration.ts";
import { failureFrom } from "#lib/foundation/identity/sign-in/openid.ts";
import { localPath } from "#lib/foundation/identity/sign-in/sign-in.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "identity")("signIn.title") };
}

export default async function SignInPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const t = translator(locale, "identity");
  const asked = await searchParams;
  const next = localPath(asked.next, `/${locale}`);
  const onwards = `?next=${encodeURIComponent(next)}`;
  const { demo, oidc } = settings();
  return (
    <Gate>
      <h1>{t("signIn.title")}</h1>
      {asked.failed !== undefined && (
        <p className="alert" role="alert">
          {messageFor(locale, { code: failureFrom(asked.failed) })}
        </p>
      )}

      <h2>{t("signIn.code.title")}</h2>
      <p>{t("signIn.code.intro")}</p>
      <p className="fact">{t("signIn.age", { age: OWN_ACCOUNT_AGE })}</p>
      <CodeForm
        action={codeAction}
        locale={locale}
        next={next}
        words={{
          email: t("signIn.code.email"),
          send: t("signIn.code.send"),
          sent: t("signIn.code.sent"),
          code: t("signIn.code.code"),
          open: t("signIn.code.open"),
          again: t("signIn.code.again"),
          shared: t("signIn.shared"),
          working: t("working"),
        }}
      />

      <WaysIn
        ways={[
          {
            href: `/${locale}/sign-in/card${onwards}`,
            icon: "qr",
            name: t("signIn.card.link"),
            text: t("signIn.card.intro"),
          },
          {
            href: `/${locale}/sign-in/staff${onwards}`,
            icon: "gear",
            name: t("signIn.staff.link"),
            text: t("signIn.staff.title"),
          },
          ...(oidc
            ? [
                {
                  href: `/api/auth/oidc${onwards}`,
                  icon: "people" as const,
                  name: t("signIn.organisation", { label: oidc.label }),
                  text: t("signIn.organisationHint"),
                },
              ]
            : []),
        ]}
      />

      {demo && (
        <>
          <h2>{t("signIn.demonstrationTitle")}</h2>
          <p>{t("signIn.demonstration")}</p>
          <form action="/api/demo/sign-in" method="post" className="row">
            <input type="hidden" name="next" value={next} />
            {DEMONSTRATION_ACCOUNTS.map((account) => (
              <button
                type="submit"
                key={account}
                className="button quiet"
                name="account"
                value={account}
              >
                {t(`accounts.${account}`)}
              </button>
            ))}
          </form>
        </>
      )}
    </Gate>
  );
}
