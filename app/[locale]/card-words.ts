import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

/**
 * What stands around a card that is made, and on it.
 *
 * @param isAnother somebody has one already, which ends
 */
export function cardWords(locale: Locale, { isAnother }: { isAnother: boolean }) {
  const t = translator(locale, "identity");
  const address = `${settings().publicUrl.replace(/^https?:\/\//, "")}/${locale}/sign-in/card`;
  return {
    issue: t(isAnother ? "people.reissueCard" : "people.issueCard"),
    working: t("working"),
    made: t("people.cardMade"),
    print: t("people.print"),
    how: t("people.cardHow", { address }),
    keep: t("people.cardKeep"),
    qr: t("people.cardQr"),
    code: t("people.cardCode"),
  };
}
