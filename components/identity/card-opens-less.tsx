import { Status } from "#components/ui/status.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

/** Instead of a page that a card does not open: what does. */
export function CardOpensLess({
  locale,
  title,
  path,
}: {
  locale: Locale;
  title: string;
  path: string;
}) {
  const t = translator(locale, "identity");
  return (
    <div className="narrow">
      <h1>{title}</h1>
      <Status>{t("card_opens_less")}</Status>
      <p>
        <a href={`/${locale}/sign-in?next=${encodeURIComponent(path)}`}>{t("account.byMail")}</a>
      </p>
    </div>
  );
}
