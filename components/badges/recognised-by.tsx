import { Icon } from "#components/ui/icon.tsx";
import { SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Scope } from "#lib/learning/badges/endorsements/schema.ts";

export type Recogniser = {
  id: string;
  organisation: string;
  domain: string;
  comment: string;
  language: Locale;
  scopes: readonly Scope[];
  hours: number | null;
  /** In words. */
  day: string;
  /** Where what was signed can be checked. */
  verify: string;
  /** That it is of an earlier version, or of this very badge. */
  remark: string | null;
};

/**
 * Who recognises a badge, for what, and how much of that is proven. Each leads to what was signed.
 */
export function RecognisedBy({ list, locale }: { list: readonly Recogniser[]; locale: Locale }) {
  const t = translator(locale, "endorsements");
  if (list.length === 0) return <p className="fact">{t("by.none")}</p>;
  return (
    <ul className="recognised">
      {list.map(
        ({ id, organisation, domain, comment, language, scopes, hours, day, verify, remark }) => (
          <li key={id}>
            <Icon name="check" />
            <div>
              <b>
                <bdi>{organisation}</bdi>
              </b>
              <p>
                {t("by.for", {
                  scope: scopes
                    .map((scope) => t(`scope.${scope}`, { hours: hours ?? 0 }))
                    .join(SEMICOLON[locale]),
                })}
              </p>
              <blockquote lang={language}>
                <bdi>{comment}</bdi>
              </blockquote>
              <p className="fact">
                {t("by.confirmed", { domain })} · {t("by.on", { day })}
                {remark && ` · ${remark}`}
              </p>
              <p>
                <a href={verify}>{t("by.check", { organisation })}</a>
              </p>
            </div>
          </li>
        ),
      )}
    </ul>
  );
}
