import { Listen } from "#components/ui/listen.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { type Step, Steps } from "./steps.tsx";
import "./screens.css";

type Props = {
  here: Step;
  hrefs: Partial<Record<Step, string>>;
  title: string;
  locale: Locale;
  t: Translate;
};

/** What stands above each screen: the steps, the question, and a voice that reads it. */
export function StepHead({ here, hrefs, title, locale, t }: Props) {
  return (
    <>
      <Steps here={here} hrefs={hrefs} t={t} />
      <div className="step-head">
        <h1>{title}</h1>
        <Listen locale={locale} label={t("steps.listen")} stop={t("steps.stop")} />
      </div>
    </>
  );
}
