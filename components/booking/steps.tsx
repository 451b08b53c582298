import type { Translate } from "#lib/foundation/i18n/translator.ts";

const STEPS = ["what", "where", "when", "check"] as const;

export type Step = (typeof STEPS)[number];

/** Where somebody is on the way to a room. Screens they have passed lead back. */
export function Steps({
  here,
  hrefs,
  t,
}: {
  here: Step;
  hrefs: Partial<Record<Step, string>>;
  t: Translate;
}) {
  const at = STEPS.indexOf(here);
  return (
    <nav aria-label={t("steps.label")}>
      <ol className="steps">
        {STEPS.map((step, index) => (
          <li
            key={step}
            className={index < at ? "done" : step === here ? "here" : undefined}
            aria-current={step === here ? "step" : undefined}
          >
            {index < at && hrefs[step] ? (
              <a className="step-back" href={hrefs[step]}>
                {t(`steps.${step}`)}
              </a>
            ) : (
              t(`steps.${step}`)
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
