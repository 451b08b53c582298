import type { ReactNode } from "react";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import type { Reason } from "#lib/foundation/platform/errors/errors.ts";

type Props = {
  locale: Locale;
  /** The form, with what was chosen. */
  back: string;
  /** Why there is nothing to check. */
  refusal?: Reason;
  what?: ReactNode;
  children?: ReactNode;
};

/** The page between the form of a series and its saving. */
export function CheckPage({ locale, back, refusal, what, children }: Props) {
  const t = translator(locale, "series");
  return (
    <div className="narrow">
      <h1>{t("check.title")}</h1>
      {refusal && (
        <p className="alert" role="alert">
          {t("check.unreadable", { reason: messageFor(locale, refusal) })}
        </p>
      )}
      {what && <h2>{what}</h2>}
      <p>
        <a className={refusal ? "button" : "step-back"} href={back}>
          {t("check.back")}
        </a>
      </p>
      {children}
    </div>
  );
}
