import { headers } from "next/headers";
import { isLocale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

export default async function NotFoundPage() {
  const asked = (await headers()).get("x-locale");
  const locale = isLocale(asked) ? asked : "en";
  const t = translator(locale, "common");
  return (
    <>
      <title>{`${t("errors.notFoundTitle")} – Trivium`}</title>
      <h1>{t("errors.notFoundTitle")}</h1>
      <p>{t("errors.notFoundText")}</p>
      <p className="row">
        <a className="button" href={`/${locale}`}>
          {t("errors.backHome")}
        </a>
        <a className="button quiet" href={`/${locale}/sessions`}>
          {t("nav.sessions")}
        </a>
      </p>
    </>
  );
}
