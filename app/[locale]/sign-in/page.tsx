import type { Metadata } from "next";
import { localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { DEMONSTRATION_ACCOUNTS } from "#lib/identity/demonstration.ts";
import { localPath } from "#lib/identity/sign-in.ts";
import { settings } from "#lib/platform/settings.ts";

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
  const next = localPath((await searchParams).next, `/${locale}`);
  return (
    <div className="narrow">
      <h1>{t("signIn.title")}</h1>
      {settings().demo ? (
        <>
          <p>{t("signIn.demonstration")}</p>
          <form action="/api/demo/sign-in" method="post" className="row">
            <input type="hidden" name="next" value={next} />
            {DEMONSTRATION_ACCOUNTS.map((account) => (
              <button type="submit" key={account} className="button quiet" name="account" value={account}>
                {t(`accounts.${account}`)}
              </button>
            ))}
          </form>
        </>
      ) : (
        <p>{t("signIn.notYet")}</p>
      )}
    </div>
  );
}
