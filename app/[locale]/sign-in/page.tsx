import type { Metadata } from "next";
import { CodeForm } from "#components/identity/code-form.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { codeAction } from "#lib/foundation/identity/actions.ts";
import { DEMONSTRATION_ACCOUNTS } from "#lib/foundation/identity/demonstration.ts";
import { failureFrom } from "#lib/foundation/identity/organisation.ts";
import { OWN_ACCOUNT_AGE } from "#lib/foundation/identity/rules.ts";
import { localPath } from "#lib/foundation/identity/sign-in.ts";
import { settings } from "#lib/foundation/platform/settings.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
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
    <div className="narrow">
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

      <h2>{t("signIn.card.title")}</h2>
      <p>{t("signIn.card.intro")}</p>
      <p>
        <a className="button quiet" href={`/${locale}/sign-in/card${onwards}`}>
          {t("signIn.card.link")}
        </a>
      </p>

      <h2>{t("signIn.staff.title")}</h2>
      <p className="row">
        <a className="button quiet" href={`/${locale}/sign-in/staff${onwards}`}>
          {t("signIn.staff.link")}
        </a>
        {oidc && (
          <a className="button quiet" href={`/api/auth/oidc${onwards}`}>
            {t("signIn.organisation", { label: oidc.label })}
          </a>
        )}
      </p>

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
    </div>
  );
}
