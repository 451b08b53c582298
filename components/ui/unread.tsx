import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

const LONGEST_SHOWN = 60;

type Props = {
  locale: Locale;
  /** By name, as it was typed. */
  unread: Record<string, string>;
};

/** What an address asks of a list and we cannot read: the list is shown without it. */
export function Unread({ locale, unread }: Props) {
  const t = translator(locale, "common");
  return Object.entries(unread).map(([name, typed]) => (
    <p key={name} className="alert" role="alert">
      {t("unread", { typed: typed.slice(0, LONGEST_SHOWN) })}
    </p>
  ));
}
